"""What is written about waste: list, read, keep, drop, put back; and the fleet."""

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.inventory.kinds import KINDS
from mesto.domains.waste.inventory.policy import TOWN, Policy
from mesto.domains.waste.inventory.reading import fleet_of, policy_of
from mesto.domains.waste.nouns import POLICY
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers
from mesto.operations.written import urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture
from mesto.web.sorts import doors_of, shown_as
from mesto.web.written import shown


async def show_kinds(request: Request, _picture: Picture) -> Response:
    """List all that is written about waste, by kind."""
    city = visit_of(request)
    listed = {
        kind: [
            shown_as(entity, sort)
            for entity in (await city.entities(sort.entity)).values()
        ]
        for kind, sort in KINDS.items()
    }
    return answer_json(request, listed)


async def show_fleet(request: Request, _picture: Picture) -> Response:
    """List vehicles, depots and disposal sites, and what of them cannot be used."""
    fleet = await fleet_of(visit_of(request))
    listed = {
        "vehicles": list(fleet.vehicles.values()),
        "depots": list(fleet.depots.values()),
        "sites": list(fleet.sites.values()),
        "mistakes": [one._asdict() for one in fleet.mistakes],
    }
    return answer_json(request, msgspec.to_builtins(listed))


async def show_policy(request: Request, _picture: Picture) -> Response:
    """Show the policy that holds, and the usual one; version 0: none is written."""
    city, urn = visit_of(request), urn_of(POLICY, TOWN)
    written = (await city.present([urn])).get(urn)
    holds = {
        "name": TOWN,
        "version": shown(written)["version"] if written else 0,
        "definition": await policy_of(city),
        "usual": Policy(),
    }
    return answer_json(request, msgspec.to_builtins(holds))


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (
        ("written", "GET", show_kinds),
        ("fleet", "GET", show_fleet),
        ("policy", "GET", show_policy),
        *doors_of(KINDS, Verb.SEE),
    ),
    Verb.RECORD: doors_of(KINDS, Verb.RECORD),
}
