"""What is done with a town's forecast in a night, in a process of its own.

It reads the ledger, learns, foretells, and hands over what is to be recorded, piece by
piece. What it holds in memory is gone when it ends.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final, NamedTuple

from mesto.domains.waste.forecast.calibration import adapted
from mesto.domains.waste.forecast.kept import Learned, Night
from mesto.domains.waste.forecast.marks import Marks, hours_of
from mesto.domains.waste.forecast.model import Model, learn, town_of
from mesto.domains.waste.forecast.outlooks import DAYS, Now, now_of, outlooks
from mesto.domains.waste.forecast.questions import HeldIn
from mesto.domains.waste.forecast.reading import Known, read_known
from mesto.domains.waste.forecast.score import (
    HORIZONS,
    Compared,
    Tally,
    compare,
    still_counted,
    tallied,
)
from mesto.domains.waste.forecast.sensors import candidates
from mesto.domains.waste.forecast.spans import span_of
from mesto.domains.waste.forecast.worth_of_knowing import Stakes
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.reading import policy_of
from mesto.domains.waste.outlook import Outlook
from mesto.kernel.city import City
from mesto.kernel.database import Database

ABOUT: Final = timedelta(hours=4)  #: a night's work begins not always at one time
STOP_KM: Final = 0.6  #: between two stops of a round
STOP_MIN: Final = 2.0  #: of driving


class Asked(NamedTuple):
    """What a night begins with."""

    dsn: str
    town: str
    now: datetime
    tallies: Sequence[Tally]  #: of the nights before
    widening: float


def foretell_town(asked: Asked) -> Iterator[list[tuple[str, Outlook]] | Night]:
    """Yield the outlooks of a town's containers, some at a time, and last the night.

    Raises Unavailable if the database does not answer.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # waiting threads burn a core, too
    begun_s = perf_counter()
    known, compared, policy = asyncio.run(_read(asked))
    if not known.containers.urns:
        return
    fresh = tallied(compared)
    widening = _widened(asked.widening, fresh)
    now_h = hours_of(asked.now)
    model, now = _learn(known, now_h)
    grounds: Counter[str] = Counter()
    for some in outlooks(model, now, now_h, widening):
        grounds.update(one for _, outlook in some for one in outlook.grounds)
        yield some
    stakes = stakes_of(policy)
    yield Night(
        learned=Learned(
            at=asked.now,
            boosted=model.middle is not None,
            learnt_from=model.learnt_from,
            containers=len(known.containers.urns),
            grounds=dict(grounds),
            widening=round(widening, 3),
            took_s=round(perf_counter() - begun_s, 1),
        ),
        tallies=still_counted([*asked.tallies, *fresh], asked.now),
        candidates=candidates(model, now, now_h, stakes, widening),
        currency=policy.currency,
    )


def stakes_of(policy: Policy) -> Stakes:
    """Return what is at stake at a container, by the town's policy."""
    minutes = policy.service_min + STOP_MIN
    return Stakes(
        visit_cost=policy.km_cost * STOP_KM + policy.hour_cost * minutes / 60,
        overflow_cost=policy.overflow_cost,
    )


def _learn(known: Known, now_h: float) -> tuple[Model, Now]:
    first_h = float(known.marks.at_h.min()) if len(known.marks) else now_h
    spans = span_of(known.days, min(first_h, now_h), now_h + 24 * DAYS)
    model = learn(town_of(known.marks, known.containers, spans), now_h)
    return model, now_of(known.marks, known.containers, model.memory, now_h)


async def _read(asked: Asked) -> tuple[Known, list[Compared], Policy]:
    database = Database(asked.dsn)
    try:
        city = City(database, asked.town)
        known = await read_known(city, asked.now)
        compared: list[Compared] = []
        for horizon in HORIZONS:
            made = asked.now - timedelta(days=horizon)
            held = await city.ask(HeldIn(since=made - ABOUT, until=made + ABOUT))
            since = _since(known.marks, hours_of(made - ABOUT))
            compared += compare(
                dict(held), since, known.containers, known.fractions, horizon
            )
        return known, compared, await policy_of(city)
    finally:
        await database.close()


def _since(marks: Marks, at_h: float) -> Marks:
    return marks.where(marks.at_h >= at_h)


def _widened(widening: float, fresh: Sequence[Tally]) -> float:
    """Return how wide intervals have to be after a day's levels were compared."""
    count = sum(one.count for one in fresh)
    if not count:
        return widening
    return adapted(widening, sum(one.inside for one in fresh) / count, count)
