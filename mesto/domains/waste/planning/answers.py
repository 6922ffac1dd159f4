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
  factor}], unforetold}`, the newest first; `unforetold`: of how many containers the
  outlook is still being made.
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

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.planning.afoot import Afoot, continued
from mesto.domains.waste.planning.frontier import show_frontier
from mesto.domains.waste.planning.lines import planning, streamed, told
from mesto.domains.waste.planning.making import Asked, making, ready
from mesto.domains.waste.planning.orders import Change, changed
from mesto.domains.waste.planning.plans import PLAN, Kept, Made, Plan, round_urn
from mesto.domains.waste.planning.shown import (
    compare,
    explain,
    show_plan,
    show_plans,
    shown,
)
from mesto.domains.waste.planning.store import (
    afoot_in,
    name_of_plan,
    observations_of,
    plan_named,
)
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Conflict
from mesto.kernel.plugin import Answers
from mesto.operations.written import DEFINITION, urn_of
from mesto.web.body import read_body
from mesto.web.picture import Picture


async def make_plan(request: Request, _picture: Picture) -> Response:
    """Make a plan and keep it; tell how far it is.

    Raises Infeasible where nothing can be planned, or only from a part of the town.
    """
    asked = await read_body(request, Asked)
    visit, now = planning(request), datetime.now(UTC)
    made_of = await ready(visit.host, asked, now)
    name = name_of_plan(made_of.day)

    async def keep(made: Made) -> object:
        by = replace(made.plan, by=visit.principal.name)
        await _keep(visit, name, replace(made, plan=by))
        return {"plan": await shown(visit, name)}

    return streamed(told(making(made_of, name, now), keep))


async def change_plan(request: Request, _picture: Picture) -> Response:
    """Plan anew: something is locked, banned, moved, or a vehicle is down.

    Raises NotFound, Conflict where others changed the plan meanwhile, and Infeasible.
    """
    change = await read_body(request, Change)
    visit, now = planning(request), datetime.now(UTC)
    kept = await plan_named(visit, str(request.path_params["plan"]))
    if change.version not in {0, kept.version}:
        changed_since = "somebody else has changed this plan meanwhile"
        raise Conflict(changed_since, version=kept.version)
    afoot = await afoot_in(visit, kept.plan, change, now)
    made_of = await ready(visit.host, _asked_again(kept.plan, change), now, afoot)

    async def keep(made: Made) -> object:
        seen = {round_urn(one.name): one.version for one in afoot.rounds.values()}
        seen[urn_of(PLAN, kept.name)] = kept.version
        await _keep(visit, kept.name, _again(made, kept, afoot), seen)
        return {"plan": await shown(visit, kept.name)}

    return streamed(told(making(made_of, kept.name, now), keep))


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
