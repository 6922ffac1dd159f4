"""When alarms of a layer are said to flap: what holds, and what a town says of it."""

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.script import with_both_scripts
from mesto.operations.alarms.damping import DAMPING, Definition, written
from mesto.operations.written import urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import Draft, drop, keep, shown


async def show_dampings(request: Request, picture: Picture) -> Response:
    """List every layer with what its service says, and what the town says instead."""
    said = await visit_of(request).entities(DAMPING)
    listed = [
        {
            "type": layer.type,
            "title": with_both_scripts(layer.title),
            "usual": written(layer.damping),
            "said": shown(said[urn]) if urn in said else None,
        }
        for _, layer in picture.layers
        for urn in [urn_of(DAMPING, layer.type)]
    ]
    return answer_json(request, listed)


async def keep_damping(request: Request, picture: Picture) -> Response:
    """Say when alarms of a layer flap. Raises Malformed, NotFound and Conflict."""
    urn = _urn(request, picture)
    draft = await read_body(request, Draft)
    read_written(draft.definition, Definition, at=("definition",))
    return answer_json(request, shown(await keep(request, urn, draft)))


async def drop_damping(request: Request, picture: Picture) -> Response:
    """Let what its service says hold again. Raises NotFound."""
    return await drop(request, _urn(request, picture))


def _urn(request: Request, picture: Picture) -> str:
    type_ = str(request.path_params["type"])
    if type_ not in picture.types:
        raise NotFound(f"there is no layer of {type_}")
    return urn_of(DAMPING, type_)
