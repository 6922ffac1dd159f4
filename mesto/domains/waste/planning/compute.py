"""One fraction's rounds of one day: what runs in a process of its own.

Imported only there: PyVRP and the streets cost memory.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from mesto.domains.waste.planning.ground import Ground, ground_of
from mesto.domains.waste.planning.model import Visit, model_of, present_of, visits_of
from mesto.domains.waste.planning.problem import Client, Effort, Problem, Reason
from mesto.domains.waste.planning.reasons import Detour, detours_in, detours_to
from mesto.domains.waste.planning.relaxing import impossible, refusal
from mesto.domains.waste.planning.schedule import Driven, because, round_of
from mesto.domains.waste.planning.search import search
from mesto.domains.waste.planning.told import Considered, Planned, Progress, Told
from mesto.domains.waste.planning.travel import StraightWays, Ways
from mesto.domains.waste.roads.network import read_network


def plan(problem: Problem, roads: bytes | None, effort: Effort) -> Iterator[Told]:
    """Plan the rounds of a fraction; yield how far it is, at last the rounds.

    roads: the street network as it is kept; None: there is none

    Raises Infeasible, saying what has to give way.
    """
    ways: Ways = StraightWays() if roads is None else read_network(roads)
    yield from planned(problem, ways, effort)


def planned(problem: Problem, ways: Ways, effort: Effort) -> Iterator[Told]:
    """Plan the rounds of a fraction on known ways."""
    ground = ground_of(problem, ways)
    if not problem.clients or not problem.trucks:
        if next(impossible(problem), None) is not None:
            raise refusal(ground, effort)
        yield _planned(ground, ways, {}, 0.0)
        return
    model = model_of(ground)
    found = None
    for found in search(model.data, effort, present_of(model)):
        cost = None if found.cost is None else found.cost / model.scale
        yield Progress(found.share, cost)
    assert found is not None
    assert found.solution is not None
    if found.cost is None:
        raise refusal(ground, effort)
    visits = visits_of(model, found.solution)
    yield _planned(ground, ways, visits, found.cost / model.scale)


def _planned(
    ground: Ground, ways: Ways, visits: Mapping[int, Sequence[Visit]], cost: float
) -> Planned:
    problem = ground.problem
    rounds = [
        driven
        for number, truck in enumerate(problem.trucks)
        if (driven := round_of(ground, truck, visits.get(number, ()))) is not None
    ]
    spots = [one.spot for one in problem.clients]
    return Planned(
        fraction=problem.fraction,
        rounds=[replace(one.round, path=ways.path(one.spots)) for one in rounds],
        considered=list(_considered(ground, rounds)),
        cost=cost,
        estimated=ways.estimated,
        astray=[problem.clients[one].key for one in ways.astray(spots)],
    )


def _considered(ground: Ground, rounds: Sequence[Driven]) -> Iterator[Considered]:
    problem = ground.problem
    detours: dict[str, Detour] = {}
    for driven in rounds:
        stops = [one for one in driven.round.stops if one.what == "collect"]
        keys = [one.containers[0] for one in stops]
        detours |= dict(zip(keys, detours_in(ground, driven), strict=True))
    left = [one for one in problem.clients if one.key not in detours]
    to = detours_to(ground, [ground.number(one.spot) for one in left], rounds)
    least = dict(zip((one.key for one in left), to, strict=True))
    for client in problem.clients:
        planned = client.key in detours
        detour = detours[client.key] if planned else least[client.key]
        cost = 0.0
        if detour is not None:
            cost = problem.costs.of(detour.metres, detour.seconds + client.service_s)
        yield Considered(
            client=client,
            planned=planned,
            reason=because(client)[0] if planned else _why_not(problem, client, cost),
            detour_m=None if detour is None else detour.metres,
            detour_s=None if detour is None else detour.seconds,
            detour_cost=round(cost, 2),
        )


def _why_not(problem: Problem, client: Client, cost: float) -> Reason:
    if not problem.trucks:
        return "no-truck"
    if client.prize <= problem.costs.of(0, client.service_s):
        return "can-wait"
    return "too-far" if not cost or cost >= client.prize else "no-room"
