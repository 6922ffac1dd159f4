"""Messages of devices whose clock is wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Observation
from mesto.kernel.table import Refused, Row, Seen
from mesto.rim.clocks import require_clock, without_days_to_come

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def seen(days):
    at = None if days is None else NOW + timedelta(days=days)
    return Observation(
        entity="urn:a:b:c", attribute="a", value=1, source="test", observed_at=at
    )


def test_what_was_seen_lately_is_believed():
    require_clock([seen(0), seen(None), seen(0.9), seen(-200)], NOW)


@pytest.mark.parametrize(
    ("days", "why"), [(366, "366 days from now"), (-365, "365 days ago")]
)
def test_a_clock_that_is_a_year_off_is_refused_with_the_reason(days, why):
    with pytest.raises(Malformed, match=why):
        require_clock([seen(0), seen(days)], NOW)


def test_a_table_may_bring_history_and_no_day_to_come():
    rows = [Seen(Row(n, "", {}), [seen(days)]) for n, days in enumerate((-900, 0, 9))]
    *believed, refused = without_days_to_come(rows, NOW)
    assert believed == rows[:2]
    assert isinstance(refused, Refused)
    assert refused.line == 2
