"""The devices' words, read by the gates that shall understand them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.lorawan.codec import Uplink, chirpstack_downlink, read
from mesto.gates.lorawan.devices import codec_of
from mesto.kernel.model import Settled, State
from mesto.simulator.devices import chirpstack, em400_mud, lamp, parking, things_stack
from mesto.simulator.fleets.readings import LampReading, SpotReading

RADIO = chirpstack.Radio(
    dev_eui="24e124aabbccddee",
    name="KN-0001",
    profile=em400_mud.NAME,
    gateway_id="24e1240011223344",
    latitude=50.1,
    longitude=14.1,
)
NOON_S = datetime(2030, 1, 1, 12, tzinfo=UTC).timestamp()


def heard(profile: str, port: int, payload: bytes) -> dict[str, object]:
    codec = codec_of(profile)
    assert codec is not None
    return {one.attribute: one.value for one in codec.decode(port, payload)}


@given(
    battery=st.floats(0, 1),
    temperature_c=st.floats(-30, 200),
    distance_mm=st.floats(30, 5000),
    tilted=st.booleans(),
)
def test_a_level_sensor_is_understood(
    *, battery: float, temperature_c: float, distance_mm: float, tilted: bool
) -> None:
    payload = em400_mud.encode(
        battery=battery,
        temperature_c=temperature_c,
        distance_mm=distance_mm,
        tilted=tilted,
    )
    said = heard(em400_mud.NAME, em400_mud.PORT, payload)
    assert said["batteryLevel"] == pytest.approx(battery, abs=0.006)
    assert said["temperature"] == pytest.approx(temperature_c, abs=0.06)
    assert said["distance"] == pytest.approx(distance_mm / 1000, abs=0.001)
    assert said["status"] == ("dropped" if tilted else "ok")


def lamp_reading(level: float, voltage_v: float, *, failed: bool) -> LampReading:
    return LampReading(
        lamp=1,
        at_s=NOON_S,
        level=level,
        power_w=round(60 * level),
        energy_kwh=1234.567,
        voltage_v=voltage_v,
        power_factor=0.95,
        temperature_c=12.0,
        failed=failed,
        ordered=False,
    )


@given(
    percent=st.integers(0, 100), voltage_v=st.integers(200, 250), failed=st.booleans()
)
def test_a_lamp_controller_is_understood(
    *, percent: int, voltage_v: int, failed: bool
) -> None:
    reading = lamp_reading(percent / 100, voltage_v, failed=failed)
    said: dict[str, object] = {}
    for port, payload in lamp.encode(reading, NOON_S):
        said |= heard(lamp.NAME, port, payload)
    assert said["illuminanceLevel"] == percent / 100
    assert said["powerState"] == ("on" if percent else "off")
    assert said["powerConsumption"] == reading.power_w
    assert said["lifetimePowerConsumption"] == pytest.approx(1234.567)
    assert said["voltage"] == voltage_v
    assert said["status"] == ("defectiveLamp" if failed else "ok")


def test_the_last_words_of_a_lamp_without_mains_are_understood() -> None:
    ((port, payload),) = lamp.encode(lamp_reading(0, 0, failed=False), NOON_S)
    assert heard(lamp.NAME, port, payload)["voltage"] == 0


@given(st.floats(0, 1))
def test_a_lamp_obeys_what_the_gate_writes(level: float) -> None:
    codec = codec_of(lamp.NAME)
    assert codec is not None
    assert codec.encode is not None
    order = lamp.read_order(*codec.encode("setDimLevel", level))
    assert order.level == pytest.approx(level, abs=0.006)


@given(st.integers(0, 255), st.binary(max_size=8))
def test_any_order_is_read_or_refused(port: int, payload: bytes) -> None:
    try:
        order = lamp.read_order(port, payload)
    except ValueError:
        return
    assert order.level is None or 0 <= order.level <= 1


@given(taken=st.booleans(), changed=st.booleans(), temperature_c=st.floats(-30, 60))
def test_a_parking_sensor_is_understood(
    *, taken: bool, changed: bool, temperature_c: float
) -> None:
    reading = SpotReading(
        spot=1, at_s=NOON_S, taken=taken, changed=changed, temperature_c=temperature_c
    )
    said = heard(parking.NAME, *parking.encode(reading))
    assert said["status"] == ("occupied" if taken else "free")


@given(st.binary(max_size=50), st.integers(1, 223), st.integers(0, 2**40))
def test_both_network_servers_are_understood(
    payload: bytes, port: int, count: int
) -> None:
    words = {"port": port, "payload": payload, "count": count, "rssi_dbm": -90}
    for event in (
        read(
            chirpstack.up(RADIO, NOON_S, **words),
            chirpstack.topic(RADIO.dev_eui, "up"),
        ),
        read(
            things_stack.up(RADIO, NOON_S, **words),
            things_stack.topic(RADIO),
        ),
    ):
        assert isinstance(event, Uplink)
        assert event.dev_eui == RADIO.dev_eui
        assert (event.port, event.payload) == (port, payload)
        assert event.at.timestamp() == NOON_S
        assert event.rssi_dbm == -90


def test_a_command_comes_back_confirmed() -> None:
    asked = chirpstack_downlink(
        dev_eui=RADIO.dev_eui, port=60, payload=b"\x01\xfe\x32", command="c-1"
    )
    down = chirpstack.read_command(asked)
    assert (down.dev_eui, down.port, down.payload) == (RADIO.dev_eui, 60, b"\x01\xfe2")
    answer = chirpstack.acknowledged(RADIO, NOON_S, down, 1)
    settled = read(answer, chirpstack.topic(RADIO.dev_eui, "ack"))
    assert settled == Settled(command="c-1", state=State.CONFIRMED)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_command_or_refused(payload: bytes) -> None:
    try:
        chirpstack.read_command(payload)
    except ValueError:
        return
