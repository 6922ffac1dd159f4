"""The same energy is found where it was told twice, but for meters that begin anew."""

from datetime import UTC, datetime, timedelta

from mesto.domains.emobility.receipts.twice import Span, is_twice

NOON = datetime(2030, 6, 5, 12, tzinfo=UTC)


def span(hours: float, start_kwh: float, stop_kwh: float) -> Span:
    """Return a session of an hour that begins so many hours after noon."""
    begin = NOON + timedelta(hours=hours)
    return Span(begin, begin + timedelta(hours=1), start_kwh, stop_kwh)


def test_the_same_kwh_are_the_same_energy_whenever_they_are_told() -> None:
    one = span(0, 100, 110)
    for hours in (0, 0.5, 3, -3, 24):
        assert is_twice(one, span(hours, 100, 110), [])
        assert is_twice(one, span(hours, 105, 120), [])
        assert not is_twice(one, span(hours, 110, 120), [])


def test_who_comes_next_may_lap_over_by_rounding() -> None:
    one = span(0, 100, 110.06)
    assert not is_twice(one, span(3, 110, 120), [])
    assert is_twice(one, span(0.5, 110, 120), []), "nobody is next at the same time"


def test_a_meter_that_begins_anew_shows_the_same_again() -> None:
    one, later = span(0, 0, 10), span(3, 0, 8)
    assert not is_twice(later, one, [one.begin, later.begin])
    assert is_twice(span(0.5, 0, 8), one, [one.begin]), "it did not begin anew between"
    exchanged = NOON + timedelta(hours=5)
    assert not is_twice(span(6, 5, 9), one, [one.begin, exchanged])
    assert is_twice(span(6, 5, 9), one, [one.begin])


def test_another_meter_may_be_there_after_months() -> None:
    assert not is_twice(span(0, 100, 110), span(24 * 90, 100, 110), [])
