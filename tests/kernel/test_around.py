"""Who must be quick reads what lies around some entities by one question."""

import pytest

from mesto.kernel.model import TYPE, Kind, Observation

pytestmark = pytest.mark.anyio

LAMP, STREET, FLOOR = (
    f"urn:ngsi-ld:{one}:1" for one in ("Streetlight", "RoadSegment", "LightingFloor")
)


def said(entity, attribute, value, kind=Kind.PROPERTY):
    return Observation(
        entity=entity, attribute=attribute, value=value, kind=kind, source="test"
    )


@pytest.fixture
async def street(city):
    await city.record(
        [
            *(said(urn, TYPE, [urn.split(":")[2]]) for urn in (LAMP, STREET, FLOOR)),
            said(LAMP, "refRoadSegment", STREET, Kind.RELATIONSHIP),
            said(LAMP, "powerRating", 40),
            said(LAMP, "note", "urn:ngsi-ld:Nobody:1"),
            said(STREET, "startNode", "urn:ngsi-ld:Node:1"),
            said("urn:ngsi-ld:Node:1", TYPE, ["Node"]),
        ]
    )
    return city


async def test_what_an_entity_leads_to_comes_along_and_what_lies_beside(street):
    found = await street.around(
        [LAMP, "urn:ngsi-ld:Nobody:2"], ["LightingFloor"], ["powerRating"]
    )
    assert found == await street.present([LAMP, STREET, FLOOR])


async def test_only_what_is_looked_at_and_what_leads_somewhere_is_read(street):
    await street.record([said(LAMP, "status", "ok"), said(STREET, "name", "Main")])
    found = await street.around([LAMP], [], ["name"])
    said_of = {urn: [one.name for one in had.attributes] for urn, had in found.items()}
    assert said_of == {LAMP: ["note", "refRoadSegment"], STREET: ["name", "startNode"]}


async def test_the_first_of_several_comes_along(street):
    others = ["urn:ngsi-ld:Node:1", FLOOR]
    await street.record([said(LAMP, "seenFrom", others, Kind.LIST_RELATIONSHIP)])
    found = await street.around([LAMP], [], [])
    assert found.keys() == {LAMP, STREET, others[0]}


async def test_what_is_gone_is_not_around(street):
    gone = Observation(
        entity=STREET, attribute=TYPE, value=None, deleted=True, source="test"
    )
    await street.record([gone])
    assert (await street.around([LAMP], [], [])).keys() == {LAMP}
