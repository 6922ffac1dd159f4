"""A moment is kept in UTC, and read however it was written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.moments import date_time, moment_in

NOON = datetime(2030, 6, 1, 12, tzinfo=UTC)
A_CENTURY = timedelta(days=36_525)


@given(st.timedeltas(-A_CENTURY, A_CENTURY), st.integers(-840, 840))
def test_what_is_written_is_read(since, minutes_ahead):
    at = (NOON + since).astimezone(timezone(timedelta(minutes=minutes_ahead)))
    assert moment_in(date_time(at)) == at


def test_a_moment_is_written_in_utc():
    there = NOON.astimezone(timezone(timedelta(hours=2)))
    assert date_time(there)["@value"] == "2030-06-01T12:00:00Z"


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2030-06-01T14:00:00+02:00", NOON),
        ("2030-06-01T12:00:00", NOON),
        ({"@type": "Date", "@value": "2030-06-01"}, NOON - timedelta(hours=12)),
        ("noon", None),
        (None, None),
        ([], None),
    ],
)
def test_a_moment_is_read_however_it_was_written(value, at):
    assert moment_in(value) == at
