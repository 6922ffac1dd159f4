"""Handing out the logs that stations brought, and deleting them."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.logs.log import (
    CAME,
    LOG,
    STATUS,
    deleted,
    handed_out,
    log_urn,
)
from mesto.domains.emobility.refusals import NO_LOG, NO_LOG_FILE
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers
from mesto.kernel.question.brought import Brought, ForgetBrought
from mesto.kernel.text import refusal
from mesto.names.charging import STATION
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture


async def hand_out_log(request: Request, picture: Picture) -> Response:
    """Hand out a log, and note to whom.

    Raises NotFound where there is none, or it is not kept.
    """
    log, visit = await _asked_log(request, picture), visit_of(request)
    content = await visit.host.ask(Brought(log.id))
    if content is None or log.value(STATUS) != CAME:
        raise refusal(NotFound, NO_LOG_FILE)
    await visit.host.record(handed_out(log.id, visit.principal.name))
    name = quote(str(log.value("fileName")), safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(content, 200, headers, "application/octet-stream")


async def delete_log(request: Request, picture: Picture) -> Response:
    """Delete the file of a log, and note who did. Raises NotFound as above."""
    log, visit = await _asked_log(request, picture), visit_of(request)
    if log.value(STATUS) != CAME:
        raise refusal(NotFound, NO_LOG_FILE)
    await visit.host.ask(ForgetBrought([log.id]))
    await visit.host.record(deleted(log.id, visit.principal.name))
    return answer_json(request, {})


async def _asked_log(request: Request, picture: Picture) -> Entity:
    """Return the log of a station that the path names. Raises NotFound."""
    await picture.ready()
    _, station = await asked.entity(request, picture)
    urn = log_urn(station.id, str(request.path_params["log"]))
    log = (await visit_of(request).present([urn])).get(urn)
    if log is None or LOG not in log.types or STATION not in station.types:
        raise refusal(NotFound, NO_LOG)
    return log


#: Answers below /api/{city}/emobility, by what who asks has to be allowed. A log may
#: tell who charged where, so that only who tells stations what to do may read it.
ANSWERS: Answers = {
    Verb.COMMAND: (
        ("stations/{number:int}/logs/{log}", "GET", hand_out_log),
        ("stations/{number:int}/logs/{log}", "DELETE", delete_log),
    ),
}
