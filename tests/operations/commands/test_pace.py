"""How the many of one person leave room for everybody else."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.commands.many.bulk import joined, targets_of
from mesto.operations.commands.many.pace import (
    AT_A_LOOK,
    Queue,
    room_for,
    share,
    turns,
)

QUEUES = st.lists(
    st.builds(Queue, st.uuids(), st.sampled_from("abcd"), st.integers(0, 50)),
    max_size=8,
    unique_by=lambda queue: queue.bulk,
)


@given(QUEUES, st.integers(0, 40))
def test_no_more_is_given_than_there_is_room_for_and_no_room_is_wasted(queues, room):
    granted = turns(queues, room)
    wanted = {queue.bulk: queue.waiting for queue in queues}
    assert sum(granted.values()) == min(room, sum(wanted.values()))
    assert all(0 < count <= wanted[bulk] for bulk, count in granted.items())


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60)), st.integers(0, 100))
def test_who_wants_more_gets_no_less_and_nobody_envies(wanted, room):
    granted = share(wanted, room)
    for name, count in granted.items():
        if count < wanted[name]:
            assert count >= max(granted.values()) - 1


def test_whoever_ordered_first_does_not_keep_others_waiting():
    long, short = Queue(uuid4(), "eva", 5000), Queue(uuid4(), "jan", 3)
    assert turns([long, short], 20) == {long.bulk: 17, short.bulk: 3}


def test_of_one_person_the_oldest_comes_first():
    first, second = Queue(uuid4(), "eva", 15), Queue(uuid4(), "eva", 15)
    assert turns([first, second], 20) == {first.bulk: 15, second.bulk: 5}


@given(st.integers(0, 10_000))
def test_what_no_gate_takes_slows_it_down(unsent):
    assert 0 <= room_for(unsent) <= AT_A_LOOK
    assert room_for(unsent + 1) <= room_for(unsent)


@given(st.uuids(), st.lists(st.text(min_size=1, max_size=4)))
def test_each_is_told_once_and_always_by_the_same_command(bulk, entities):
    first, again = (targets_of(bulk, entities, {}) for _ in range(2))
    assert first == again
    assert {one.entity for one in first} == set(entities)
    assert len({one.command for one in first}) == len(set(entities)) == len(first)


def test_equal_reasons_are_one_the_most_frequent_first():
    dark, broken = {"en": "Dark.", "cs": "Tma."}, {"en": "Broken."}
    turned = dict(reversed(dark.items()))
    assert joined([broken, dark, turned]) == [(dark, 2), (broken, 1)]
