"""What waits before the door, and who lets it in."""

from secrets import token_bytes

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.inventory.admission import (
    Admission,
    admitted,
    waiting_shown,
    waiting_urn,
)
from mesto.domains.emobility.refusals import NO_CONNECTION, NOBODY_WAITS
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.plugin import Answers
from mesto.kernel.registry import PREFIX
from mesto.kernel.text import refusal
from mesto.names.charging import WAITING
from mesto.web.answers import answer_json
from mesto.web.asker import gone, host_of, said, visit_of
from mesto.web.body import read_body
from mesto.web.once import record_once
from mesto.web.picture import Picture


async def list_waiting(request: Request, _picture: Picture) -> Response:
    """List the stations that wait to be let in, the last one first."""
    found = await host_of(request).entities(WAITING)
    shown = [waiting_shown(one) for one in found.values()]
    shown.sort(key=lambda one: one["last"], reverse=True)
    return answer_json(request, {"items": shown})


async def let_in(request: Request, _picture: Picture) -> Response:
    """Let a station in, which waits or will come.

    Raises Malformed for what cannot be, e.g. a connection that is none.
    """
    admission = await read_body(request, Admission)
    city = visit_of(request)
    urn = waiting_urn(admission.connection, admission.identity)
    connection = PREFIX + admission.connection
    found = await city.present([urn, connection, admission.station])
    if connection not in found:
        raise refusal(Malformed, NO_CONNECTION, place=("connection",))
    known = admission.station in found
    told = admitted(admission, found.get(urn), known=known, salt=token_bytes(16))
    seen = [said(one.urn, one.attribute, one.value, one.kind) for one in told]
    if urn in found:
        seen.append(gone(urn))
    await record_once(request, seen, None)
    return answer_json(request, {"id": seen[0].entity})


async def turn_away(request: Request, _picture: Picture) -> Response:
    """Forget a station that waits. Raises NotFound where it does not."""
    parts = request.path_params
    urn = waiting_urn(parts["connection"], parts["identity"])
    if urn not in await visit_of(request).present([urn]):
        raise refusal(NotFound, NOBODY_WAITS)
    await record_once(request, [gone(urn)], None)
    return answer_json(request, {"id": urn})


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Answers = {
    Verb.CONNECT: (
        ("waiting", "GET", list_waiting),
        ("waiting/{connection}/{identity}", "DELETE", turn_away),
        ("stations", "POST", let_in),
    ),
}
