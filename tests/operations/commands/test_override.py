"""What holds for a while, and goes back."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Infeasible, Malformed
from mesto.kernel.model import Command
from mesto.operations.commands.override import (
    Back,
    Terms,
    begin,
    check_until,
    ending,
)

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def command(value):
    return Command(
        id=str(uuid4()),
        entity="urn:ngsi-ld:Streetlight:1",
        name="setDimLevel",
        value=value,
        source="person:eva",
        expires_at=NOON + MINUTE,
    )


def test_nothing_is_known_to_go_back_to():
    with pytest.raises(Infeasible) as refused:
        begin(command(1), Terms(until=NOON), NOON, running=None, before=None)
    assert set(refused.value.facts["says"]) >= {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}


@pytest.mark.parametrize("until", [NOON, NOON - MINUTE, NOON + timedelta(days=400)])
def test_an_end_lies_ahead_and_not_too_far(until):
    with pytest.raises(Malformed):
        check_until(until, NOON)


def test_the_end_is_one_command_however_often_it_is_ordered():
    terms = Terms(until=NOON + MINUTE, back=Back(None))
    begun = begin(command(1), terms, NOON, running=None, before=None)
    first, second = ending(begun, NOON), ending(begun, NOON + MINUTE)
    assert first.id == second.id != str(begun.id)
    assert first.value is None


#: What people do: order a value, for a while or for good, or let what runs end.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("for a while"), st.integers(1, 9)),
        st.tuples(st.just("for good"), st.integers(1, 9)),
        st.tuples(st.just("end"), st.just(0)),
    ),
    max_size=12,
)


@given(st.integers(1, 9), STEPS)
def test_whatever_people_do_for_a_while_the_last_that_was_for_good_comes_back(
    first, steps
):
    for_good, now_holds, running = first, first, None
    for step, value in steps:
        if step == "end":
            if running is not None:
                now_holds, running = ending(running, NOON).value, None
                assert now_holds == for_good
            continue
        terms = Terms(until=NOON + MINUTE if step == "for a while" else None)
        before = Back(now_holds)
        running = begin(command(value), terms, NOON, running=running, before=before)
        now_holds = value
        if step == "for good":
            assert running is None
            for_good = value
        else:
            assert running is not None
            assert running.back.value == for_good
