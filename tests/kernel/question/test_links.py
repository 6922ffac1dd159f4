import pytest

from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.question.links import LinksOf, LinksTo

pytestmark = pytest.mark.anyio

CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-1"
FEEDER = "urn:ngsi-ld:StreetlightFeeder:V-1"
LAMPS = [f"urn:ngsi-ld:Streetlight:SL-{number}" for number in (1, 2)]
ISLE = "urn:ngsi-ld:WasteContainerIsle:S-1"
ALERT = "urn:ngsi-ld:Alert:1"


def seen(urn, attribute, value, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="test", **more
    )


def linked(urn, **links):
    yield seen(urn, TYPE, [urn.split(":")[2]])
    for name, target in links.items():
        yield seen(urn, name, target, Kind.RELATIONSHIP)


async def test_what_leads_to_an_entity_is_found_by_any_relationship(city):
    await city.record(
        [
            *linked(CABINET),
            *linked(FEEDER, refCabinet=CABINET),
            *linked(LAMPS[0], feederID=FEEDER, refCabinet=CABINET),
            *linked(LAMPS[1], feederID=FEEDER),
        ]
    )
    found = await city.ask(LinksTo(urn=CABINET))
    assert {(one.urn, one.attribute, *one.types) for one in found} == {
        (FEEDER, "refCabinet", "StreetlightFeeder"),
        (LAMPS[0], "refCabinet", "Streetlight"),
    }
    assert len(await city.ask(LinksTo(urn=FEEDER))) == 2
    assert len(await city.ask(LinksTo(urn=FEEDER, limit=1))) == 1


async def test_a_list_of_relationships_leads_to_each_of_its_members(city):
    await city.record(linked(ISLE, refWasteContainer=["urn:x:1", "urn:x:2"]))
    for urn in ("urn:x:1", "urn:x:2"):
        (found,) = await city.ask(LinksTo(urn=urn))
        assert found.urn == ISLE


async def test_a_property_that_names_an_entity_leads_to_it(city):
    await city.record([*linked(ALERT), seen(ALERT, "alertSource", CABINET)])
    (found,) = await city.ask(LinksTo(urn=CABINET))
    assert (found.urn, found.attribute) == (ALERT, "alertSource")
    await city.record([seen(ALERT, "alertSource", "somewhere")])
    assert await city.ask(LinksTo(urn=CABINET)) == []


async def test_what_was_taken_away_leads_nowhere(city):
    await city.record([*linked(LAMPS[0], feederID=FEEDER), *linked(LAMPS[1])])
    gone = seen(LAMPS[0], "feederID", None, Kind.RELATIONSHIP, deleted=True)
    await city.record([gone])
    assert await city.ask(LinksTo(urn=FEEDER)) == []
    await city.record(linked(LAMPS[1], feederID=FEEDER))
    await city.record([seen(LAMPS[1], TYPE, None, deleted=True)])
    assert await city.ask(LinksTo(urn=FEEDER)) == []


async def test_an_entity_tells_what_it_leads_to_and_its_name(city):
    await city.record([*linked(LAMPS[0], feederID=FEEDER), seen(LAMPS[0], "name", "A")])
    await city.record(linked(ISLE, refWasteContainer=["urn:x:1", "urn:x:2"]))
    found = await city.ask(LinksOf(urns=[LAMPS[0], ISLE, "urn:x:none"]))
    assert found[LAMPS[0]].links == {"feederID": [FEEDER]}
    assert found[LAMPS[0]].name == "A"
    assert found[ISLE].links == {"refWasteContainer": ["urn:x:1", "urn:x:2"]}
    assert found.keys() == {LAMPS[0], ISLE}
