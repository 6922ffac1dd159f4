"""Which representation a request asks for.

Source: ETSI GS CIM 009, 6.3.7 (options and format), 6.3.11 (sysAttrs), 6.4.3.2.
"""

from collections.abc import Mapping
from typing import Final

from mesto.gates.ngsi_ld.codec.encode import Shape, View
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.problem import BadRequestData, InvalidRequest
from mesto.gates.ngsi_ld.query.projection import read_projection, whole
from mesto.gates.ngsi_ld.query.selection import split_words
from mesto.gates.ngsi_ld.request import GEO_JSON, JSON, LD_JSON, Request
from mesto.kernel.model import LOCATION

#: Parameters that choose a representation, beside `options` and `format`.
VIEW_PARAMETERS: Final = frozenset(
    {"attrs", "pick", "omit", "lang", "datasetId", "geometryProperty"}
)
SYS_ATTRS: Final = "sysAttrs"

SHAPES: Final = {
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
    if "geometryProperty" in parameters and _wants_json(request):
        raise BadRequestData("geometryProperty goes with application/geo+json only")
    return choose(
        parameters,
        context,
        shape=read_shape(request, also=also),
        sys_attrs=SYS_ATTRS in request.options,
    )


def choose(
    said: Mapping[str, str], context: Context, *, shape: Shape, sys_attrs: bool
) -> View:
    """Return the View that parameters describe, wherever they were said.

    Raises BadRequestData where they contradict each other.
    """
    pick, omit = (
        read_projection(said[name], context.expand, name) if name in said else {}
        for name in ("pick", "omit")
    )
    if set(pick) & whole(omit):
        raise BadRequestData("pick and omit name the same member")
    if "attrs" in said and (pick or omit):
        raise BadRequestData("attrs does not go with pick and omit")
    return View(
        shape=shape,
        sys_attrs=sys_attrs,
        attributes=_names(split_words(said.get("attrs"), "attrs"), context),
        pick=frozenset(pick) or None,
        omit=whole(omit),
        lang=said.get("lang"),
        datasets=frozenset(split_words(said.get("datasetId"), "datasetId")) or None,
        geometry=context.expand(said.get("geometryProperty", LOCATION)),
    )


def read_shape(request: Request, *, also: frozenset[str] = frozenset()) -> Shape:
    """Return how much shall be said about each attribute.

    Raises InvalidRequest for a word of `options` that nobody knows.
    """
    words = request.options
    if not words:
        return Shape.NORMALIZED
    unknown = words - SHAPES.keys() - {SYS_ATTRS} - also
    if unknown:
        raise InvalidRequest(f"unknown option {', '.join(sorted(unknown))}")
    named = request.parameters.get("format")
    if named in SHAPES:
        return SHAPES[named]
    shapes = {SHAPES[word] for word in words if word in SHAPES}
    if len(shapes) > 1:
        raise BadRequestData("options name several representations")
    return next(iter(shapes), Shape.NORMALIZED)


def _wants_json(request: Request) -> bool:
    return request.accepted(JSON, LD_JSON, GEO_JSON) != GEO_JSON


def _names(words: tuple[str, ...], context: Context) -> frozenset[str] | None:
    if not words:
        return None
    return frozenset(map(context.expand, words))
