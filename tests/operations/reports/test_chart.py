from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.reports.chart import labels, scale_for, stretches

NUMBERS = st.floats(-1e9, 1e9).map(lambda x: round(x, 6))
VALUES = st.lists(st.none() | NUMBERS, max_size=60)


@given(VALUES, st.booleans())
def test_a_scale_holds_every_value_between_few_round_marks(values, from_zero):
    scale = scale_for(values, from_zero=from_zero)
    assert 2 <= len(scale.marks) <= 7
    known = [one for one in values if one is not None]
    assert all(-1e-9 <= scale.place(one) <= 1 + 1e-9 for one in known)
    if from_zero:
        assert scale.marks[0] <= 0 <= scale.marks[-1]


@given(VALUES)
def test_a_gap_parts_a_line_and_loses_no_value(values):
    parts = list(stretches(values))
    assert [one for part in parts for one in part] == [
        (at, value) for at, value in enumerate(values) if value is not None
    ]
    for part in parts:
        places = [at for at, _ in part]
        assert places == list(range(places[0], places[-1] + 1))


def test_days_below_a_chart_are_written_as_the_reader_does():
    starts = [datetime(2026, 10, 1) + timedelta(days=n) for n in range(31)]  # noqa: DTZ001 - the wall clock
    assert labels(starts, "day", "en")[1] == (4, "5 Oct")
    assert labels(starts, "day", "cs")[1] == (4, "5.\u00a010.")
    assert len(labels(starts, "day", "sk")) <= 8
