"""Streams of acts are one list from which nothing is missing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.audit.acts import EVER, Act, together

BEGIN = datetime(2024, 5, 1, tzinfo=UTC)


def read(stream, before, limit):
    """Read a stream as the database does: with all of the last moment."""
    left = [act for act in stream if act.at < before]
    page = left[:limit]
    return page + [act for act in left[limit:] if act.at == page[-1].at]


@given(
    st.lists(st.lists(st.integers(0, 12), max_size=15), min_size=1, max_size=3),
    st.integers(1, 5),
)
def test_turning_every_page_shows_every_act_once_and_newest_first(minutes, limit):
    streams = [
        [
            Act(at=BEGIN + timedelta(minutes=minute), place=f"{n}:{i}", who="", verb="")
            for i, minute in enumerate(sorted(stream, reverse=True))
        ]
        for n, stream in enumerate(minutes)
    ]
    seen, before = [], EVER
    while before is not None:
        acts, before = together([read(one, before, limit) for one in streams], limit)
        seen += acts
    assert sorted(act.place for act in seen) == sorted(
        act.place for stream in streams for act in stream
    )
    assert [act.at for act in seen] == sorted((a.at for a in seen), reverse=True)
