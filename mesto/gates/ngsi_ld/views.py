"""Which representation a request asks for.

Source: ETSI GS CIM 009, 6.3.7 (options and format), 6.3.11 (sysAttrs), 6.4.3.2.
"""

from typing import Final

from mesto.gates.ngsi_ld.codec.encode import Shape, View
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.problem import BadRequestData, InvalidRequest
from mesto.gates.ngsi_ld.query.projection import Projection, read_projection, whole
from mesto.gates.ngsi_ld.request import GEO_JSON, JSON, LD_JSON, Request
from mesto.kernel.model import LOCATION

#: Parameters that choose a representation, beside `options` and `format`.
VIEW_PARAMETERS: Final = frozenset(
    {"attrs", "pick", "omit", "lang", "datasetId", "geometryProperty"}
)
SYS_ATTRS: Final = "sysAttrs"

_SHAPES: Final = {
    "normalized": Shape.NORMALIZED,
    "concise": Shape.CONCISE,
    "simplified": Shape.SIMPLIFIED,
    "keyValues": Shape.SIMPLIFIED,
}


def read_view(
    request: Request, context: Context, *, also: frozenset[str] = frozenset()
) -> View:
    """Return the View a request asks for.

    also: words of `options` that mean something else to the caller
    """
    parameters = request.parameters
    if not parameters:
        return View()
    pick, omit = (_projection(request, name, context) for name in ("pick", "omit"))
    if "geometryProperty" in parameters and _wants_json(request):
        raise BadRequestData("geometryProperty goes with application/geo+json only")
    if set(pick) & whole(omit):
        raise BadRequestData("pick and omit name the same member")
    if "attrs" in parameters and (pick or omit):
        raise BadRequestData("attrs does not go with pick and omit")
    return View(
        shape=read_shape(request, also=also),
        sys_attrs=SYS_ATTRS in request.options,
        attributes=_names(request.words("attrs"), context),
        pick=frozenset(pick) or None,
        omit=whole(omit),
        lang=parameters.get("lang"),
        datasets=frozenset(request.words("datasetId")) or None,
        geometry=context.expand(parameters.get("geometryProperty", LOCATION)),
    )


def read_shape(request: Request, *, also: frozenset[str] = frozenset()) -> Shape:
    """Return how much shall be said about each attribute.

    Raises InvalidRequest for a word of `options` that nobody knows.
    """
    words = request.options
    if not words:
        return Shape.NORMALIZED
    unknown = words - _SHAPES.keys() - {SYS_ATTRS} - also
    if unknown:
        raise InvalidRequest(f"unknown option {', '.join(sorted(unknown))}")
    named = request.parameters.get("format")
    if named in _SHAPES:
        return _SHAPES[named]
    shapes = {_SHAPES[word] for word in words if word in _SHAPES}
    if len(shapes) > 1:
        raise BadRequestData("options name several representations")
    return next(iter(shapes), Shape.NORMALIZED)


def _wants_json(request: Request) -> bool:
    return request.accepted(JSON, LD_JSON, GEO_JSON) != GEO_JSON


def _projection(request: Request, name: str, context: Context) -> Projection:
    said = request.parameters.get(name)
    return {} if said is None else read_projection(said, context.expand, name)


def _names(words: tuple[str, ...], context: Context) -> frozenset[str] | None:
    if not words:
        return None
    return frozenset(map(context.expand, words))
