"""Who is told first, while much is to be told."""

from datetime import UTC, datetime

from mesto.domains.lighting.presence.following import Wish
from mesto.domains.lighting.presence.waiting import TOGETHER, Waiting

NOW = datetime(2030, 1, 15, 20, tzinfo=UTC)
MANY = [f"lamp{number}" for number in range(3 * TOGETHER)]


def rise(lamp):
    return Wish(lamp, 1.0, NOW, rises=True)


def rest(lamp):
    return Wish(lamp, 0.2, NOW)


def waiting(*wishes):
    some = Waiting()
    some.put(wishes)
    return some


def test_who_comes_waits_for_nobody_who_went():
    some = waiting(*map(rest, MANY), rise("bridge"))
    taken = some.take()
    assert taken == [rise("bridge"), *map(rest, MANY[:TOGETHER])]


def test_where_very_many_come_as_many_who_went_are_served():
    some = waiting(*map(rest, MANY), *(rise(f"new {lamp}") for lamp in MANY))
    assert len(some.take()) == 2 * len(MANY)
    assert len(some) == 0


def test_everything_is_told_once_and_in_turn():
    some = waiting(*map(rest, MANY))
    taken = []
    while some:
        taken += some.take()
    assert taken == [*map(rest, MANY)]


def test_while_nobody_comes_ever_more_are_told_at_once():
    some = waiting(*map(rest, MANY))
    assert [len(some.take()) for _ in range(2)] == [TOGETHER, 2 * TOGETHER]
    some.put([*map(rest, MANY), rise("bridge")])
    assert len(some.take()) == 1 + TOGETHER


def test_what_a_lamp_was_to_be_told_before_is_out_of_date():
    some = waiting(rest("lamp"), rise("lamp"))
    assert some.take() == [rise("lamp")]
    some.put([rise("lamp"), rest("lamp")])
    assert some.take() == [rest("lamp")]
    assert some.take() == []
