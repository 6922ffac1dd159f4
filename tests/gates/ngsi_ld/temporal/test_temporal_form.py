import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.ngsi_ld.problem import Problem
from mesto.gates.ngsi_ld.temporal_form import (
    Duration,
    Form,
    cut,
    read_duration,
    read_form,
    read_window,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Attribute, Kind
from mesto.kernel.question.evolution import Evolution, Instance
from mesto.kernel.question.window import Clock, Window

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SAID = {"timeAt": "2026-01-31T12:00:00Z", "endTimeAt": "2026-02-01T00:00:00Z"}


def test_a_window_is_before_after_or_between() -> None:
    assert read_window(SAID | {"timerel": "before"}) == Window(before=NOON)
    assert read_window(SAID | {"timerel": "after"}) == Window(after=NOON)
    between = Window(since=NOON, before=datetime(2026, 2, 1, tzinfo=UTC))
    assert read_window(SAID | {"timerel": "between"}) == between
    assert read_window({"timeproperty": "deletedAt"}) == Window(clock=Clock.DELETED_AT)


@pytest.mark.parametrize(
    "change",
    [
        {"timerel": "during"},
        {"timerel": "between", "endTimeAt": "2020-01-01T00:00:00Z"},
        {"timerel": "after", "timeAt": "yesterday"},
        {"timeproperty": "bornAt"},
        {},
    ],
)
def test_what_is_no_window_is_refused(change: dict[str, str]) -> None:
    with pytest.raises((Problem, Malformed)):
        read_window(SAID | change)


def test_format_overrules_options() -> None:
    both = frozenset({"temporalValues", "aggregatedValues"})
    assert read_form(both, "temporalValues") is Form.VALUES
    assert read_form(frozenset({"sysAttrs"}), None) is Form.NORMALIZED
    for wrong in (both, frozenset({"poetry"})):
        with pytest.raises(Problem):
            read_form(wrong, None)


def test_durations_have_months_and_the_rest() -> None:
    assert read_duration("P1Y2M") == Duration(14)
    assert read_duration("P1WT1.5S") == Duration(0, timedelta(days=7, seconds=1.5))
    assert read_duration("0") == read_duration("PT0S") == Duration()
    february = read_duration("P1M").edges(NOON, NOON + timedelta(days=60))[1]
    assert february == datetime(2026, 2, 28, 12, tzinfo=UTC)


@given(st.text(alphabet="PTYMWDHS0123456789.") | st.text())
def test_any_duration_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Problem):
        read_duration(text).edges(NOON, NOON + timedelta(hours=1))


def test_too_many_stretches_are_refused() -> None:
    with pytest.raises(Problem):
        read_duration("PT1S").edges(NOON, NOON + timedelta(days=30))


def past(**minutes: range) -> dict[str, Evolution]:
    """Return an entity whose attributes were observed at these minutes."""
    instances = [
        Instance(instance_of(name, minute), deleted=False, at=NOON + minute * MINUTE)
        for name, when in minutes.items()
        for minute in when
    ]
    whole = Evolution("urn:x:1", ("T",), (), NOON, NOON, None, tuple(instances))
    return {"urn:x:1": whole}


def instance_of(name: str, minute: int) -> Attribute:
    return Attribute(
        name=name,
        value=minute,
        kind=Kind.PROPERTY,
        position=minute,
        observed_at=NOON + minute * MINUTE,
        created_at=NOON,
        modified_at=NOON,
        source="test",
    )


def test_what_fits_is_not_cut() -> None:
    """6.3.10."""
    assert cut(past(a=range(5)), 5, Window(), None) is None


def test_all_attributes_are_cut_at_one_moment() -> None:
    """6.3.10."""
    part = cut(past(a=range(6), b=range(3, 9)), 5, Window(after=NOON), None)
    assert part is not None
    assert (part.start, part.end) == (NOON, NOON + 4 * MINUTE)
    assert part.holds(NOON + 4 * MINUTE)
    assert not part.holds(NOON + 5 * MINUTE)
    assert part.as_header() == (
        "Content-Range",
        "date-time 2026-01-31T12:00:00Z-2026-01-31T12:04:00Z/*",
    )


def test_the_newest_are_cut_backwards() -> None:
    """6.3.10."""
    newest_first = past(a=range(9, 2, -1), b=range(20, 18, -1))
    part = cut(newest_first, 5, Window(), 50)
    assert part is not None
    assert (part.start, part.end) == (NOON + 20 * MINUTE, NOON + 5 * MINUTE)
    assert part.as_header()[1].endswith("/50")
    assert not part.holds(NOON + 4 * MINUTE)
