"""Messages of devices whose clock is wrong: refused, before they spoil a history. Pure.

What comes by a line was seen lately. A table brings history, so that only days to come
are refused there, line by line.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Observation
from mesto.kernel.plugin import Heard
from mesto.kernel.possible import AHEAD
from mesto.kernel.refusals import NOT_YET
from mesto.kernel.table import Outcome, Refused, Seen, refused
from mesto.kernel.text import filled

BEHIND: Final = timedelta(days=300)  #: no device keeps what it saw for so long


def require_clock(heard: Iterable[Heard], received_at: datetime) -> None:
    """Raise Malformed for what was seen on a day to come, or long ago."""
    for one in heard:
        if not isinstance(one, Observation) or one.observed_at is None:
            continue
        off = one.observed_at - received_at
        if off > AHEAD:
            why = f"seen {off.days} days from now: its clock is wrong"
            raise Malformed(why, entity=one.entity)
        if -off > BEHIND:
            why = f"seen {-off.days} days ago: its clock is wrong; history is a table"
            raise Malformed(why, entity=one.entity)


def without_days_to_come(
    outcomes: Iterable[Outcome], received_at: datetime
) -> Iterator[Outcome]:
    """Yield the rows of a table; those of days to come are refused."""
    for outcome in outcomes:
        ahead = _ahead(outcome, received_at)
        if ahead is None or not isinstance(outcome, Seen):
            yield outcome
            continue
        says = filled(NOT_YET, at=ahead.isoformat())
        yield refused(outcome.row.line, outcome.row.text, "time", says)


def _ahead(outcome: Outcome, received_at: datetime) -> datetime | None:
    if isinstance(outcome, Refused):
        return None
    times = (one.observed_at for one in outcome.observations)
    return next((at for at in times if at and at - received_at > AHEAD), None)
