"""When to poll, and what to send along."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.http_pull.settings import Settings, next_poll
from mesto.kernel.mapping import RecordMapping
from tests.moments import moments

MAPPING = RecordMapping(entity="urn:ngsi-ld:X:{id}", type="X")
NOON = datetime(2026, 5, 1, 12, 10, 30, tzinfo=UTC)


def test_polls_follow_each_other_by_the_interval_and_a_share_of_the_jitter():
    settings = Settings(mapping=MAPPING, every_s=60, jitter_s=10)
    assert next_poll(settings, NOON, 0.5) == NOON + timedelta(seconds=65)


@pytest.mark.parametrize(
    ("now", "hour", "minute"), [((12, 10), 12, 30), ((12, 30), 13, 0), ((23, 59), 0, 0)]
)
def test_polls_come_at_the_minutes_of_each_hour(now, hour, minute):
    settings = Settings(mapping=MAPPING, minutes=(30, 0))
    moment = next_poll(settings, datetime(2026, 5, 1, *now, tzinfo=UTC), 0)
    assert (moment.hour, moment.minute) == (hour, minute)


@given(
    moments(2000, 2050),
    st.sets(st.integers(0, 59), min_size=1),
)
def test_the_next_poll_is_always_ahead_and_within_the_hour(now, minutes):
    settings = Settings(mapping=MAPPING, minutes=tuple(minutes))
    ahead = next_poll(settings, now, 0) - now
    assert timedelta(0) < ahead <= timedelta(hours=1)


@pytest.mark.parametrize(
    "settings",
    [
        {"every_s": 0},
        {"every_s": float("nan")},
        {"minutes": [60]},
        {"jitter_s": -1},
        {"expected_every_s": 0},
    ],
)
def test_settings_without_sense_are_refused(settings):
    written = {"mapping": msgspec.to_builtins(MAPPING)} | settings
    with pytest.raises(msgspec.ValidationError, match=r"\$\.\w+"):
        msgspec.convert(written, Settings)
