"""Rehearsing collection on past days; how far it is, then what would have been.

The answer is a line of JSON now and then, `{"progress": 0.25}`, at last
`{"result": …}`. Who hangs up calls it off.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.domains.waste.nouns import CONTAINER
from mesto.domains.waste.rehearsal.asked import Asked, check
from mesto.domains.waste.rehearsal.compute import Came, rehearse
from mesto.domains.waste.rehearsal.reading import Ready, ready_of
from mesto.kernel.access.rights import Verb
from mesto.kernel.apart import apart
from mesto.kernel.plugin import Answers
from mesto.kernel.question.stated import Stated
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture


async def show_choices(request: Request, _picture: Picture) -> Response:
    """List the kinds of waste that can be rehearsed, with how many containers."""
    question = Stated(types=[CONTAINER], attributes=["storedWasteKind"])
    counts: dict[str, int] = {}
    for said in (await visit_of(request).ask(question)).values():
        kind = said.get("storedWasteKind")
        if isinstance(kind, str):
            counts[kind] = counts.get(kind, 0) + 1
    return answer_json(request, {"fractions": counts})


async def rehearse_collection(request: Request, picture: Picture) -> Response:
    """Say what ways to decide who is emptied would have come to on past days.

    Raises Malformed, with the place, for what cannot be rehearsed.
    """
    asked = await read_body(request, Asked)
    check(asked, datetime.now(picture.municipality.zone).date())
    ready = await ready_of(visit_of(request), asked)
    return StreamingResponse(
        _told(asked, ready),
        headers={"cache-control": "no-store"},
        media_type="application/x-ndjson",
    )


async def _told(asked: Asked, ready: Ready) -> AsyncIterator[bytes]:
    """Yield how far it is, then the result."""
    came: list[Came] = []
    told = 0.0
    playing = apart(rehearse, list(asked.policies), ready.stage)
    async for one in playing:
        if isinstance(one, Came):
            came.append(one)
        elif one - told > 0.01:  # noqa: PLR2004 - a hundred lines are enough
            told = one
            yield orjson.dumps({"progress": round(one, 3)}) + b"\n"
    yield msgspec.json.encode({"result": _result(asked, ready, came)}) + b"\n"


def _result(asked: Asked, ready: Ready, came: list[Came]) -> dict[str, object]:
    policy, fills = ready.policy, ready.stage.ground.fills
    return {
        "policies": [
            one._asdict()
            | {
                "policy": asked.policies[one.number],
                "money": one.km * policy.km_cost + one.hours * policy.hour_cost,
                "overflow_money": one.over_days * policy.overflow_cost,
                "kg": one.km * policy.litres_per_km * policy.co2_kg_per_litre,
            }
            for one in came
        ],
        "days": asked.days,
        "containers": fills.containers,
        "silent": ready.silent,
        "known": float(fills.known.mean()),
        "depot_known": ready.depot_known,
        "by_streets": ready.stage.roads is not None,
        "currency": policy.currency,
    }


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (
        ("rehearse", "GET", show_choices),
        ("rehearse", "POST", rehearse_collection),
    ),
}
