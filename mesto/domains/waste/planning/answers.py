"""Plans of waste collection, asked for by the console.

Paths are below `/api/{town}/waste/`; bodies and answers are JSON. Whatever computes
answers line by line (`application/x-ndjson`): `{"progress": 0.4, "cost": 8123.5}` while
it runs (cost: of the best so far in the town's currency, null before there is one), at
the end one of `{"plan": SHOWN}`, `{"frontier": [POINT…]}` or `{"problem": {…}}`, an RFC
9457 problem. What is wrong with the question itself is refused before any line.

- `POST plans` takes `Asked` of `making.py`, all of it optional: `{day, factor, seconds,
  fractions, missing_share, policy, orders: {lock, ban, moves: [{container, vehicle,
  after}], earliest: {URN: "HH:MM"}, down}}`. Its rounds are kept as drafts.
- `GET plans` → `{"plans": [{name, version, day, made_at, by, totals, rounds, estimated,
  factor}]}`, the newest first.
- `GET plans/{plan}` → SHOWN: `{name, version, plan: Plan of plans.py (with what it did
  not know in `unknown`, `left`, `totals`, `fractions`, `policy`, `orders`), rounds:
  [{name, version, round: Round of rounds.py}], vehicles: {URN: {name, volume_l,
  load_kg}}}`.
- `POST plans/{plan}/change` takes `Change` of `orders.py`: `{lock, ban, free, moves,
  earliest, down, up, places, seconds, version}`; answers like `POST plans`, with the
  same plan planned anew: rounds keep their names, what is done stays.
- `GET plans/{plan}/why/{container}` → `{container, planned, reason, round, prize,
  spared, detour_m, detour_s, detour_cost, chance, level, later, containers, title,
  currency}`; of containers that are no part of any stop `{container, planned: false,
  reason, currency}`. Reasons: `Reason` of `problem.py`.
- `POST frontier` takes `{day, fractions, seconds, factors, missing_share}` → POINT:
  `{factor, overflow_cost, totals}`; nothing is kept. The town's choice is kept as
  `overflow_cost` of its policy.
- `GET plans/{one}/against/{other}` → `{one: name, other: name, currency, figures:
  {figure of totals: {one, other, more}}, stops: {only_one: [URN…], only_other: [URN…],
  moved: [{container, one: vehicle, other: vehicle}]}}`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec import Meta
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.domains.waste.inventory.reading import fleet_of
from mesto.domains.waste.planning.afoot import Afoot, continued
from mesto.domains.waste.planning.knowing import MISSING_SHARE
from mesto.domains.waste.planning.making import Asked, Making, Ready, making, ready
from mesto.domains.waste.planning.orders import Change, changed
from mesto.domains.waste.planning.plans import (
    CHOSEN,
    PLAN,
    Kept,
    Made,
    Plan,
    against,
    round_urn,
)
from mesto.domains.waste.planning.questions import Plans
from mesto.domains.waste.planning.store import (
    afoot_in,
    considered_in,
    name_of_plan,
    observations_of,
    plan_named,
    rounds_in,
    version_of,
)
from mesto.domains.waste.planning.told import Considered, Progress
from mesto.domains.waste.rounds import Round
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import CityError, Conflict, Malformed, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers
from mesto.kernel.problem import problem
from mesto.kernel.visit import Visit
from mesto.operations.written import DEFINITION, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of
from mesto.web.picture import Picture

SHORT_S: Final = 4.0  #: a point of the frontier is searched so long, each fraction


class Frontier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which plans are to be compared.

    factors: times what an overflow costs
    """

    day: date | None = None
    fractions: Annotated[Sequence[str], Meta(max_length=50)] = ()
    seconds: Annotated[float, Meta(gt=0, le=120)] = SHORT_S
    factors: Annotated[
        Sequence[Annotated[float, Meta(ge=0, le=100)]],
        Meta(min_length=1, max_length=9),
    ] = CHOSEN
    missing_share: Annotated[float, Meta(ge=0, le=1)] = MISSING_SHARE


async def make_plan(request: Request, _picture: Picture) -> Response:
    """Make a plan and keep it; tell how far it is.

    Raises Infeasible where nothing can be planned, or only from a part of the town.
    """
    asked = await read_body(request, Asked)
    visit, now = _planning(request), datetime.now(UTC)
    made_of = await ready(visit.host, asked, now)
    name = name_of_plan(made_of.day)

    async def keep(made: Made) -> object:
        by = replace(made.plan, by=visit.principal.name)
        await _keep(visit, name, replace(made, plan=by))
        return {"plan": await _shown(visit, name)}

    return _streamed(_told(making(made_of, name, now), keep))


async def show_plans(request: Request, _picture: Picture) -> Response:
    """List the plans, the newest first."""
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
        for one in await visit_of(request).ask(Plans())
    ]
    return answer_json(request, msgspec.to_builtins({"plans": listed}))


async def show_plan(request: Request, _picture: Picture) -> Response:
    """Show a plan with its rounds. Raises NotFound."""
    shown = await _shown(visit_of(request), str(request.path_params["plan"]))
    return answer_json(request, msgspec.to_builtins(shown))


