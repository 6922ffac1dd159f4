"""How one controller speaks: LoRaWAN through ChirpStack, or plain JSON. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import orjson

from mesto.simulator.controller.bulb import Bulb
from mesto.simulator.devices import chirpstack, lamp
from mesto.simulator.fleets.readings import LampReading
from mesto.simulator.speech import Publication

ANTENNA = "24e124fffef00001"
MAINS_V, POWER_FACTOR = 231.0, 0.95
FULL = 100


class Voice(Protocol):
    """What a controller says, and how it hears."""

    topics: Sequence[str]

    def say(self, bulb: Bulb, at_s: float) -> Iterator[Publication]:
        """Yield a report of now, seconds since 1970."""
        ...

    def hear(
        self, topic: str, payload: bytes, bulb: Bulb, at_s: float, /
    ) -> Iterable[Publication]:
        """Do what a message says, and return an acknowledgement, if it has one.

        Raises ValueError for what the controller does not know.
        """
        ...


class Ul20xx:
    """A NAS UL20xx behind a ChirpStack network server."""

    def __init__(self, serial: str) -> None:
        """Speak as a DevEUI."""
        self.topics: Sequence[str] = [chirpstack.COMMANDS]
        self._radio = chirpstack.Radio(
            dev_eui=serial,
            name=serial,
            profile=lamp.NAME,
            gateway_id=ANTENNA,
            latitude=49.8312,
            longitude=15.0284,
        )
        self._count = 0

    def say(self, bulb: Bulb, at_s: float) -> Iterator[Publication]:
        """Yield status and meters, a frame each."""
        reading = LampReading(
            lamp=0,
            at_s=at_s,
            level=bulb.level,
            power_w=bulb.power_w,
            energy_kwh=bulb.energy_kwh,
            voltage_v=MAINS_V,
            power_factor=POWER_FACTOR,
            temperature_c=20.0,
            failed=bulb.told_failed,
            ordered=bulb.ordered is not None,
        )
        for port, payload in lamp.encode(reading, at_s):
            self._count += 1
            said = chirpstack.up(
                self._radio,
                at_s,
                port=port,
                payload=payload,
                count=self._count,
                rssi_dbm=-90,
            )
            yield Publication(chirpstack.topic(self._radio.dev_eui, "up"), said)

    def hear(
        self, topic: str, payload: bytes, bulb: Bulb, at_s: float
    ) -> Iterator[Publication]:
        """Obey a downlink and acknowledge it."""
        down = chirpstack.read_command(payload)
        if self._radio.dev_eui not in topic or down.dev_eui != self._radio.dev_eui:
            return
        order = lamp.read_order(down.port, down.payload)
        bulb.order(order.level)
        said = chirpstack.acknowledged(self._radio, at_s, down, self._count)
        yield Publication(chirpstack.topic(self._radio.dev_eui, "ack"), said)


class Json:
    """A controller that speaks JSON over MQTT, as docs/how-to/acceptance.md says."""

    def __init__(self, serial: str, zone: ZoneInfo) -> None:
        """Speak below `lamps/SERIAL`."""
        self._root = f"lamps/{serial}"
        self.topics: Sequence[str] = [f"{self._root}/order", f"{self._root}/programme"]
        self._zone = zone

    def say(self, bulb: Bulb, at_s: float) -> Iterator[Publication]:
        """Yield its state."""
        state = {
            "at": datetime.fromtimestamp(at_s, self._zone).isoformat(),
            "level": round(bulb.level * FULL),
            "power": round(bulb.power_w, 2),
            "energy": round(bulb.energy_kwh, 7),
            "fault": "lamp" if bulb.told_failed else None,
        }
        yield Publication(f"{self._root}/state", orjson.dumps(state))

    def hear(
        self, topic: str, payload: bytes, bulb: Bulb, _at_s: float
    ) -> Iterable[Publication]:
        """Obey an order, or keep a programme."""
        told: Any = orjson.loads(payload)
        try:
            if topic.endswith("/programme"):
                bulb.keep([(_second(one["at"]), _share(one)) for one in told["steps"]])
            else:
                bulb.order(None if told["level"] is None else _share(told))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no order: {error!r}") from error
        return ()


def _share(told: dict[str, Any]) -> float:
    """Read a level. Raises ValueError for one no lamp has."""
    level = told["level"]
    if isinstance(level, bool) or not 0 <= level <= FULL:
        raise ValueError(f"no level: {level}")
    return float(level) / FULL


def _second(clock: str) -> float:
    """Read HH:MM:SS as a second of the day. Raises ValueError."""
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3600.0 + minutes * 60 + seconds
