"""How bright lamps are through a night by what is written, as a line in time. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from mesto.domains.lighting.rehearsal.lists import Floats


class Turned(NamedTuple):
    """From `at_s` on the light goes to `level` in `fade_s` seconds, and stays."""

    at_s: float  #: since the beginning of the night
    level: float
    fade_s: float = 0.0


class Course(NamedTuple):
    """Corners of a line: the level, share of the full light, by time."""

    at_s: Floats
    level: Floats

    def levels(self, at_s: Floats) -> Floats:
        """Return the level at moments."""
        return np.interp(at_s, self.at_s, self.level)

    def light_s(self, start_s: float, end_s: float) -> float:
        """Return how many seconds of full light the light in [start, end) is worth."""
        inside = self.at_s[(self.at_s > start_s) & (self.at_s < end_s)]
        at_s = np.concatenate(([start_s], inside, [end_s]))
        return float(np.trapezoid(self.levels(at_s), at_s))


def course_of(turns: Iterable[Turned], *, before: float = 0.0) -> Course:
    """Draw the line of turns, in order of time.

    before: the level before the first of them
    """
    at_s, levels = [0.0], [before]
    for turn in turns:
        now = float(np.interp(turn.at_s, at_s, levels))
        kept = [n for n, at in enumerate(at_s) if at < turn.at_s]
        at_s = [*(at_s[n] for n in kept), turn.at_s, turn.at_s + max(turn.fade_s, 1e-6)]
        levels = [*(levels[n] for n in kept), now, turn.level]
    return Course(np.array(at_s), np.array(levels))
