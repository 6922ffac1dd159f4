"""Uplinks become observations of the assets the devices speak for."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from mesto.gates.lorawan.translate import (
    Depth,
    Settings,
    decode,
    encode,
    filling_level,
)
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Command, Device, Message, Observation, Settled
from mesto.kernel.plugin import Known
from mesto.kernel.text import said_by

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
EUI = "24e124136b325712"
SENSOR = "urn:ngsi-ld:Device:town-0001"
LAMP_EUI = "70b3d50710000001"
BIN = "urn:ngsi-ld:WasteContainer:42"
LAMP = "urn:ngsi-ld:Streetlight:7"
ID = "0c1d9d7e-9b4d-4b0e-8a43-0f4a2c4f9d11"
DEVICES = {
    EUI: Device(urn=SENSOR, serial=EUI, entity=BIN, profile="Milesight EM400-MUD"),
    LAMP_EUI: Device(serial=LAMP_EUI, entity=LAMP, profile="nas_ul20xx"),
    "00" * 8: Device(serial="00" * 8, entity=BIN, profile="acme_9000"),
}
FULL_REPORT = "01755C 03670101 04824408 050000"


def known(**settings: Any) -> Known[Settings]:
    return Known(
        connection="lora", settings=msgspec.convert(settings, Settings), devices=DEVICES
    )


def uplink(payload: str, dev_eui: str = EUI, port: int = 85) -> Message:
    document = {
        "time": AT.isoformat(),
        "deviceInfo": {"devEui": dev_eui},
        "fPort": port,
        "data": b64encode(bytes.fromhex(payload)).decode(),
        "rxInfo": [{"rssi": -80, "snr": 7.5}],
    }
    topic = f"application/a/device/{dev_eui}/event/up"
    return Message(payload=orjson.dumps(document), origin=topic, received_at=AT)


def values(message: Message, **settings: Any) -> dict[tuple[str, str], object]:
    return {
        (one.entity, one.attribute): one.value
        for one in decode(message, known(**settings))
        if isinstance(one, Observation)
    }


def test_a_bin_tells_how_it_is() -> None:
    assert values(uplink(FULL_REPORT)) == {
        (BIN, "batteryLevel"): 0.92,
        (BIN, "temperature"): 25.7,
        (BIN, "distance"): 2.116,
        (BIN, "status"): "ok",
    }


def test_what_is_seen_is_dated_by_the_network() -> None:
    seen = list(decode(uplink("0367 0101"), known()))
    assert seen == [
        Observation(
            entity=BIN,
            attribute="temperature",
            value=25.7,
            unit="CEL",
            observed_at=AT,
            source="lora",
        )
    ]


@pytest.mark.parametrize("name", [EUI, "milesight_em400_mud"])
def test_a_known_depth_turns_distance_into_filling(name: str) -> None:
    depths = {name: {"empty_m": 2.516, "full_m": 0.516}}
    assert values(uplink("0482 4408"), depths=depths)[BIN, "fillingLevel"] == 0.2


def test_the_depth_of_a_device_goes_before_that_of_its_profile() -> None:
    depths = {EUI: {"empty_m": 4.232}, "milesight_em400_mud": {"empty_m": 3}}
    assert values(uplink("0482 4408"), depths=depths)[BIN, "fillingLevel"] == 0.5


@given(some.floats(0, 20), some.floats(0.1, 10), some.floats(0, 0.99))
def test_a_container_is_never_emptier_than_empty_nor_fuller_than_full(
    distance_m: float, empty_m: float, share: float
) -> None:
    depth = Depth(empty_m=empty_m, full_m=share * empty_m)
    assert 0 <= filling_level(distance_m, depth) <= 1


def test_a_container_that_is_full_below_its_bottom_cannot_be_configured() -> None:
    with pytest.raises(msgspec.ValidationError, match="full_m"):
        known(depths={EUI: {"empty_m": 1, "full_m": 2}})


def test_the_radio_is_kept_where_it_is_wanted() -> None:
    seen = values(uplink("0175 64"), radio=True)
    assert (seen[SENSOR, "rssi"], seen[SENSOR, "snr"]) == (-80, 7.5)


def test_an_unknown_device_is_refused_and_the_technician_told_what_to_add() -> None:
    with pytest.raises(Malformed, match="add a Device with serialNumber ffffffffffff"):
        list(decode(uplink("0175 64", "FF" * 8), known()))


def test_a_device_with_an_unknown_profile_is_told_which_there_are() -> None:
    with pytest.raises(Malformed, match="acme_9000; there are: bosch_tps110, dragino"):
        list(decode(uplink("00", "00" * 8), known()))


def test_a_payload_nobody_understands_is_kept_in_full_in_the_reason() -> None:
    with pytest.raises(Malformed, match=r"milesight_em400_mud 24e1.*cut short") as told:
        list(decode(uplink("0367 01"), known()))
    assert told.value.facts == {"dev_eui": EUI, "port": 85, "payload": "036701"}


def test_one_bad_channel_refuses_the_whole_payload() -> None:
    with pytest.raises(Malformed):
        next(decode(uplink("0175 64 9999"), known()))


def test_a_status_of_the_network_is_the_battery_of_the_asset() -> None:
    document = {
        "time": AT.isoformat(),
        "deviceInfo": {"devEui": EUI},
        "margin": 5,
        "batteryLevel": 50,
    }
    message = Message(
        payload=orjson.dumps(document), origin="x?event=status", received_at=AT
    )
    assert values(message) == {(BIN, "batteryLevel"): 0.5}


def command(name: str = "setDimLevel", value: object = 0.4) -> Command:
    return Command(
        entity=LAMP, name=name, value=value, expires_at=AT, source="rule", id=ID
    )


def test_a_lamp_is_dimmed_through_chirpstack_and_its_answer_settles_it() -> None:
    sent = encode(command(), DEVICES[LAMP_EUI], known(application="a1"))
    assert sent.origin == f"application/a1/device/{LAMP_EUI}/command/down"
    told = orjson.loads(sent.payload)
    answer = {
        "time": AT.isoformat(),
        "deviceInfo": {"devEui": LAMP_EUI},
        "queueItemId": told["id"],
        "acknowledged": True,
    }
    message = Message(
        payload=orjson.dumps(answer),
        origin=f"application/a1/device/{LAMP_EUI}/event/ack",
        received_at=AT,
    )
    [settled] = decode(message, known())
    assert isinstance(settled, Settled)
    assert settled.command == ID


def test_a_lamp_is_dimmed_through_the_things_stack() -> None:
    settings = {"network": "things_stack", "application": "lamps@ttn"}
    sent = encode(command(), DEVICES[LAMP_EUI], known(**settings))
    assert sent.origin == f"v3/lamps@ttn/devices/eui-{LAMP_EUI}/down/push"
    answer = {
        "end_device_ids": {"dev_eui": LAMP_EUI},
        "downlink_ack": orjson.loads(sent.payload)["downlinks"][0],
    }
    message = Message(payload=orjson.dumps(answer), origin="v3/x", received_at=AT)
    [settled] = decode(message, known())
    assert isinstance(settled, Settled)
    assert settled.command == ID


def test_a_sensor_takes_no_commands() -> None:
    with pytest.raises(Malformed, match="takes no orders"):
        encode(command(), DEVICES[EUI], known(application="a1"))


def test_a_connection_without_an_application_cannot_send() -> None:
    with pytest.raises(NotFound, match="application"):
        encode(command(), DEVICES[LAMP_EUI], known())


def test_why_a_device_is_told_nothing_is_said_by_language_and_names_nobody() -> None:
    unknown = msgspec.structs.replace(DEVICES[LAMP_EUI], profile="Teapot 3")
    for device, settings in (
        (DEVICES[EUI], {"application": "a1"}),
        (unknown, {"application": "a1"}),
        (DEVICES[LAMP_EUI], {}),
    ):
        with pytest.raises((Malformed, NotFound)) as refused:
            encode(command(), device, known(**settings))
        says = said_by(refused.value)
        assert says.keys() >= {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
        for text in says.values():
            assert device.serial not in text
            assert device.profile not in text


def test_settings_of_the_link_may_stand_beside_those_of_the_gate() -> None:
    topics = ["application/+/device/+/event/+"]
    assert known(topics=topics).settings.topics == topics
    with pytest.raises(msgspec.ValidationError, match="depht"):
        known(depht={})
