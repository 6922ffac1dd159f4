"""A gateway is looked through, and believed at the second look."""

import msgspec
import orjson
import pytest

from mesto.gates.talq.announce import THERE, There
from mesto.gates.talq.finding import Finding

pytestmark = pytest.mark.anyio


class Talk:
    """A gateway that has these devices."""

    def __init__(self):
        self.devices = []

    async def get(self, resource, **_):
        listed = [{"address": one, "name": "x", "class": "y"} for one in self.devices]
        return orjson.dumps(listed if resource == "devices" else [])


async def test_devices_are_gone_once_two_looks_agree():
    talk, told = Talk(), []
    finding = Finding(talk, {}, told.append)

    async def look(*devices):
        talk.devices = [f"6a1c2f30-1111-4000-8000-00000000000{one}" for one in devices]
        told.clear()
        await finding.look([])
        found = [
            msgspec.json.decode(m.payload, type=There)
            for m in told
            if m.origin == THERE
        ]
        return [{one[-1] for one in told_of.gone} for told_of in found]

    assert await look("a", "b") == []
    assert await look("a", "b") == [set()]
    assert await look("a") == []
    assert not finding.is_sure
    assert await look("a", "b") == [], "it was not there for a moment only"
    assert await look("a") == []
    assert await look("a") == [{"b"}]
    assert await look("a") == []
    assert await look() == [], "a gateway is a device itself"
