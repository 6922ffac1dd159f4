"""What the town allows to be tried by itself when a station fails."""

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.faults.upkeep import URN, Upkeep
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers
from mesto.operations.written import read_definition
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import Draft, keep, shown


class UpkeepDraft(Draft, frozen=True, kw_only=True):
    """What is allowed, as it is sent."""

    definition: Upkeep


async def show_upkeep(request: Request, _picture: Picture) -> Response:
    """Show what is tried by itself when a station fails."""
    written = (await visit_of(request).present([URN])).get(URN)
    allowed = (written and read_definition(written, Upkeep)) or Upkeep()
    version = 0 if written is None else shown(written)["version"]
    return answer_json(request, {"definition": allowed, "version": version})


async def keep_upkeep(request: Request, _picture: Picture) -> Response:
    """Keep what is allowed. Raises Malformed for what cannot be, and Conflict."""
    draft = await read_body(request, UpkeepDraft)
    kept = shown(await keep(request, URN, draft))
    return answer_json(
        request, {name: kept[name] for name in ("definition", "version")}
    )


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Answers = {
    Verb.SEE: (("upkeep", "GET", show_upkeep),),
    Verb.RECORD: (("upkeep", "PUT", keep_upkeep),),
}
