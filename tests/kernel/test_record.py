"""What recording does to the ledger and to the present."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel import writer
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Conflict, Malformed, Unavailable
from mesto.kernel.model import SCOPE, TYPE, Kind, Observation, Value

pytestmark = pytest.mark.anyio

Seen = Callable[..., Observation]

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
BIN = "urn:ngsi-ld:WasteContainer:1"


async def now_of(city: City, attribute: str = "fillingLevel") -> Value:
    return (await city.present([BIN]))[BIN].value(attribute)


async def history_of(city: City) -> list[float]:
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select number from ledger where number is not null "
            "order by observed_at, position"
        )
    return [row["number"] for row in rows]


async def test_recording_twice_is_recording_once(city: City, seen: Seen) -> None:
    first = await city.record([seen(0.1, observed_at=NOON)])
    second = await city.record(
        [seen(0.1, observed_at=NOON), seen(0.2, observed_at=NOON)]
    )
    third = await city.record([seen(0.2, observed_at=NOON)])
    assert (first.recorded, second.recorded, third.recorded) == (1, 1, 0)
    assert await history_of(city) == [0.1, 0.2]


async def test_the_same_twice_in_one_call_is_one(city: City, seen: Seen) -> None:
    await city.record([seen(0.1, observed_at=NOON)] * 3)
    assert await history_of(city) == [0.1]


async def test_an_older_observation_leaves_the_present_as_it_is(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.7, observed_at=NOON)])
    await city.record([seen(0.2, observed_at=NOON - timedelta(hours=1))])
    assert await now_of(city) == 0.7
    assert await history_of(city) == [0.2, 0.7]


async def test_out_of_order_in_one_call_the_newest_is_the_present(
    city: City, seen: Seen
) -> None:
    minutes = (3, 1, 5, 2)
    await city.record(
        [seen(m / 10, observed_at=NOON + timedelta(minutes=m)) for m in minutes]
    )
    assert await now_of(city) == 0.5


async def test_a_year_late_is_kept_where_it_belongs(city: City, seen: Seen) -> None:
    await city.record([seen(0.7, observed_at=NOON)])
    late = NOON.replace(year=NOON.year - 1)
    assert (await city.record([seen(0.3, observed_at=late)])).recorded == 1
    assert await history_of(city) == [0.3, 0.7]
    assert await now_of(city) == 0.7


async def test_a_month_is_opened_once_for_all_who_write_into_it_at_once(
    city: City, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[datetime] = []
    open_month = city.database.open_month

    async def noted(schema: str, month: datetime) -> None:
        opened.append(month)
        await open_month(schema, month)

    monkeypatch.setattr(city.database, "open_month", noted)
    calls = ([seen(n / 100, observed_at=NOON.replace(second=n))] for n in range(50))
    receipts = await asyncio.gather(*(city.record(told) for told in calls))
    assert [one.recorded for one in receipts] == [1] * 50
    assert len(opened) == len(set(opened))
    assert NOON.replace(day=1, hour=0) in opened


async def test_what_is_dated_tomorrow_does_not_block_today(
    city: City, seen: Seen
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await city.record([seen(0.9, observed_at=tomorrow)])
    assert await now_of(city) == 0.9
    await city.record([seen(0.4, observed_at=datetime.now(UTC))])
    assert await now_of(city) == 0.4


async def test_a_statement_about_now_replaces_a_newer_measurement(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.7, observed_at=NOON)])
    await city.record([seen(0.2, observed_at=NOON - timedelta(days=1))], current=True)
    assert await now_of(city) == 0.2


async def test_stating_again_what_held_before_holds_again(
    city: City, seen: Seen
) -> None:
    for value in (0.1, 0.2, 0.1):
        await city.record([seen(value, observed_at=NOON)], current=True)
    assert await now_of(city) == 0.1


@pytest.mark.parametrize(
    "value",
    [True, False, 7, -1.5, 2**60, "text", [1, "a", None], {"a": {"b": []}}, ""],
)
async def test_any_json_comes_back_as_it_went_in(
    city: City, seen: Seen, value: object
) -> None:
    await city.record([seen(value)])
    back = await now_of(city)
    assert back == value
    assert isinstance(back, bool) is isinstance(value, bool)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "zero\0", {1j}])
async def test_what_cannot_be_kept_is_refused(
    city: City, seen: Seen, value: object
) -> None:
    with pytest.raises(Malformed):
        await city.record([seen(value)])


async def test_instances_of_one_attribute_live_side_by_side(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.1), seen(0.9, dataset="urn:ngsi-ld:Dataset:radar")])
    found = (await city.present([BIN]))[BIN].attributes
    assert [(one.dataset, one.value) for one in found] == [
        (None, 0.1),
        ("urn:ngsi-ld:Dataset:radar", 0.9),
    ]


async def test_an_entity_is_what_its_urn_says_until_told_otherwise(
    city: City, seen: Seen
) -> None:
    receipt = await city.record([seen()])
    assert receipt.created == {BIN}
    assert (await city.present([BIN]))[BIN].types == ("WasteContainer",)
    await city.record([seen(["Bin", "WasteContainer"], attribute=TYPE)])
    await city.record([seen(["/Old town"], attribute=SCOPE)])
    entity = (await city.present([BIN]))[BIN]
    assert (entity.types, entity.scopes) == (("Bin", "WasteContainer"), ("/Old town",))


async def test_a_deleted_attribute_is_gone_and_its_history_is_not(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.5, observed_at=NOON)])
    await city.record([seen(None, deleted=True)])
    assert await now_of(city) is None
    assert await history_of(city) == [0.5]


async def test_late_data_do_not_bring_a_deleted_attribute_back(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.5, observed_at=NOON)])
    await city.record([seen(None, deleted=True)])
    await city.record([seen(0.6, observed_at=NOON + timedelta(hours=1))])
    assert await now_of(city) is None


async def test_a_deleted_entity_begins_anew(city: City, seen: Seen) -> None:
    await city.record([seen(0.5), seen(1, attribute="depth")])
    await city.record([seen(None, attribute=TYPE, deleted=True)])
    assert await city.present([BIN]) == {}
    await city.record([seen(0.4, observed_at=NOON)])
    assert await city.present([BIN]) == {}, "what came late is history"
    receipt = await city.record([seen(0.1)])
    assert receipt.created == {BIN}
    assert [a.name for a in (await city.present([BIN]))[BIN].attributes] == [
        "fillingLevel"
    ]


async def test_a_call_with_an_unmet_expectation_writes_nothing(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.5)])
    with pytest.raises(Conflict):
        await city.record(
            [seen(0.9), seen(1, attribute="depth")],
            current=True,
            expect=[Expect(entity=BIN, exists=False)],
        )
    assert await now_of(city) == 0.5
    assert await now_of(city, "depth") is None


async def test_of_two_who_change_what_they_read_one_must_read_again(
    city: City, seen: Seen
) -> None:
    await city.record([seen(0.5)])
    position = (await city.present([BIN]))[BIN].attributes[0].position
    expect = [Expect(entity=BIN, attribute="fillingLevel", position=position)]
    answers = await asyncio.gather(
        *(city.record([seen(v)], current=True, expect=expect) for v in (0.6, 0.7)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1


async def test_of_many_who_create_the_same_entity_one_succeeds(
    city: City, seen: Seen
) -> None:
    made = [seen(["WasteContainer"], attribute=TYPE)]
    expect = [Expect(entity=BIN, exists=False)]
    answers = await asyncio.gather(
        *(city.record(made, current=True, expect=expect) for _ in range(20)),
        return_exceptions=True,
    )
    assert sum(not isinstance(answer, Conflict) for answer in answers) == 1


async def test_writers_of_the_same_rows_do_not_stop_each_other(
    city: City, seen: Seen
) -> None:
    def batch(turn: int) -> list[Observation]:
        many = [
            seen(turn, entity=f"urn:ngsi-ld:WasteContainer:{n}", observed_at=NOON)
            for n in range(200)
        ]
        return many if turn % 2 else many[::-1]

    receipts = await asyncio.gather(*(city.record(batch(turn)) for turn in range(40)))
    assert sum(receipt.recorded for receipt in receipts) == 40 * 200


async def test_one_bad_call_does_not_spoil_the_others(city: City, seen: Seen) -> None:
    bad = seen({"type": "Point", "coordinates": "here"}, kind=Kind.GEO_PROPERTY)
    answers = await asyncio.gather(
        city.record([seen(0.1)]),
        city.record([bad]),
        city.record([seen(1, attribute="x", unit="a\0b")]),
        city.record([seen(2, attribute="depth")]),
        return_exceptions=True,
    )
    assert [isinstance(answer, Malformed) for answer in answers] == [
        False,
        True,
        True,
        False,
    ]
    assert await now_of(city, "depth") == 2


async def test_beyond_capacity_writers_are_told_to_come_back(
    city: City, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "ROWS_WAITING", 50)
    batches = [
        [seen(n, attribute=f"a{turn}", entity=f"urn:ngsi-ld:X:{n}") for n in range(20)]
        for turn in range(20)
    ]
    await city.record(batches[0])
    answers = await asyncio.gather(
        *(city.record(batch) for batch in batches), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, Unavailable)]
    assert refused
    assert refused[0].facts == {"retry_after_s": 1, "busy": True}
    again = await asyncio.gather(city.record(batches[-1]))
    assert again[0].recorded in (0, 20)


async def test_an_observation_from_before_there_were_computers_is_kept(
    city: City, seen: Seen
) -> None:
    await city.record([seen(1, observed_at=datetime(1890, 1, 1, tzinfo=UTC))])
    await city.record([seen(2, observed_at=datetime(2222, 1, 1, tzinfo=UTC))])
    assert await history_of(city) == [1, 2]
