"""What devices said, put into the protocols they speak. Pure.

Waste and lamp sensors speak through ChirpStack, parking sensors through The Things
Stack, meters plain JSON over MQTT, car parks and weather NGSI-LD.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import orjson

from mesto.simulator.assets import Assets
from mesto.simulator.devices import chirpstack, em400_mud, lamp, parking, things_stack
from mesto.simulator.devices.chirpstack import Downlink, Radio
from mesto.simulator.devices.stamp import iso
from mesto.simulator.fleets.readings import (
    AirReading,
    BinReading,
    CabinetReading,
    CarParkReading,
    FeederReading,
    FlowReading,
    LampReading,
    LorryReading,
    Reading,
    SpotReading,
    SupplyReading,
    WeatherReading,
)
from mesto.simulator.inventory.entities import kind_of_park
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity
from mesto.simulator.life.traffic import PERIOD_S


@dataclass(frozen=True, slots=True)
class Publication:
    """A message on an MQTT topic."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of an entity, for NGSI-LD."""

    entity: Entity


Said: TypeAlias = Publication | Statement


class Speech:
    """The voices of one town's devices."""

    def __init__(
        self, names: Names, assets: Assets, wall_s: Callable[[float], float]
    ) -> None:
        """Speak for a town.

        wall_s: the moment on the world's clock of one of the town's
        """
        self._names = names
        self._assets = assets
        self._wall_s = wall_s
        self._lamps = {
            names.serial("Streetlight", number, lamp.MAKER): number
            for number in range(len(assets.lamps))
        }
        self._frames = 0

    def say(self, reading: Reading) -> Iterator[Said]:
        """Put a reading into the words of its protocol."""
        match reading:
            case LampReading():
                yield from self._say_lamp(reading)
            case BinReading():
                yield self._say_bin(reading)
            case SpotReading():
                yield self._say_spot(reading)
            case CabinetReading() | FeederReading():
                yield self._say_supply(reading)
            case FlowReading():
                yield self._say_flow(reading)
            case LorryReading():
                yield self._say_lorry(reading)
            case CarParkReading():
                at = iso(self._wall_s(reading.at_s))
                yield Statement(
                    car_park_statement(self._names, self._assets, reading, at)
                )
            case WeatherReading():
                at = iso(self._wall_s(reading.at_s))
                yield Statement(weather_statement(self._names, reading, at))

    def lamp_of(self, dev_eui: str) -> int | None:
        """Return which lamp has a controller; None for other devices."""
        return self._lamps.get(dev_eui)

    def acknowledge(self, down: Downlink, number: int, at_s: float) -> Publication:
        """Say that a lamp controller has received a downlink."""
        self._frames += 1
        radio = self._lamp_radio(number)
        return Publication(
            chirpstack.topic(radio.dev_eui, "ack"),
            chirpstack.acknowledged(radio, self._wall_s(at_s), down, self._frames),
        )

    # --- by radio

    def _say_lamp(self, reading: LampReading) -> Iterator[Publication]:
        radio = self._lamp_radio(reading.lamp)
        for port, payload in lamp.encode(reading, self._wall_s(reading.at_s)):
            yield self._by_chirpstack(radio, reading.at_s, port, payload)

    def _say_bin(self, reading: BinReading) -> Publication:
        container = self._assets.containers[reading.container]
        payload = em400_mud.encode(
            battery=reading.battery,
            temperature_c=reading.temperature_c,
            distance_mm=reading.distance_mm,
            tilted=reading.tilted,
        )
        radio = self._radio(
            "WasteContainer",
            reading.container,
            em400_mud.MAKER,
            em400_mud.NAME,
            container.gateway,
        )
        return self._by_chirpstack(radio, reading.at_s, em400_mud.PORT, payload)

    def _by_chirpstack(
        self, radio: Radio, at_s: float, port: int, payload: bytes
    ) -> Publication:
        self._frames += 1
        event = chirpstack.up(
            radio,
            self._wall_s(at_s),
            port=port,
            payload=payload,
            count=self._frames,
            rssi_dbm=-72 - int(radio.dev_eui[-1], 16) * 3,
        )
        return Publication(chirpstack.topic(radio.dev_eui, "up"), event)

    def _say_spot(self, reading: SpotReading) -> Publication:
        self._frames += 1
        gateway = self._assets.parking_spots[reading.spot].gateway
        radio = self._radio(
            "ParkingSpot", reading.spot, parking.MAKER, parking.NAME, gateway
        )
        port, payload = parking.encode(reading)
        message = things_stack.up(
            radio,
            self._wall_s(reading.at_s),
            port=port,
            payload=payload,
            count=self._frames,
            rssi_dbm=-80 - int(radio.dev_eui[-1], 16),
        )
        return Publication(things_stack.topic(radio), message)

    def _lamp_radio(self, number: int) -> Radio:
        gateway = self._assets.lamps[number].gateway
        return self._radio("Streetlight", number, lamp.MAKER, lamp.NAME, gateway)

    def _radio(
        self, kind: str, number: int, maker: str, profile: str, gateway: int
    ) -> Radio:
        antenna = self._assets.gateways[gateway]
        return Radio(
            dev_eui=self._names.serial(kind, number, maker),
            name=self._names.code(kind, number),
            profile=profile,
            gateway_id=self._names.gateway(gateway),
            longitude=antenna.location[0],
            latitude=antenna.location[1],
        )

    # --- plain JSON

    def _say_supply(self, reading: CabinetReading | FeederReading) -> Publication:
        if isinstance(reading, CabinetReading):
            return self._say_cabinet(reading)
        return self._say_feeder(reading)

    def _say_cabinet(self, reading: CabinetReading) -> Publication:
        serial = self._names.serial("StreetlightControlCabinet", reading.number)
        more = {"door": reading.door_open, "mode": "automatic"}
        return Publication(
            f"lighting/cabinets/{serial}", orjson.dumps(self._meter(reading) | more)
        )

    def _say_feeder(self, reading: FeederReading) -> Publication:
        serial = self._names.serial("StreetlightFeeder", reading.number)
        state = "on" if max(reading.voltages_v) > 0 else "off"
        return Publication(
            f"lighting/feeders/{serial}",
            orjson.dumps(self._meter(reading) | {"state": state}),
        )

    def _meter(self, reading: SupplyReading) -> dict[str, object]:
        """Write what the meters of cabinets and feeders have in common."""
        pairs = zip(reading.powers_w, reading.voltages_v, strict=True)
        return {
            "time": iso(self._wall_s(reading.at_s)),
            "u": [round(volts, 1) for volts in reading.voltages_v],
            "i": [round(watts / volts, 2) if volts else 0 for watts, volts in pairs],
            "p": [round(watts) for watts in reading.powers_w],
            "p_total": round(sum(reading.powers_w)),
            "wh": round(reading.energy_kwh * 1000),
        }

    def _say_flow(self, reading: FlowReading) -> Publication:
        serial = self._names.serial("TrafficFlowObserved", reading.counter)
        at_s = self._wall_s(reading.at_s)
        begun_s = self._wall_s(reading.at_s - PERIOD_S)
        said = {
            "time": iso(at_s),
            "from": iso(begun_s),
            "cars": reading.cars,
            "speed_kmh": round(reading.speed_kmh, 1),
            "occupancy_percent": round(reading.occupancy * 100, 1),
            "jam": reading.congested,
        }
        return Publication(f"traffic/{serial}/flow", orjson.dumps(said))

    def _say_lorry(self, reading: LorryReading) -> Publication:
        serial = self._names.serial("Vehicle", reading.vehicle)
        longitude, latitude = reading.place
        said = {
            "time": iso(reading.at_s),
            "gps": {
                "lat": round(latitude, 6),
                "lon": round(longitude, 6),
                "speed": round(reading.speed_kmh, 1),
                "heading": round(reading.heading_deg) % 360,
            },
            "ignition": True,
        }
        return Publication(f"vehicles/{serial}/position", orjson.dumps(said))

    # --- a feed that others poll

    def feed(self, readings: list[AirReading]) -> bytes:
        """Write what the operator of the air stations publishes."""
        return orjson.dumps(
            {
                "operator": f"{self._names.locality} air",
                "stations": [self._station(reading) for reading in readings],
            }
        )

    def _station(self, reading: AirReading) -> dict[str, object]:
        return {
            "code": self._names.number("AirQualityObserved", reading.station),
            "measured": iso(self._wall_s(reading.at_s) // 60 * 60),
            "values": {
                "NO2": round(reading.no2, 1),
                "PM10": round(reading.pm10, 1),
                "PM2_5": round(reading.pm25, 1),
                "O3": round(reading.o3, 1),
                "SO2": round(reading.so2, 1),
                "CO": round(reading.co),
            },
            "temperature": round(reading.temperature_c, 1),
            "humidity": round(reading.humidity * 100),
        }


def car_park_statement(
    names: Names, assets: Assets, reading: CarParkReading, at: str
) -> Entity:
    """State how full a car park is."""
    free = reading.spots - reading.occupied
    kind = kind_of_park(assets.car_parks[reading.car_park])
    share = round(reading.occupied / reading.spots, 4)
    status = "spacesAvailable"
    if share > 0.95:
        status = "almostFull" if free else "full"
    return {
        "id": names.urn(kind, reading.car_park),
        "type": kind,
        "availableSpotNumber": seen(free, at),
        "occupiedSpotNumber": seen(reading.occupied, at),
        "occupancy": seen(share, at),
        "status": seen(["open", status], at),
    }


def weather_statement(names: Names, reading: WeatherReading, at: str) -> Entity:
    """State what a weather station measures."""
    return {
        "id": names.urn("WeatherObserved", reading.station),
        "type": "WeatherObserved",
        "temperature": seen(round(reading.temperature_c, 1), at, "CEL"),
        "relativeHumidity": seen(round(reading.humidity, 2), at),
        "atmosphericPressure": seen(round(reading.pressure_hpa, 1), at, "A97"),
        "windSpeed": seen(round(reading.wind_mps, 1), at, "MTS"),
        "windGust": seen(round(reading.gust_mps, 1), at, "MTS"),
        "windDirection": seen(round(reading.wind_from_deg) % 360, at, "DD"),
        "precipitation": seen(round(reading.rain_mm, 1), at, "MMT"),
        "solarRadiation": seen(round(reading.solar_w_m2), at, "D54"),
    }


def seen(value: object, at: str, unit: str = "") -> Entity:
    """Write a Property observed at a moment."""
    stated: Entity = {"type": "Property", "value": value, "observedAt": at}
    return stated | ({"unitCode": unit} if unit else {})
