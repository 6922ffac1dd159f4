"""Where chargers could be: a ranked list with reasons, and as a table."""

import asyncio
import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.refusals import SEES_A_PART
from mesto.domains.emobility.siting.cables import HOURS, Net
from mesto.domains.emobility.siting.rank import Choice, ranked
from mesto.domains.emobility.siting.reading import read_demand, read_net
from mesto.domains.emobility.siting.words import reasons
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Forbidden
from mesto.kernel.plugin import Answers
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import refusal
from mesto.web.answers import answer, answer_json
from mesto.web.asker import host_of, visit_of
from mesto.web.picture import Picture

MOST: Final = 300  #: posts that are shown
CSV: Final = "text/csv; charset=utf-8"
COLUMNS: Final = (
    *("rank", "score", "post", "name", "longitude", "latitude", "why_not"),
    *("cable", "limit_a", "lines", "area_mm2", "copper", "least_m", "most_m"),
    *("drop_low_percent", "drop_high_percent", "bound", "nearest_m"),
    *("sessions_90_days", "parking_taken", "wishes"),
    *(f"points_{name}" for name in ("energy", "distance", "parking", "sessions")),
    "points_wishes",
    *(f"used_a_{hour:02}" for hour in range(HOURS)),
    *(f"kw_{hour:02}" for hour in range(HOURS)),
)


async def show_sites(request: Request, _picture: Picture) -> Response:
    """Show posts that could carry a charger, the best first, and why."""
    choices, net, _ = await _choices(request)
    shown = [_shown(one, net) for one in choices[:MOST]]
    return answer_json(
        request,
        {
            "items": shown,
            "looked_at": len(choices),
            "recommended": sum(one.rank > 0 for one in choices),
        },
    )


async def show_table(request: Request, _picture: Picture) -> Response:
    """Hand out all that the list rests on, a post a row."""
    choices, net, before = await _choices(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(one, net, before) for one in choices)
    headers = {"content-disposition": 'attachment; filename="charging-sites.csv"'}
    return answer(request, text.getvalue().encode(), CSV, headers=headers)


async def _choices(
    request: Request,
) -> tuple[list[Choice], Net, dict[str, tuple[float, ...]]]:
    """Rank all posts; also return what was drawn before any of them was given.

    Raises Forbidden for who sees a part of the town only: a cable carries all of it.
    """
    if not visit_of(request).sees_all:
        raise refusal(Forbidden, SEES_A_PART)
    city = host_of(request)
    net, posts = await read_net(city)
    demand = await read_demand(city)
    before = {urn: tuple(net.used(urn)) for urn in net.cables}
    return await asyncio.to_thread(ranked, posts, net, demand), net, before


def _shown(choice: Choice, net: Net) -> dict[str, Any]:
    room = choice.room
    return {
        "id": choice.post.urn,
        "name": choice.post.name,
        "place": list(choice.post.place),
        "rank": choice.rank,
        "score": choice.score,
        "cable": net.cables[choice.post.cable].name,
        "kw": list(room.kw) if room else [],
        "reasons": [with_both_scripts(one) for one in reasons(choice, net)],
    }


def _row(
    choice: Choice, net: Net, before: dict[str, tuple[float, ...]]
) -> Iterator[object]:
    post, room, wanted = choice.post, choice.room, choice.wanted
    cable = net.cables[post.cable]
    yield from (choice.rank or "", choice.score, post.urn, post.name)
    yield from (*post.place, choice.why_not, cable.urn, cable.limit_a, cable.lines)
    yield from (cable.area_mm2, cable.copper, round(post.least_m, 1))
    yield round(post.most_m, 1)
    yield from (round(one, 2) for one in room.drop) if room else ("", "")
    yield from (room.bound if room else "", wanted.nearest_m, wanted.sessions)
    yield from (wanted.parking, wanted.wishes)
    yield from choice.points.values()
    yield from (round(one, 2) for one in before[post.cable])
    yield from room.kw if room else [""] * HOURS


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Answers = {
    Verb.SEE: (
        ("sites", "GET", show_sites),
        ("sites/data", "GET", show_table),
    ),
}
