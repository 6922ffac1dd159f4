"""What several phones said of an order without a network, brought to the ledger."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from mesto.kernel.city import City
from mesto.kernel.model import Observation
from mesto.operations.work.order import Opening, open_order
from mesto.operations.work.said import (
    PREFIX,
    Assign,
    Item,
    Material,
    Move,
    Note,
    Plan,
    Said,
    State,
    Tick,
    Time,
    say,
)

pytestmark = pytest.mark.anyio

MORNING = datetime(2026, 6, 1, 6, tzinfo=UTC)
ITEM = UUID(int=1)
OPENING = Opening(
    at=MORNING,
    title="Change the lamp",
    checklist=(Item(at=MORNING, id=ITEM, text="Cut the power"),),
)


def later(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


#: What each device said while it had no network.
IVANS: Sequence[Said] = (
    Move(at=later(10), to=State.IN_PROGRESS),
    Tick(at=later(20), id=ITEM, done=True),
    Note(at=later(21), id=UUID(int=2), text="No ladder"),
    Move(at=later(40), to=State.DONE),
)
PETRAS: Sequence[Said] = (
    Note(at=later(21), id=UUID(int=3), text="No ladder"),
    Tick(at=later(15), id=ITEM, done=False),
    Time(at=later(30), id=UUID(int=4), minutes=25),
    Material(at=later(31), id=UUID(int=5), name="LED 40 W", amount=1, unit="pcs"),
)
OFFICES: Sequence[Said] = (
    Plan(at=later(5), title="Change the lamp at the school"),
    Assign(at=later(35), to="crew:light"),
)
DEVICES = {"ivan": IVANS, "petra": PETRAS, "office": OFFICES}


def told(name: str, device: str) -> list[Observation]:
    source = f"person:{device}"
    return [one for said in DEVICES[device] for one in say(name, said, source=source)]


async def merged(city: City, name: str, devices: Sequence[str]) -> set[object]:
    """Bring an order and what devices said to the ledger; return how it stands."""
    await city.record(list(open_order(name, OPENING, None, source="person:jana")))
    for device in devices:
        await city.record(told(name, device))
    order = (await city.present([PREFIX + name]))[PREFIX + name]
    return {
        (one.name, one.dataset, repr(one.value), one.source, one.observed_at)
        for one in order.attributes
    }


async def test_an_order_is_the_same_whichever_phone_comes_home_first(
    city: City,
) -> None:
    first, *others = [
        await merged(city, f"w-{number}", devices)
        for number, devices in enumerate(permutations(DEVICES))
    ]
    assert all(other == first for other in others)
    stands = {(name, value) for name, _, value, *_ in first}
    assert {("state", "'done'"), ("checklistDone", "True")} <= stands
    assert ("title", "'Change the lamp at the school'") in stands
    assert sum(name == "note" for name, *_ in first) == 2


async def test_what_is_brought_again_after_a_lost_answer_changes_nothing(
    city: City,
) -> None:
    once = await merged(city, "w-1", ["ivan", "petra"])
    again = await merged(city, "w-2", ["ivan", "ivan", "petra", "ivan", "petra"])
    assert again == once
