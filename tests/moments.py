"""Moments to draw from."""

from datetime import UTC, datetime

from hypothesis import strategies as st


def moments(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Draw moments between the beginnings of two years."""
    begins, ends = (datetime(year, 1, 1) for year in (first, last))  # noqa: DTZ001 - as they are asked
    return st.datetimes(begins, ends, timezones=st.just(UTC))
