"""Plans as screens see them: the list, one whole, why a stop is in it, two compared."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.inventory.reading import fleet_of
from mesto.domains.waste.planning.plans import Plan, against
from mesto.domains.waste.planning.questions import Plans
from mesto.domains.waste.planning.reading import vehicles_on
from mesto.domains.waste.planning.store import (
    considered_in,
    plan_named,
    rounds_in,
    version_of,
)
from mesto.domains.waste.planning.told import Considered
from mesto.domains.waste.rounds import Round
from mesto.domains.waste.unforetold import Unforetold
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Entity
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture


async def show_plans(request: Request, _picture: Picture) -> Response:
    """List the plans, the newest first."""
    visit = visit_of(request)
    listed = [
        {
            "name": one.name,
            "version": one.version,
            "day": one.plan.day,
            "made_at": one.plan.made_at,
            "by": one.plan.by,
            "factor": one.plan.factor,
            "totals": one.plan.totals,
            "rounds": one.plan.rounds,
            "estimated": one.plan.estimated,
        }
        for one in await visit.ask(Plans())
    ]
    document = {"plans": listed, "unforetold": len(await visit.ask(Unforetold()))}
    return answer_json(request, msgspec.to_builtins(document))


async def show_plan(request: Request, _picture: Picture) -> Response:
    """Show a plan with its rounds. Raises NotFound."""
    whole = await shown(visit_of(request), str(request.path_params["plan"]))
    return answer_json(request, msgspec.to_builtins(whole))


async def explain(request: Request, _picture: Picture) -> Response:
    """Say why a container is in a plan or out of it. Raises NotFound."""
    visit, urn = visit_of(request), str(request.path_params["container"])
    kept = await plan_named(visit, str(request.path_params["plan"]))
    told: dict[str, object] = {
        "container": urn,
        "currency": kept.plan.policy.currency,
    }
    for one in await considered_in(visit, kept.name):
        if urn in one.client.containers:
            rounds = await rounds_in(visit, kept.plan)
            told |= _why(one) | {"round": _round_with(urn, rounds)}
            return answer_json(request, msgspec.to_builtins(told))
    reason = kept.plan.left.get(urn) or _lacking(kept.plan, urn)
    if reason is None:
        raise NotFound(f"the plan did not think of {urn}")
    return answer_json(request, told | {"planned": False, "reason": reason})


async def compare(request: Request, _picture: Picture) -> Response:
    """Compare two plans. Raises NotFound."""
    visit = visit_of(request)
    one, other = [
        await plan_named(visit, str(request.path_params[name]))
        for name in ("one", "other")
    ]
    document = {
        "one": one.name,
        "other": other.name,
        "currency": one.plan.policy.currency,
        "figures": against(one.plan.totals, other.plan.totals),
        "stops": _moved(
            _vehicles(await rounds_in(visit, one.plan)),
            _vehicles(await rounds_in(visit, other.plan)),
        ),
    }
    return answer_json(request, document)


async def shown(city: City, name: str) -> dict[str, object]:
    """Return a plan with its rounds and their vehicles. Raises NotFound."""
    kept = await plan_named(city, name)
    rounds = await rounds_in(city, kept.plan)
    fleet = await fleet_of(city)
    could = await vehicles_on(city, kept.plan.day)
    vehicles = could.keys() | {round_.vehicle for _, round_ in rounds.values()}
    return {
        "name": name,
        "version": kept.version,
        "plan": kept.plan,
        "rounds": [
            {"name": its_name, "version": version_of(entity), "round": round_}
            for its_name, (entity, round_) in rounds.items()
        ],
        "vehicles": {
            urn: {"name": one.name, "volume_l": one.volume_l, "load_kg": one.load_kg}
            for urn, one in fleet.vehicles.items()
            if urn in vehicles
        },
    }


def _why(one: Considered) -> dict[str, object]:
    client = one.client
    return {
        "planned": one.planned,
        "reason": one.reason,
        "containers": client.containers,
        "title": client.title,
        "prize": client.prize,
        "spared": client.spared,
        "chance": client.chance,
        "level": client.level,
        "later": client.later,
        "detour_m": one.detour_m,
        "detour_s": one.detour_s,
        "detour_cost": one.detour_cost,
    }


def _lacking(plan: Plan, urn: str) -> str | None:
    """Return which lack keeps a container out of a plan."""
    return next((one.what for one in plan.unknown if urn in one.about), None)


Rounds: TypeAlias = Mapping[str, tuple[Entity, Round]]


def _round_with(urn: str, rounds: Rounds) -> str | None:
    return next(
        (
            name
            for name, (_, round_) in rounds.items()
            if round_.phase != "dropped"
            and any(urn in stop.containers for stop in round_.stops)
        ),
        None,
    )


def _vehicles(rounds: Rounds) -> dict[str, str]:
    """Return which vehicle empties each container."""
    return {
        urn: round_.vehicle
        for _, round_ in rounds.values()
        if round_.phase != "dropped"
        for stop in round_.stops
        for urn in stop.containers
    }


def _moved(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, object]:
    return {
        "only_one": sorted(one.keys() - other.keys()),
        "only_other": sorted(other.keys() - one.keys()),
        "moved": [
            {"container": urn, "one": one[urn], "other": other[urn]}
            for urn in sorted(one.keys() & other.keys())
            if one[urn] != other[urn]
        ],
    }
