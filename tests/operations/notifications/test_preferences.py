"""Nobody is disturbed when they sleep, unless it burns; nothing waits for ever."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.operations.notifications.notice import SEVERITIES
from mesto.operations.notifications.preferences import (
    Preferences,
    check,
    due,
    is_quiet,
)

PRAGUE = ZoneInfo("Europe/Prague")
NIGHT = datetime(2025, 1, 10, 23, 30, tzinfo=PRAGUE)
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
QUIET = Preferences(quiet_from="22:00", quiet_until="06:30")


def local(at):
    return f"{at.astimezone(PRAGUE):%d %H:%M}"


def test_quiet_hours_end_in_the_morning():
    assert local(due(QUIET, "high", NIGHT, PRAGUE)) == "11 06:30"


def test_what_is_critical_breaks_the_quiet_unless_it_may_not():
    assert due(QUIET, "critical", NIGHT, PRAGUE) == NIGHT
    still = Preferences(quiet_from="22:00", quiet_until="06:30", critical_breaks=False)
    assert local(due(still, "critical", NIGHT, PRAGUE)) == "11 06:30"


def test_a_digest_comes_once_a_day_and_what_is_critical_at_once():
    daily = Preferences(digest_at="08:00")
    assert local(due(daily, "low", NIGHT, PRAGUE)) == "11 08:00"
    assert due(daily, "critical", NIGHT, PRAGUE) == NIGHT


def test_a_digest_of_a_quarter_of_an_hour_comes_at_the_quarter():
    often = Preferences(digest_minutes=15)
    at = NIGHT + timedelta(minutes=1)
    assert local(due(often, "low", at, PRAGUE)) == "10 23:45"


@pytest.mark.parametrize(
    ("wishes", "place"),
    [
        (Preferences(ways={"loud": ()}), ("ways",)),
        (Preferences(quiet_from="22:00"), ("quiet_until",)),
    ],
)
def test_wishes_without_sense_are_refused_where_they_stand(wishes, place):
    with pytest.raises(Malformed) as refused:
        check(wishes)
    assert refused.value.facts["place"] == place


clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


@given(
    at=st.integers(0, 2 * 365 * 24 * 60).map(
        lambda minutes: FIRST + timedelta(minutes=minutes)
    ),
    quiet=st.tuples(clocks, clocks),
    digest=st.one_of(st.just(""), clocks),
    minutes=st.sampled_from([0, 1, 15, 60, 1440]),
    severity=st.sampled_from(SEVERITIES),
)
def test_everything_is_due_within_two_days_and_never_in_the_quiet(
    at, quiet, digest, minutes, severity
):
    wishes = Preferences(
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        digest_at=digest,
        digest_minutes=minutes,
        critical_breaks=False,
    )
    told = due(wishes, severity, at, PRAGUE)
    assert at <= told <= at + timedelta(hours=51)
    assert not is_quiet(wishes, told, PRAGUE)
