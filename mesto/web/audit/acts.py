"""Who did what: a page at a time, and as a file."""

from collections.abc import AsyncIterator

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.kernel.access.acts import note_first
from mesto.operations.audit.acts import EVER, Act, Wanted, acts_of
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture
from mesto.web.sheet import lines_of

PAGE, MOST = 100, 500
FILE_PAGE = 1_000
LONGEST = 200  #: of what is looked for
COLUMNS = ("at", "who", "verb", "whom", "about", "detail", "origin")


async def show_acts(request: Request, _picture: Picture) -> Response:
    """List what was done, newest first; `before` turns the page."""
    wanted = _wanted(request, asked.count(request, "limit", PAGE, MOST))
    page = await acts_of(visit_of(request), wanted)
    shown = [msgspec.to_builtins(act) for act in page.acts]
    return answer_json(request, {"acts": shown, "older": page.older})


async def export_acts(request: Request, _picture: Picture) -> Response:
    """Send everything that was asked for as CSV; that it was sent is noted."""
    city = visit_of(request)
    wanted = _wanted(request, FILE_PAGE)
    await note_first(city.database, "acts-exported", where=[city.name])

    async def lines() -> AsyncIterator[str]:
        yield lines_of([COLUMNS])
        page = await acts_of(city, wanted)
        yield "".join(map(_written, page.acts))
        while page.older is not None:
            older = msgspec.structs.replace(wanted, before=page.older)
            page = await acts_of(city, older)
            yield "".join(map(_written, page.acts))

    name = f"acts-{city.name}.csv"
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines(), headers=disposition, media_type="text/csv")


def _wanted(request: Request, limit: int) -> Wanted:
    """Read what is looked for. Raises Malformed for what is no moment."""
    given = request.query_params
    return Wanted(
        who=given.get("who", "")[:LONGEST],
        verb=given.get("verb", "")[:LONGEST],
        about=given.get("about", "")[:LONGEST],
        since=asked.moment(request, "since"),
        before=asked.moment(request, "before") or EVER,
        limit=limit,
    )


def _written(act: Act) -> str:
    detail = "" if act.detail in (None, {}) else orjson.dumps(act.detail).decode()
    cells = (act.who, act.verb, act.whom, act.about, detail, act.origin)
    return lines_of([(act.at.isoformat(), *cells)])
