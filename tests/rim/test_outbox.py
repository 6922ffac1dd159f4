"""Who orders little is not kept waiting, and an asset hears everything in order."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.model import Command
from mesto.rim.outbox import Outbox

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def command(number: int, entity: str, source: str) -> Command:
    return Command(
        id=str(number),
        entity=entity,
        name="setDimLevel",
        value=0.5,
        expires_at=LATER,
        source=source,
    )


@st.composite
def orders(draw: st.DrawFn) -> list[Command]:
    said = draw(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz"))))
    return [command(number, *one) for number, one in enumerate(said)]


@given(orders(), st.integers(1, 5))
def test_everything_leaves_once_and_an_asset_is_told_in_order(
    ordered: list[Command], most: int
) -> None:
    outbox = Outbox()
    for one in [*ordered, *ordered]:
        outbox.put(one)
    assert len(outbox) == len(ordered)
    left: list[Command] = []
    while lots := outbox.take(most):
        assert all(len({one.entity for one in lot}) == 1 for lot in lots)
        left += [one for lot in lots for one in lot]
    assert sorted(left, key=lambda one: int(one.id)) == ordered
    for entity in "abcdef":
        told = [one for one in left if one.entity == entity]
        assert told == [one for one in ordered if one.entity == entity]
    assert len(outbox) == 0


@given(st.integers(1, 300), st.integers(2, 50))
def test_who_orders_little_goes_with_the_next_ones(crowd: int, most: int) -> None:
    outbox = Outbox()
    for number in range(crowd):
        outbox.put(command(number, f"lamp{number}", "lighting"))
    outbox.put(command(-1, "other", "person:eva"))
    assert "-1" in [one.id for lot in outbox.take(most) for one in lot]


def test_an_urgent_word_does_not_overtake_what_the_same_lamp_was_told_before() -> None:
    outbox = Outbox()
    for number in range(100):
        outbox.put(command(number, f"lamp{number}", "lighting"))
    outbox.put(command(100, "lamp99", "person:eva"))
    (lot,) = [lot for lot in outbox.take(4) if lot[0].entity == "lamp99"]
    assert [one.id for one in lot] == ["99", "100"]


def test_what_has_left_may_wait_again() -> None:
    outbox = Outbox()
    for _ in range(2):
        outbox.put(command(1, "lamp", "lighting"))
        assert len(outbox.take(5)) == 1
