"""Interlocks: what there is, keeping and dropping."""

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.mistake import read_written
from mesto.operations.commands.interlock import INTERLOCK, Definition, check
from mesto.operations.written import urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import Draft, drop, keep, name_in, shown


async def show_interlocks(request: Request, _picture: Picture) -> Response:
    """List every interlock."""
    found = await visit_of(request).entities(INTERLOCK)
    return answer_json(request, [shown(one) for one in found.values()])


async def keep_interlock(request: Request, _picture: Picture) -> Response:
    """Keep an interlock. Raises Malformed with the place, and Conflict."""
    urn = urn_of(INTERLOCK, name_in(request))
    draft = await read_body(request, Draft)
    check(read_written(draft.definition, Definition, at=("definition",)))
    return answer_json(request, shown(await keep(request, urn, draft)))


async def drop_interlock(request: Request, _picture: Picture) -> Response:
    """Throw an interlock away; its history stays. Raises NotFound."""
    return await drop(request, urn_of(INTERLOCK, name_in(request)))