async def change_plan(request: Request, _picture: Picture) -> Response:
    """Plan anew: something is locked, banned, moved, or a vehicle is down.

    Raises NotFound, Conflict where others changed the plan meanwhile, and Infeasible.
    """
    change = await read_body(request, Change)
    visit, now = _planning(request), datetime.now(UTC)
    kept = await plan_named(visit, str(request.path_params["plan"]))
    if change.version not in {0, kept.version}:
        told = "somebody else has changed this plan meanwhile"
        raise Conflict(told, version=kept.version)
    afoot = await afoot_in(visit, kept.plan, change, now)
    made_of = await ready(visit.host, _asked_again(kept.plan, change), now, afoot)

    async def keep(made: Made) -> object:
        seen = {round_urn(one.name): one.version for one in afoot.rounds.values()}
        seen[urn_of(PLAN, kept.name)] = kept.version
        await _keep(visit, kept.name, _again(made, kept, afoot), seen)
        return {"plan": await _shown(visit, kept.name)}

    return _streamed(_told(making(made_of, kept.name, now), keep))


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


async def show_frontier(request: Request, _picture: Picture) -> Response:
    """Compare plans for which overflows cost more and more; none is kept.

    Raises Infeasible.
    """
    asked = await read_body(request, Frontier)
    visit, now = _planning(request), datetime.now(UTC)
    factors = sorted(set(asked.factors))
    first = await ready(visit.host, _for(asked, factors[0]), now)
    return _streamed(_points(visit.host, asked, factors, first, now))


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


def _planning(request: Request) -> Visit:
    """Return who plans. Raises Malformed for what is to be done once by a token."""
    if once_of(request) is not None:
        raise Malformed("a plan is told line by line and takes no idempotency-key")
    return visit_of(request)


def _asked_again(plan: Plan, change: Change) -> Asked:
    return Asked(
        day=plan.day,
        policy=plan.policy,
        factor=plan.factor,
        seconds=change.seconds,
        fractions=list(plan.fractions),
        missing_share=1.0,  # who made the plan has taken that
        orders=changed(plan.orders, change),
    )


def _again(made: Made, kept: Kept, afoot: Afoot) -> Made:
    going_on = continued(made, afoot)
    return replace(going_on, plan=replace(going_on.plan, by=kept.plan.by))


async def _keep(
    city: City, name: str, made: Made, seen: Mapping[str, int] | None = None
) -> None:
    """Record a plan and its rounds.

    seen: what it was made of, by URN its position in the ledger

    Raises Conflict where one of them was changed meanwhile.
    """
    expect = [
        Expect(entity=urn, attribute=DEFINITION, position=position)
        for urn, position in (seen or {}).items()
    ]
    stated = list(observations_of(name, made))
    await city.record(stated, current=True, expect=expect)


def _streamed(lines: AsyncIterator[bytes]) -> Response:
    headers = {"cache-control": "no-store"}
    return StreamingResponse(lines, headers=headers, media_type="application/x-ndjson")


async def _told(
    made: AsyncIterator[Making], keep: Callable[[Made], Awaitable[object]]
) -> AsyncIterator[bytes]:
    """Yield how far it is, then what was kept; or why there is nothing to keep."""
    try:
        async for one in made:
            line = _line(one) if isinstance(one, Progress) else await keep(one)
            yield msgspec.json.encode(line) + b"\n"
    except CityError as error:
        yield b'{"problem":' + problem(error) + b"}\n"


def _line(progress: Progress) -> dict[str, object]:
    return {"progress": round(progress.share, 4), "cost": progress.cost}


def _for(asked: Frontier, factor: float) -> Asked:
    return Asked(
        day=asked.day,
        factor=factor,
        seconds=asked.seconds,
        fractions=asked.fractions,
        missing_share=asked.missing_share,
    )


async def _points(
    city: City,
    asked: Frontier,
    factors: Sequence[float],
    first: Ready,
    now: datetime,
) -> AsyncIterator[bytes]:
    """Yield how far all points are, then the points."""
    points = []
    try:
        for number, factor in enumerate(factors):
            made_of = (
                first if not number else await ready(city, _for(asked, factor), now)
            )
            async for one in making(made_of, "frontier", now):
                if isinstance(one, Progress):
                    share = (number + one.share) / len(factors)
                    yield msgspec.json.encode(_line(replace(one, share=share))) + b"\n"
                else:
                    points.append(_point(factor, one.plan))
    except CityError as error:
        yield b'{"problem":' + problem(error) + b"}\n"
        return
    yield msgspec.json.encode({"frontier": points}) + b"\n"


def _point(factor: float, plan: Plan) -> dict[str, object]:
    overflow_cost = round(plan.policy.overflow_cost * factor, 2)
    return {"factor": factor, "overflow_cost": overflow_cost, "totals": plan.totals}


async def _shown(city: City, name: str) -> dict[str, object]:
    kept = await plan_named(city, name)
    rounds = await rounds_in(city, kept.plan)
    fleet = await fleet_of(city)
    vehicles = {round_.vehicle for _, round_ in rounds.values()}
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


ANSWERS: Answers = {
    Verb.SEE: (
        ("plans", "GET", show_plans),
        ("plans/{plan}", "GET", show_plan),
        ("plans/{plan}/why/{container}", "GET", explain),
        ("plans/{one}/against/{other}", "GET", compare),
    ),
    Verb.RECORD: (
        ("plans", "POST", make_plan),
        ("plans/{plan}/change", "POST", change_plan),
        ("frontier", "POST", show_frontier),
    ),
}
