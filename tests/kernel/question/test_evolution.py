from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mesto.kernel.city import City
from mesto.kernel.model import SCOPE, TYPE, Kind, Observation, Value
from mesto.kernel.question.aggregate import Span, Totals
from mesto.kernel.question.condition import Compare, OfType, Operator, Path, Place
from mesto.kernel.question.condition import Relation as Lies
from mesto.kernel.question.evolution import Evolutions
from mesto.kernel.question.find import Find
from mesto.kernel.question.memory import OneInstance, Remembered
from mesto.kernel.question.window import Clock, Window

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BUS = "urn:x:Bus:1"


def seen(attribute: str, value: Value, minute: int | None = None) -> Observation:
    return Observation(
        entity=BUS,
        attribute=attribute,
        value=value,
        kind=Kind.GEO_PROPERTY if attribute == "location" else Kind.PROPERTY,
        observed_at=None if minute is None else NOON + minute * MINUTE,
        source="test",
    )


def at(lon: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, 50.0]}


HISTORY = [
    seen(TYPE, ["Bus"]),
    *[seen("speed", 10 * minute, minute) for minute in range(6)],
    seen("doors", "open", 0),
    seen("doors", "shut", 2),
    seen("lit", value=True, minute=1),
    seen("location", at(14), 0),
    seen("location", at(15), 5),
]


async def speeds(city: City, **asked: Any) -> list[Value]:
    question = Evolutions(urns=(BUS,), **asked)
    past = (await city.ask(question)).get(BUS)
    instances = past.instances if past else ()
    return [i.attribute.value for i in instances if i.attribute.name == "speed"]


async def test_the_past_is_read_by_time_and_number(city: City) -> None:
    await city.record(HISTORY)
    assert await speeds(city) == [0, 10, 20, 30, 40, 50]
    assert await speeds(city, limit=2) == [0, 10]
    assert await speeds(city, limit=2, newest=True) == [50, 40]
    after, before = Window(after=NOON + 3 * MINUTE), Window(before=NOON + MINUTE)
    assert await speeds(city, window=after) == [40, 50]
    assert await speeds(city, window=before) == [0]
    between = Window(since=NOON + MINUTE, before=NOON + 3 * MINUTE)
    assert await speeds(city, window=between) == [10, 20]
    assert await speeds(city, attributes=("doors",)) == []
    assert await speeds(city, datasets=("urn:x:other",)) == []
    assert await speeds(city, datasets=("",)) == [0, 10, 20, 30, 40, 50]
    recorded = Window(clock=Clock.MODIFIED_AT, after=NOON)
    assert len(await speeds(city, window=recorded)) == 6


async def test_what_is_no_more_has_a_past_and_a_type(city: City) -> None:
    await city.record(HISTORY)
    gone = Observation(entity=BUS, attribute="speed", deleted=True, source="test")
    await city.record([gone], current=True)
    window = Window(clock=Clock.DELETED_AT)
    (past,) = (await city.ask(Evolutions(urns=(BUS,), window=window))).values()
    assert [(i.attribute.name, i.deleted) for i in past.instances] == [("speed", True)]
    await city.record(
        [Observation(entity=BUS, attribute=TYPE, deleted=True, source="t")]
    )
    (past,) = (await city.ask(Evolutions(urns=(BUS,)))).values()
    assert past.types == ("Bus",)
    assert past.deleted_at is not None
    assert len(past.instances) == 11


async def test_leaving_all_scopes_is_a_deletion(city: City) -> None:
    await city.record([seen(TYPE, ["Bus"]), seen(SCOPE, ["/a"])])
    left = Observation(entity=BUS, attribute=SCOPE, deleted=True, source="test")
    await city.record([left], current=True)
    window = Window(clock=Clock.DELETED_AT)
    (past,) = (await city.ask(Evolutions(urns=(BUS,), window=window))).values()
    assert [i.attribute.name for i in past.instances] == [SCOPE]


async def test_entities_are_found_by_what_they_were(city: City) -> None:
    await city.record(HISTORY)
    fast = Compare(Path("speed"), Operator.EQUAL, 30.0)
    early, late = Window(before=NOON + 3 * MINUTE), Window(after=NOON + 2 * MINUTE)
    here = Place(Lies.NEAR, at(14), at_most_m=10)

    async def found(find: Find) -> bool:
        return (await city.ask(find)).urns == (BUS,)

    assert await found(Find(where=fast, past=late))
    assert not await found(Find(where=fast, past=early))
    assert await found(Find(where=OfType("Bus"), past=late, attributes=("location",)))
    assert not await found(Find(past=late, attributes=("doors",)))
    assert not await found(Find(past=Window(after=NOON + 9 * MINUTE)))
    assert await found(Find(past=early, place=here))
    assert not await found(Find(past=late, place=here))


async def test_totals_are_reckoned_stretch_by_stretch(city: City) -> None:
    await city.record(HISTORY)
    span = await city.ask(Span(urns=(BUS,), attributes=("speed",)))
    assert span == (NOON, NOON + 5 * MINUTE)
    edges = (NOON, NOON + 4 * MINUTE)
    totals = (await city.ask(Totals(urns=(BUS,), edges=edges)))[BUS]
    first, second = [one for one in totals if one.attribute == "speed"]
    assert (first.stretch, first.count, first.sum, first.mean) == (0, 4, 60, 15)
    assert (first.least, first.greatest, first.squares) == (0, 30, 1400)
    assert second.deviation == 5
    (doors,) = [one for one in totals if one.attribute == "doors"]
    assert (doors.least, doors.greatest, doors.sum) == ("open", "shut", None)
    (lit,) = [one for one in totals if one.attribute == "lit"]
    assert (lit.sum, lit.distinct) == (1, 1)
    assert await city.ask(Span(urns=("urn:x:none",))) is None


async def test_a_correction_keeps_its_place_and_reaches_the_present(city: City) -> None:
    await city.record(HISTORY)
    (past,) = (await city.ask(Evolutions(urns=(BUS,), attributes=("speed",)))).values()
    last = past.instances[-1].attribute
    right = seen("speed", 55, 5)
    assert await city.correct([right, seen("speed", 99, 77)]) == 1
    assert await city.correct([right]) == 0
    assert await speeds(city) == [0, 10, 20, 30, 40, 55]
    place = OneInstance(urn=BUS, attribute="speed", position=last.position)
    corrected = await city.ask(place)
    assert corrected is not None
    assert corrected.value == 55
    assert (await city.present([BUS]))[BUS].value("speed") == 55


async def test_what_was_erased_is_not_remembered(city: City) -> None:
    await city.record(HISTORY)
    assert await city.ask(Remembered(BUS))
    await city.erase(BUS)
    assert not await city.ask(Remembered(BUS))
    assert not await city.ask(Remembered("urn:x:none"))
