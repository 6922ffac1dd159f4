"""What is said of a work order, and what may follow what."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Conflict
from mesto.operations.work.order import FOLLOWS, Opening, check_moves, open_order
from mesto.operations.work.said import Item, Move, Note, State, Tick, say
from tests.stating import entity

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)
LAMP = entity("urn:ngsi-ld:Streetlight:1", NOON, {}, scopes=("/Liman",))


def order_that_is(state, since=NOON):
    said = {"state": state.value}
    return entity("urn:ngsi-ld:WorkOrder:1", since, said, source="person:jana")


def test_an_order_stands_in_the_district_of_what_it_is_about():
    opening = Opening(
        at=NOON,
        title="Change the lamp",
        checklist=(Item(at=NOON, id=ONE, text="Cut the power"),),
    )
    told = list(open_order("1", opening, LAMP, source="person:jana"))
    said = {one.attribute: one.value for one in told}
    assert said["refAsset"] == LAMP.id
    assert said["scope"] == ["/Liman"]
    assert said["state"] == "open"
    assert said["checklistItem"] == "Cut the power"
    assert {one.observed_at for one in told} == {NOON}


def test_opening_from_the_same_cause_is_opening_once():
    opening = Opening(at=NOON, title="Change the lamp")
    first, second = (list(open_order("1", opening, LAMP, source="x")) for _ in "ab")
    assert first == second


def test_what_two_say_at_once_stands_side_by_side():
    (mine,) = say("1", Note(at=NOON, id=ONE, text="No ladder"), source="a")
    (theirs,) = say("1", Note(at=NOON, id=OTHER, text="No ladder"), source="b")
    assert mine.dataset != theirs.dataset


def test_ticking_says_of_which_item():
    (item,) = say("1", Item(at=NOON, id=ONE, text="Cut the power"), source="a")
    (tick,) = say("1", Tick(at=NOON, id=ONE, done=True), source="a")
    assert (item.dataset, item.attribute) != (tick.dataset, tick.attribute)
    assert item.dataset == tick.dataset


@given(st.sampled_from(State), st.sampled_from(State), st.integers(-9, 9))
def test_a_state_follows_what_it_may_follow_and_history_is_not_refused(now, to, later):
    move = Move(at=NOON + timedelta(minutes=later), to=to)
    allowed = now == to or later < 0 or to in FOLLOWS[now]
    if allowed:
        check_moves(order_that_is(now), [move])
    else:
        with pytest.raises(Conflict, match=str(now)):
            check_moves(order_that_is(now), [move])


def test_work_that_was_done_is_done_though_it_was_called_off():
    check_moves(order_that_is(State.CANCELLED), [Move(at=NOON, to=State.DONE)])


def test_what_a_phone_did_one_after_the_other_may_come_at_once():
    started = Move(at=NOON + timedelta(minutes=1), to=State.IN_PROGRESS)
    paused = Move(at=NOON + timedelta(minutes=9), to=State.PAUSED)
    check_moves(order_that_is(State.OPEN), [started, paused])
    with pytest.raises(Conflict, match="is open"):
        check_moves(order_that_is(State.OPEN), [paused])
