"""When things were said, by our clock, though a phone's own may be wrong."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.work.clock import TOLERANCE, Device, by_our_clock

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SLOWEST = timedelta(seconds=20)  #: between sending and receiving

moments = st.timedeltas(timedelta(), timedelta(days=1)).map(lambda one: NOON + one)
any_moment = st.datetimes(timezones=st.just(UTC))
offsets = st.timedeltas(timedelta(days=-400), timedelta(days=400))
delays = st.timedeltas(timedelta(), SLOWEST)


@given(st.lists(any_moment), st.none() | any_moment, moments, st.none() | moments)
def test_nothing_is_after_it_came_and_what_was_first_stays_first(
    times, clock, received, last
):
    told = by_our_clock(times, Device(clock, received), last)
    assert len(told) == len(times)
    assert all(one <= received for one in told)
    pairs = list(zip(times, told, strict=True))
    for one, its in pairs:
        for other, theirs in pairs:
            if one < other:
                assert its < theirs


@given(
    st.lists(moments, min_size=1),
    st.timedeltas(-TOLERANCE, TOLERANCE),
    st.timedeltas(timedelta(), timedelta(days=3)),
)
def test_a_clock_that_is_right_is_believed(times, off, later):
    received = max(times) + later
    assert by_our_clock(times, Device(received + off, received)) == times
    assert by_our_clock(times, Device(None, received)) == times


@given(
    st.lists(moments, min_size=1),
    offsets,
    delays,
    st.timedeltas(timedelta(), timedelta(days=3)),
)
def test_a_wrong_clock_is_put_right_as_exactly_as_sending_is_quick(
    times, off, delay, later
):
    sent = max(times) + later
    told = by_our_clock([t + off for t in times], Device(sent + off, sent + delay))
    error = max(abs(one - t) for one, t in zip(told, times, strict=True))
    assert error <= max(SLOWEST, TOLERANCE + SLOWEST)


@given(
    offsets,
    st.lists(
        st.tuples(st.timedeltas(timedelta(milliseconds=1), timedelta(hours=2)), delays),
        min_size=2,
        max_size=12,
    ),
    st.timedeltas(timedelta(), timedelta(days=3)),
)
def test_deeds_sent_one_by_one_stay_in_the_order_they_were_done(off, deeds, later):
    """However long each of them is on its way."""
    done = NOON
    times = [done := done + pause for pause, _ in deeds]
    sent, last, told = done + later, None, []
    for time, (_, delay) in zip(times, deeds, strict=True):
        received = sent + delay
        [last] = by_our_clock([time + off], Device(sent + off, received), last)
        told.append(last)
        sent = received + timedelta(milliseconds=1)
    assert told == sorted(set(told))


def test_a_clock_of_the_stone_age_is_no_trouble():
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    for clock in (first, last):
        told = by_our_clock([first, NOON, last], Device(clock, NOON), NOON)
        assert told[-1] <= NOON
