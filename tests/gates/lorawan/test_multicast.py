"""Who is told together: only those who are all meant, each once."""

from base64 import b64decode
from datetime import UTC, datetime

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.lorawan.multicast import gather, groups_of
from mesto.gates.lorawan.settings import Multicast, Settings
from mesto.kernel.model import Command, Device
from mesto.kernel.plugin import Known
from mesto.kernel.radio import told_together

DUE = datetime(2026, 12, 1, 20, tzinfo=UTC)
EUIS = [f"70b3d50710{number:06x}" for number in range(12)]
groups = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(st.sampled_from(EUIS), unique=True, max_size=8),
    max_size=5,
)
values = st.sampled_from([0.2, 0.2, 0.201, 0.8, None, {"level": 0.2, "fade_s": 9}])


def device(eui, profile="NAS UL20xx"):
    return Device(serial=eui, entity=f"urn:ngsi-ld:Streetlight:{eui}", profile=profile)


DEVICES = {eui: device(eui) for eui in EUIS}


def known(groups_, network="chirpstack"):
    multicast = {
        name: Multicast(group=f"id-{name}", devices=devices, gateways=["gw-1"])
        for name, devices in groups_.items()
    }
    settings = Settings(multicast=multicast, network=network, application="town@x")
    return Known(connection="api", settings=settings, devices=DEVICES)


def order(eui, value):
    return Command(
        id=f"c-{eui}",
        entity=DEVICES[eui].entity,
        name="setDimLevel",
        value=value,
        expires_at=DUE,
        source="schedule:all",
    ), DEVICES[eui]


@given(groups, st.dictionaries(st.sampled_from(EUIS), values, max_size=12))
def test_nobody_obeys_what_was_not_ordered_of_it(groups_, wanted):
    orders = [order(eui, value) for eui, value in wanted.items()]
    for shared in gather(orders, known(groups_)):
        item = orjson.loads(shared.message.payload)["queueItem"]
        level = b64decode(item["data"])[-1] / 100
        name = shared.message.origin.split("/")[1].removeprefix("id-")
        for eui in groups_[name]:
            asked = wanted[eui]
            told = asked["level"] if isinstance(asked, dict) else asked
            assert round(told, 2) == level
            assert shared.shows[f"c-{eui}"] == ("illuminanceLevel", level)
        assert shared.shows.keys() == {f"c-{eui}" for eui in groups_[name]}


@given(
    st.frozensets(st.integers(0, 20)),
    st.dictionaries(st.text(max_size=2), st.frozensets(st.integers(0, 20)), max_size=6),
)
def test_everybody_is_told_and_never_by_more_messages_than_alone(wanted, groups_):
    chosen, left = told_together(wanted, groups_)
    told = left.union(*(groups_[name] for name in chosen))
    assert told == wanted
    assert len(chosen) + len(left) <= len(wanted)
    assert len(chosen) == len(set(chosen))


def test_a_group_of_the_things_stack_is_a_device_with_its_gateways():
    wanted = [order(eui, 0.5) for eui in EUIS[:3]]
    (shared,) = gather(wanted, known({"a": EUIS[:3]}, "things_stack"))
    assert shared.message.origin == "v3/town@x/devices/id-a/down/push"
    (downlink,) = orjson.loads(shared.message.payload)["downlinks"]
    assert downlink["confirmed"] is False
    assert downlink["class_b_c"] == {
        "gateways": [{"gateway_ids": {"gateway_id": "gw-1"}}]
    }


def test_a_group_with_a_device_nobody_knows_is_told_of_nobody():
    stranger = "ffffffffffffffff"
    found = groups_of(known({"a": EUIS[:2], "b": [EUIS[3], stranger]}))
    assert found == {"a": {DEVICES[one].entity for one in EUIS[:2]}}


@pytest.mark.parametrize("devices", [["70B3D50710000001"], ["x"], [EUIS[0], EUIS[0]]])
def test_a_group_of_what_is_no_dev_eui_or_twice_is_refused(devices):
    told = {"multicast": {"a": {"group": "g", "devices": devices}}}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(told, Settings)
