"""How long it takes to know all distances, to plan a large town, and to plan anew."""

import asyncio
from time import perf_counter, process_time
from typing import Final

import numpy as np
from msgspec.structs import replace

from mesto.bench.figure import Figure
from mesto.bench.waste.grid import DAY, NOW, SEED, places, streets, town
from mesto.domains.waste.planning.ground import ground_of
from mesto.domains.waste.planning.making import Asked, Ready, laid_out, making
from mesto.domains.waste.planning.model import Model, model_of, present_of, visits_of
from mesto.domains.waste.planning.plans import Made
from mesto.domains.waste.planning.problem import Effort, Problem, Spot
from mesto.domains.waste.planning.search import search
from mesto.domains.waste.planning.travel import Ways
from mesto.domains.waste.roads.network import read_network

STOPS: Final = 1_000
SEARCHED_S: Final = 90.0  #: for what is taken to be the best
ANEW_S: Final = 10.0
LOCKED, MORE = 300, 320


def matrix() -> Figure:
    """Reckon all distances between 1,000 stops on 10,000 crossings, and their times.

    From the network as it is kept, with finding where the stops lie; one core.
    """
    kept = streets().kept()
    spots = [Spot(one, "right") for one in places(STOPS, np.random.default_rng(SEED))]
    begun_s = process_time()
    travel = read_network(kept).travel(spots)
    took_s = process_time() - begun_s
    assert travel.metres.shape == (STOPS, STOPS)
    return Figure(value=round(took_s, 2), unit="CPU-s", aim="≤ 2 s")


def large_town() -> Figure:
    """Plan 5,000 containers and 30 vehicles as the night does, from its start."""
    kept = streets().kept()
    ready = laid_out(town(5_000, 30), Asked(day=DAY), NOW, kept)
    begun_s = perf_counter()
    made = asyncio.run(_made(ready))
    took_s = perf_counter() - begun_s
    totals = made.plan.totals
    parts = {
        one: {"stops": float(of.stops), "km": of.km, "overflows": of.overflows}
        for one, of in made.plan.fractions.items()
    }
    told = f"≤ 600 s; {totals.containers:,} containers in {totals.rounds} rounds"
    return Figure(value=round(took_s, 1), unit="s", aim=told, parts=parts)


async def _made(ready: Ready) -> Made:
    async for one in making(ready, "bench", NOW):
        if isinstance(one, Made):
            return one
    raise AssertionError("a plan ends with what was made")


def anew() -> Figure:
    """Plan 300 stops anew: a truck is down, or 20 more containers are full.

    The value is when the first plan that can be driven is there, the worse of both, of
    processor time; the gap is to the best of a search of 90 s.
    """
    ways = read_network(streets().kept())
    asked = Asked(day=DAY, fractions=("glass",))
    (whole,) = laid_out(town(5 * MORE, 25), asked, NOW).problems
    locked = [replace(one, must="locked") for one in whole.clients[:MORE]]
    before = replace(whole, clients=locked[:LOCKED])
    present = _present(before, ways)
    broken, *others = before.trucks
    left = {key: stops for key, stops in present.items() if key != broken.key}
    down = replace(before, trucks=others, present=left)
    full = replace(whole, clients=locked, present=present)
    parts = {"a truck is down": _again(down, ways), "20 are full": _again(full, ways)}
    worst = max(one["first after s"] for one in parts.values())
    aim = "≤ 3 s, gap ≤ 2 % after 10 s"
    return Figure(value=worst, unit="CPU-s", aim=aim, parts=parts)


def _present(problem: Problem, ways: Ways) -> dict[str, list[str]]:
    """Return what the trucks do by a plan that was made in time."""
    model = model_of(ground_of(problem, ways))
    *_, last = search(model.data, Effort(4 * ANEW_S), clock=process_time)
    assert last.solution is not None
    found = {}
    for number, visits in visits_of(model, last.solution).items():
        truck = problem.trucks[number]
        found[truck.key] = [
            problem.clients[at].key if what == "client" else truck.sites[at].urn
            for what, at in visits
        ]
    return found


def _again(problem: Problem, ways: Ways) -> dict[str, float]:
    begun_s, first_s = process_time(), None
    model = model_of(ground_of(problem, ways))
    cost = None
    left_s = Effort(ANEW_S - (process_time() - begun_s))
    for found in search(
        model.data, left_s, present_of(model), clock=process_time, patient=True
    ):
        if first_s is None and found.cost is not None:
            first_s = process_time() - begun_s
        cost = found.cost
    assert cost is not None, "it is planned in ten seconds"
    assert first_s is not None
    best = min(cost, _best(model))
    gap = 100 * (cost / best - 1)
    return {"first after s": round(first_s, 2), "gap % after 10 s": round(gap, 2)}


def _best(model: Model) -> int:
    """Return the cost of the best that is found with patience."""
    effort = Effort(SEARCHED_S, seed=2)
    *_, last = search(
        model.data, effort, present_of(model), clock=process_time, patient=True
    )
    assert last.cost is not None
    return last.cost
