"""Single values as people and machines write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.kernel.reading import Clock, read_number, read_time
from tests.moments import moments

PRAGUE = "Europe/Prague"
PATTERN = "%d.%m.%Y %H:%M"


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("12", ".", 12),
        ("-0.5", ".", -0.5),
        ("+3", ".", 3),
        (".5", ".", 0.5),
        ("\u22125", ".", -5),
        ("1e3", ".", 1000.0),
        ("1,234.5", ".", 1234.5),
        ("1,234,567", ".", 1234567),
        ("12,5", ",", 12.5),
        ("1.234,5", ",", 1234.5),
        ("1\u00a0234,5", ",", 1234.5),
        ("1'234", ",", 1234),
    ],
)
def test_numbers_are_read_with_their_separators(text, decimal, number):
    assert read_number(text, field="f", decimal=decimal) == number


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1.234", ","),
        ("1,234", "."),
        ("1,5", "."),
        ("1 23", "."),
        ("", "."),
        ("٣", "."),
    ],
)
def test_a_number_in_doubt_is_refused(text, decimal):
    with pytest.raises(Malformed):
        read_number(text, field="f", decimal=decimal)


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_written_with_a_comma_is_the_same_number(number):
    text = f"{number:.6f}".replace(".", ",")
    assert read_number(text, field="f", decimal=",") == float(f"{number:.6f}")


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("2026-07-01T12:00:00+02:00", Clock()),
        ("2026-07-01T10:00:00Z", Clock(zone=PRAGUE)),
        ("2026-07-01 12:00", Clock(zone=PRAGUE)),
        ("1.7.2026 12:00", Clock(format=PATTERN, zone=PRAGUE)),
        (1782900000, Clock(format="epoch_s")),
        ("1782900000.0", Clock(format="epoch_s")),
        (1782900000000, Clock(format="epoch_ms")),
    ],
)
def test_one_moment_is_written_in_many_ways(written, clock):
    moment = read_time(written, clock, field="t")
    assert moment == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at_change", "hour"), [("before", 0), ("after", 1)], ids=["before", "after"]
)
def test_an_hour_that_happened_twice_is_read_with_the_offset_asked_for(at_change, hour):
    clock = Clock(format=PATTERN, zone=PRAGUE, at_change=at_change)
    moment = read_time("25.10.2026 02:30", clock, field="t")
    assert moment == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at_change", "hour"), [("before", 1), ("after", 0)], ids=["before", "after"]
)
def test_an_hour_that_never_was_is_read_with_the_offset_asked_for(at_change, hour):
    clock = Clock(format=PATTERN, zone=PRAGUE, at_change=at_change)
    moment = read_time("29.3.2026 02:30", clock, field="t")
    assert moment == datetime(2026, 3, 29, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "times"), [("25.10.2026 02:30", "twice"), ("29.3.2026 02:30", "never")]
)
def test_a_doubtful_local_time_is_refused_unless_told_otherwise(written, times):
    with pytest.raises(Malformed, match=times):
        read_time(written, Clock(format=PATTERN, zone=PRAGUE), field="t")


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("yesterday", Clock()),
        (12, Clock()),
        (True, Clock(format="epoch_s")),
        (1e300, Clock(format="epoch_ms")),
        ("0001-01-01T00:00:00+14:00", Clock()),
        ("31.2.2026 10:00", Clock(format=PATTERN)),
    ],
)
def test_what_is_no_time_is_refused(written, clock):
    with pytest.raises(Malformed):
        read_time(written, clock, field="t")


@given(
    moments(1990, 2060).map(lambda at: at.replace(tzinfo=None)),
    st.sampled_from(["Europe/Prague", "Europe/Belgrade", "America/New_York", "UTC"]),
    st.sampled_from(["before", "after"]),
)
def test_a_local_time_is_never_more_than_the_change_away(local, zone, at_change):
    clock = Clock(zone=zone, at_change=at_change)
    moment = read_time(local.isoformat(), clock, field="t")
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert abs(shown - local) <= timedelta(hours=1)
