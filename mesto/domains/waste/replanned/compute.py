"""A town's sensors by plans made again, in a process of its own."""

import asyncio
import os
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Final, NamedTuple

import numpy as np

from mesto.domains.waste.forecast.spans import span_of
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.planning.problem import Spot
from mesto.domains.waste.planning.travel import StraightWays, Ways
from mesto.domains.waste.planning.worth import Price
from mesto.domains.waste.rehearsal.asked import LEARN_DAYS
from mesto.domains.waste.rehearsal.fills import Floats
from mesto.domains.waste.replanned.again import (
    WEEK,
    Again,
    Scene,
    handling_cost,
    km_cost,
    plan_again,
)
from mesto.domains.waste.replanned.knowledge import Knowledge
from mesto.domains.waste.replanned.reading import Part, Past, begins_h, past_of
from mesto.domains.waste.replanned.worth import (
    Replanned,
    Saved,
    Together,
    interval_of,
    saved_by_each,
    saved_together,
)
from mesto.kernel.city import City
from mesto.kernel.database import Database

ITERATIONS: Final = 150  #: of each day's rounds
LEAST_KNOWN: Final = 0.8  #: share of the days; less, and a container is left out


class Asked(NamedTuple):
    """What is reckoned, and up to when."""

    dsn: str
    town: str
    now: datetime


class Outcome(NamedTuple):
    """What sensors were worth, by URN of their containers, and all together."""

    each: dict[str, Replanned]
    together: Together


def replan_town(asked: Asked) -> Iterator[float | Outcome]:
    """Yield how far it is, share in [0, 1], at last the outcome.

    Nothing follows where too little is known of the past.

    Raises Unavailable if the database does not answer.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # waiting threads burn a core, too
    begun_s = perf_counter()
    past = asyncio.run(_read(asked))
    if not past.parts:
        return
    yield 0.0
    knowledge = _learnt(past)
    each: dict[str, Replanned] = {}
    weeks: list[Floats] = []
    for number, part in enumerate(past.parts):
        scene, days = _scene(part, past.weeks), []
        for day in _again(part, scene, knowledge):
            days.append(day)
            share = len(days) / (past.weeks * WEEK)
            yield (number + share) / len(past.parts)
        told = _told(part, scene)
        saved = list(saved_by_each(days, scene.policy))
        each |= {
            part.ready.urns[row]: _replanned(past, saved[row], scene.policy)
            for row in told
        }
        if told:
            weeks.append(saved_together(days, scene.policy, told))
    if each:
        yield Outcome(each, _together(past, each, weeks, perf_counter() - begun_s))


async def _read(asked: Asked) -> Past:
    database = Database(asked.dsn)
    try:
        return await past_of(City(database, asked.town), asked.now)
    finally:
        await database.close()


def _learnt(past: Past) -> Knowledge:
    """Learn from what was known when the first of the days began."""
    known = past.known
    first_h = begins_h(past.parts[0]) + 24 * LEARN_DAYS
    until_h = first_h + 24 * WEEK * (past.weeks + 2)
    begun_h = float(known.marks.at_h.min())
    spans = span_of(known.days, begun_h, until_h)
    return Knowledge(known.marks, known.containers, spans, first_h)


def _scene(part: Part, weeks: int) -> Scene:
    ground, stage = part.ready.stage.ground, part.ready.stage
    ways: Ways = StraightWays()
    if stage.roads is not None:
        from mesto.domains.waste.roads.network import (  # noqa: PLC0415 - its size
            read_network,
        )

        ways = read_network(stage.roads)
    stops = [Spot((east, north)) for east, north in stage.places.tolist()]
    metres = ways.travel([*stops, Spot(stage.vehicles.depot)]).metres
    return Scene(
        fills=ground.fills,
        was=ground.was,
        first=LEARN_DAYS,
        end=LEARN_DAYS + weeks * WEEK,
        begins_h=begins_h(part),
        drives=part.drives,
        sensed=np.array(part.sensed),
        metres=metres,
        policy=part.ready.policy,
    )


def _again(part: Part, scene: Scene, knowledge: Knowledge) -> Iterator[Again]:
    from mesto.domains.waste.rehearsal.driving import Fleet

    stage, policy = part.ready.stage, scene.policy
    fleet = Fleet(
        scene.metres,
        np.arange(len(part.ready.urns)),
        stage.volume_l,
        load_l=stage.vehicles.load_l,
        vehicles=stage.vehicles.most,
        iterations=ITERATIONS,
    )
    visit = stage.ground.visit_km * km_cost(policy) + handling_cost(policy)
    price = Price(policy.overflow_cost, visit)
    weigh = partial(knowledge.weigh, scene, part.ready.urns, price)
    return plan_again(scene, weigh, fleet.drive)


def _told(part: Part, scene: Scene) -> list[int]:
    """Return which containers have a sensor, and a past that is known well enough."""
    known = scene.fills.known[:, scene.first : scene.end].mean(axis=1)
    return np.flatnonzero(np.array(part.sensed) & (known >= LEAST_KNOWN)).tolist()


def _replanned(past: Past, saved: Saved, policy: Policy) -> Replanned:
    return Replanned(
        saved=saved, first=past.first, weeks=past.weeks, currency=policy.currency
    )


def _together(
    past: Past, each: dict[str, Replanned], weeks: list[Floats], took_s: float
) -> Together:
    saved = [one.saved for one in each.values()]
    parts = {
        name: round(sum(getattr(one, name) for one in saved), 2)
        for name in ("km", "minutes", "visits", "overflow_days")
    }
    return Together(
        first=past.first,
        weeks=past.weeks,
        sensors=len(each),
        currency=next(iter(each.values())).currency,
        took_s=round(took_s, 1),
        **interval_of(np.sum(weeks, axis=0)),
        **parts,
    )
