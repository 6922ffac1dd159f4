"""From one moment at which a level was known to another: what is learnt from. Pure."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from mesto.domains.waste.forecast.marks import (
    Containers,
    Indices,
    Marks,
    Numbers,
    Truths,
)

FALLEN: Final = 0.15  #: share of the volume; who lost more was emptied unseen
THINNED_H: Final = 24.0  #: of a container's marks, one in so long is looked back on
AHEAD: Final = 8  #: at most so many marks a stride may pass over
#: So long before its end a stride is foretold: in the night before, or earlier nights.
LEADS_H: Final = (12.0, 36.0, 60.0)


@dataclass(frozen=True, kw_only=True)
class Points:
    """How full containers were so long after they were emptied."""

    container: Indices
    at_h: Numbers
    age_h: Numbers  #: since it was emptied
    begun_h: Numbers  #: when it was emptied
    level: Numbers

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.at_h)


@dataclass(frozen=True, kw_only=True)
class Strides:
    """From a level that is known to a moment, and to the level then where it is known.

    begun_h: when the container was emptied last
    known_h: what was known then may be used
    """

    container: Indices
    begun_h: Numbers
    start_h: Numbers
    start_level: Numbers
    start_slack: Numbers
    end_h: Numbers
    known_h: Numbers
    level: Numbers
    slack: Numbers

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.end_h)

    def where(self, wanted: Truths | Indices) -> Self:
        """Return some of them."""
        return type(self)(**{name: value[wanted] for name, value in vars(self).items()})


def points_of(marks: Marks, containers: Containers) -> Points:
    """Return what can be looked back on: the levels at emptyings, and one a day."""
    age_h = marks.at_h - _begun_h(marks, containers)
    told = ~np.isnan(marks.level) & (age_h > 0)
    same_day = np.zeros(len(marks), dtype=bool)
    if len(marks):
        day = marks.at_h // THINNED_H
        same_day[:-1] = (marks.container[1:] == marks.container[:-1]) & (
            day[1:] == day[:-1]
        )
    wanted = told & (marks.emptied | ~same_day)
    return Points(
        container=marks.container[wanted],
        at_h=marks.at_h[wanted],
        age_h=age_h[wanted],
        begun_h=(marks.at_h - age_h)[wanted],
        level=marks.level[wanted],
    )


def strides_of(marks: Marks, containers: Containers) -> Strides:
    """Return what can be learnt from: each level, foretold from the emptying before.

    And once more from one of the last few marks in between, where there are any.
    """
    begun = marks.begun()
    begun_h = _begun_h(marks, containers)
    told = ~np.isnan(marks.level) & (marks.at_h > begun_h)
    here = np.flatnonzero(told)
    empty = np.where(begun[here] >= 0, marks.after[begun[here]], 0.0)
    from_empty = _strides(marks, here, begun_h[here], empty, np.zeros(len(here)))
    back = here - 1 - here % AHEAD
    between = back > np.maximum(begun[here], 0)
    between &= marks.container[back] == marks.container[here]
    between &= ~np.isnan(marks.level[back])
    here, back = here[between], back[between]
    from_mark = _strides(
        marks, here, marks.at_h[back], marks.level[back], marks.slack[back]
    )
    both = _together(from_empty, replace(from_mark, begun_h=begun_h[here]))
    lead_h = np.array(LEADS_H)[np.arange(len(both)) % len(LEADS_H)]
    both = replace(both, known_h=np.maximum(both.start_h, both.end_h - lead_h))
    return both.where(both.level >= both.start_level - both.start_slack - FALLEN)


def _begun_h(marks: Marks, containers: Containers) -> Numbers:
    """Return when each mark's container was emptied last, or else put up."""
    begun = marks.begun()
    put_up = containers.since_h[marks.container]
    put_up = np.where(put_up < marks.at_h, put_up, np.nan)
    return np.where(begun >= 0, marks.at_h[begun], put_up)


def _strides(
    marks: Marks, here: Indices, start_h: Numbers, level: Numbers, slack: Numbers
) -> Strides:
    return Strides(
        container=marks.container[here],
        begun_h=start_h,
        start_h=start_h,
        start_level=level,
        start_slack=slack,
        end_h=marks.at_h[here],
        known_h=start_h,
        level=marks.level[here],
        slack=marks.slack[here],
    )


def _together(one: Strides, other: Strides) -> Strides:
    return Strides(
        **{
            name: np.concatenate([value, getattr(other, name)])
            for name, value in vars(one).items()
        }
    )
