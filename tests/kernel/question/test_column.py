import pytest

from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.question.column import LONGEST_TEXT, Column, Habit, Habits

pytestmark = pytest.mark.anyio


def seen(entity, attribute, value, **more):
    urn = f"urn:x:Lamp:{entity}"
    return Observation(
        entity=urn, attribute=attribute, value=value, source="test", **more
    )


@pytest.fixture
async def lamps(city):
    """Six lamps whose `said` is of every kind; one more says nothing."""
    said = [7.5, -3, "on", "on", True, {"@type": "Date", "@value": "2026-01-01"}]
    await city.record(
        one
        for number, value in enumerate([*said, None])
        for one in (seen(number, TYPE, ["Lamp"]), seen(number, "said", value))
    )


async def test_a_column_holds_what_everybody_says(city, lamps):
    del lamps
    values = await city.ask(Column(attribute="said"))
    assert sorted(values.numbers["number"].tolist()) == [-3.0, 7.5]
    said = {text: (truth, len(who)) for text, truth, who in values.texts}
    assert said == {"on": (False, 2), "true": (True, 1), "2026-01-01": (False, 1)}
    entities = [*values.numbers["entity"]]
    for _, _, who in values.texts:
        entities += [*who]
    assert len(set(entities)) == 6


async def test_a_long_text_is_cut(city):
    await city.record([seen(1, "said", "x" * 1_000)])
    ((text, _, _),) = (await city.ask(Column(attribute="said"))).texts
    assert text == "x" * LONGEST_TEXT


async def test_what_nobody_says_is_an_empty_column(city):
    values = await city.ask(Column(attribute="'; drop table present; --"))
    assert (len(values.numbers), values.texts) == (0, [])


async def test_what_was_deleted_or_belongs_to_a_data_set_is_not_in_a_column(city):
    await city.record(
        [
            seen(1, "said", 1),
            seen(2, "said", 2, dataset="urn:x:other"),
            seen(1, "said", None, deleted=True),
        ]
    )
    assert len((await city.ask(Column(attribute="said"))).numbers) == 0


async def test_habits_tell_what_a_type_says_and_in_which_unit(city, lamps):
    del lamps
    await city.record(
        [
            seen(0, "power", 40, unit="WTT"),
            seen(1, "power", 41, unit="WTT"),
            seen(2, "power", 0.04, unit="KWT"),
            seen(0, "since", "2026-01-01T00:00:00Z"),
            seen(0, "where", {"type": "Point"}, kind=Kind.JSON_PROPERTY),
            Observation(entity="urn:x:Bin:1", attribute="lid", value=1, source="test"),
        ]
    )
    habits = await city.ask(Habits(type="Lamp"))
    assert [one for one in habits if one.attribute == "power"] == [
        Habit("power", "number", "WTT", 2),
        Habit("power", "number", "KWT", 1),
    ]
    kinds = {one.attribute: one.kind for one in habits}
    assert kinds["since"] == "moment"
    assert kinds["where"] == "other"
    assert "lid" not in kinds
    assert {one.kind for one in habits if one.attribute == "said"} == {
        "number",
        "text",
        "truth",
        "other",
    }
