"""When a light sensor says that it is dark, with hysteresis and a hold time. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from mesto.domains.lighting.control.programme import Dusk
from mesto.operations.calendars.calendar import Span

#: When light sensors say that it is dark, by URN.
Dim: TypeAlias = Mapping[str, Sequence[Span]]

SILENT: Final = timedelta(hours=1)  #: after so long a reading tells nothing any more


class Eye(NamedTuple):
    """What is remembered of a sensor.

    since: from when it says so; waiting_since: from when it says the opposite, not yet
        for as long as it has to
    """

    dark: bool = False
    since: datetime | None = None
    waiting_since: datetime | None = None


def look(eye: Eye, dusk: Dusk, at: datetime, lux: float) -> Eye:
    """Return what is remembered after a reading; readings come in order of time."""
    turns = lux >= dusk.light_lx if eye.dark else lux <= dusk.dark_lx
    if not turns:
        return eye._replace(waiting_since=None)
    began = eye.waiting_since or at
    if at - began < timedelta(seconds=dusk.hold_s):
        return eye._replace(waiting_since=began)
    return Eye(not eye.dark, at)


def dark_spans(
    dusk: Dusk, readings: Iterable[tuple[datetime, float]], until: datetime
) -> list[Span]:
    """Return when a sensor said that it is dark, up to a moment.

    readings: lx, in order of time; each holds until the next, but not for long
    """
    eye, found = Eye(), []
    for at, lux in _lasting(readings, until):
        after = Eye() if lux is None else look(eye, dusk, at, lux)
        if eye.dark and not after.dark and eye.since and eye.since < at:
            found.append(Span(eye.since, at))
        eye = after
    if eye.dark and eye.since and eye.since < until:
        found.append(Span(eye.since, until))
    return found


def _lasting(
    readings: Iterable[tuple[datetime, float]], until: datetime
) -> Iterator[tuple[datetime, float | None]]:
    """Yield readings, and none where a sensor was silent for too long."""
    told = [one for one in readings if one[0] <= until]
    for (at, lux), (later, _) in pairwise([*told, (until, 0.0)]):
        yield at, lux
        if later - at >= SILENT:
            yield at + SILENT, None
        elif later == until:
            yield until, lux
