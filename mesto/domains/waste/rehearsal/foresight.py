"""What could be foreseen on a day from the days before it, and nothing else. Pure.

A container's usual day, shrunk towards that of all, times what its weekday is worth;
how far real spans of days were from that, of all containers together, says how sure it
is. The forecast that plans real rounds knows more: what is rehearsed is no better than
what would have been.
"""

from typing import Final, NamedTuple

import numpy as np

from mesto.domains.waste.rehearsal.fills import Fills, Floats, Numbers, Truths

LOOK_BACK: Final = 56  #: days
SHRUNK_DAYS: Final = 3.0  #: the mean of all weighs as much as so many own days
SPANS: Final = (1, 2, 3)  #: days ahead that are foreseen
LEAST: Final = 1e-4  #: share of the volume a day; less is nothing


class Foresight(NamedTuple):
    """What is foreseen when a day is planned.

    usual: of each container, what it takes until vehicles come in so many days, by
        span, containers × spans
    ratios: by span, ascending: what came in past spans, as multiples of what was usual
    """

    usual: Floats
    ratios: tuple[Floats, ...]

    def chance_over(self, level: Floats, span: int) -> Floats:
        """Return of each container how likely it is over full when vehicles come next.

        level: of each now, shares of the volume; span: days until they come, of SPANS
        """
        ratios = self.ratios[SPANS.index(span)]
        room = (1 - level) / self.usual[:, SPANS.index(span)]
        above = len(ratios) - np.searchsorted(ratios, room, side="right")
        chance: Floats = (above + 0.5) / (len(ratios) + 1)
        return np.where(room < 0, 1.0, chance)


def foresee(fills: Fills, day: int, weekday: int) -> Foresight:
    """Return what could be foreseen when a day is planned.

    day: its place among the days of the fills, at least one; weekday: Monday is 0
    """
    first = max(0, day - LOOK_BACK)
    past, mornings = fills.between(first, day), fills.mornings(first, day)
    known = fills.known[:, first:day]
    weekdays = (weekday - np.arange(day - first, 0, -1)) % 7
    mean = _mean(past, known)
    worth = _worth(past, known, weekdays, mean)
    early = mornings.sum() / max(past.sum(), LEAST)
    usually = mean[:, None] * worth[weekdays]
    ahead = worth[(weekday + np.arange(max(SPANS) + 1)) % 7]
    usual = [ahead[:span].sum() + early * ahead[span] for span in SPANS]
    return Foresight(
        usual=np.maximum(mean[:, None] * np.array(usual), LEAST),
        ratios=tuple(
            _ratios(
                _spans(past, mornings, span),
                _spans(usually, early * usually, span),
                _spans(known, known, span) == span + 1,
            )
            for span in SPANS
        ),
    )


def _mean(past: Floats, known: Truths) -> Floats:
    """Return what each container takes on an average day."""
    days = known.sum(axis=1)
    total = np.where(known, past, 0).sum(axis=1)
    of_all = total.sum() / max(1, days.sum())
    mean: Floats = (total + SHRUNK_DAYS * of_all) / (days + SHRUNK_DAYS)
    return np.maximum(mean, LEAST)


def _worth(past: Floats, known: Truths, weekdays: Numbers, mean: Floats) -> Floats:
    """Return what each weekday is worth, as multiples of an average day."""
    share = np.where(known, past, 0).sum(axis=0)
    expected = np.where(known, mean[:, None], 0).sum(axis=0)
    worth = np.ones(7)
    for weekday in range(7):
        mine = weekdays == weekday
        if expected[mine].sum() > 0:
            worth[weekday] = share[mine].sum() / expected[mine].sum()
    return np.maximum(worth, 0.1)


def _spans(days: Floats | Truths, mornings: Floats | Truths, span: int) -> Floats:
    """Return sums of some days and the morning after, containers × spans."""
    if days.shape[1] <= span:
        return np.zeros((len(days), 0))
    windows = np.lib.stride_tricks.sliding_window_view(days, span, axis=1)
    sums: Floats = windows[:, :-1].sum(axis=-1) + mornings[:, span:]
    return sums


def _ratios(came: Floats, usual: Floats, whole: Truths) -> Floats:
    """Return what came in spans that are wholly known, as multiples of the usual."""
    found = (came / usual)[whole]
    return np.sort(found) if len(found) else np.array([0.0, 1.0, 2.0])
