"""What would have been foretold on past days, with a sensor's readings and without.

Pure. The forecast is the town's own, learnt from what was before the first of these
days. Without a sensor means: its readings never were, and of its emptyings is known
what a driver taps. So it is taken from a quarter of the sensors at a time, none of them
next to another as far as that can be, while the others go on telling of their
surroundings.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np

from mesto.domains.waste.forecast.features import memory_of
from mesto.domains.waste.forecast.marks import (
    SEEN_SLACK,
    Containers,
    Indices,
    Marks,
    Numbers,
    moment_of,
)
from mesto.domains.waste.forecast.model import Model, learn, town_of
from mesto.domains.waste.forecast.outlooks import Now, outlooks_of
from mesto.domains.waste.forecast.spans import Spans
from mesto.domains.waste.forecast.strides import points_of
from mesto.domains.waste.planning.worth import Price, worth_of
from mesto.domains.waste.replanned.again import Known, Scene, plan_h, visit_h

GROUPS: Final = 4  #: sensors that are taken away one after the other
QUARTERS: Final = 4  #: what can be tapped
DAY: Final = timedelta(days=1)


class Knowledge:
    """What is known of a town's containers on days that are planned again."""

    def __init__(
        self, marks: Marks, containers: Containers, spans: Spans, first_h: float
    ) -> None:
        """Learn from what was before `first_h`, hours since 1970."""
        self._seeing = learn(town_of(marks, containers, spans), first_h)
        group = np.arange(len(containers.urns)) % GROUPS
        self._blind = [
            _without(self._seeing, marks, group == one, first_h)
            for one in range(GROUPS)
        ]
        self._number = {urn: place for place, urn in enumerate(containers.urns)}

    def weigh(
        self, scene: Scene, urns: Sequence[str], price: Price, day: int, known: Known
    ) -> Numbers:
        """Return what coming to each container on a day is worth; see `again.Weigh`."""
        some = np.array([self._number[urn] for urn in urns], dtype=np.int64)
        now_h = plan_h(scene, day)
        now = self._now(some, known, now_h)
        reads = ~np.isnan(known.level)
        told: dict[int, float] = {}
        for model, mine in self._models(some, reads):
            told |= self._weighed(
                model, now, some[mine], scene=scene, price=price, day=day
            )
        return np.array([told[int(one)] for one in some])

    def _models(
        self, some: Indices, reads: np.ndarray
    ) -> list[tuple[Model, np.ndarray]]:
        blind = [
            (model, ~reads & (some % GROUPS == group))
            for group, model in enumerate(self._blind)
        ]
        return [one for one in [(self._seeing, reads), *blind] if one[1].any()]

    def _now(self, some: Indices, known: Known, now_h: float) -> Now:
        """Return what is known last of the containers, those of the town in a row."""
        reads = ~np.isnan(known.level)
        whole = np.zeros((3, len(self._number)))
        whole[:, some] = (
            known.emptied_h,
            np.where(reads, now_h, known.emptied_h),
            np.where(reads, known.level, 0.0),
        )
        begun_h, start_h, level = whole
        return Now(
            begun_h=begun_h,
            start_h=start_h,
            level=level,
            slack=np.zeros(len(level)),
            by=[""] * len(level),
        )

    def _weighed(  # noqa: PLR0913 - of whom, when, and by what
        self,
        model: Model,
        now: Now,
        some: Indices,
        *,
        scene: Scene,
        price: Price,
        day: int,
    ) -> dict[int, float]:
        now_h, ahead = plan_h(scene, day), scene.policy.horizon_days
        today = moment_of(visit_h(scene, day))
        chances = [
            today + number * DAY
            for number in range(1, ahead)
            if scene.drives[day + number]
        ]
        end = moment_of(scene.begins_h + 24 * (day + ahead))
        told = outlooks_of(some, model, now, now_h, days=ahead + 1)
        return {
            int(number): worth_of(outlook, today, chances, end, price).prize
            for number, (_, outlook) in zip(some, told, strict=True)
        }


def _without(model: Model, marks: Marks, gone: np.ndarray, first_h: float) -> Model:
    """Return a model that remembers nothing some sensors told; gone: by container."""
    containers, its = model.town.containers, gone[marks.container]
    tapped = np.round(QUARTERS * marks.level) / QUARTERS
    unread = replace(
        marks,
        level=np.where(its, tapped, marks.level),
        slack=np.where(its, np.maximum(marks.slack, SEEN_SLACK), marks.slack),
    ).where(~its | marks.emptied | (marks.slack > 0))
    points = points_of(unread, containers)
    return replace(model, memory=memory_of(containers, points, first_h))
