"""Which entities a request means: its parameters put together. Pure.

Source: ETSI GS CIM 009 v1.8.1, 5.7.2 (query), 5.2.23 (Query), 5.2.33 (EntitySelector).
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
import orjson

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.query.geo import read_geometry, read_place
from mesto.gates.ngsi_ld.query.order import read_order
from mesto.gates.ngsi_ld.query.pattern import check_pattern
from mesto.gates.ngsi_ld.query.q import read_q
from mesto.gates.ngsi_ld.query.scope import read_scopes
from mesto.gates.ngsi_ld.query.types import ANY_ENTITY, read_types
from mesto.kernel.errors import Malformed
from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Condition,
    IdIn,
    IdLike,
    Order,
    Place,
)

#: Parameters that say which entities are meant.
SELECTION_PARAMETERS: Final = frozenset(
    {
        "id",
        "type",
        "idPattern",
        "attrs",
        "q",
        "csf",
        "geometry",
        "georel",
        "coordinates",
        "geoproperty",
        "scopeQ",
        "orderBy",
        "orderFrom",
        "orderGeometry",
        "expandValues",
        "jsonKeys",
    }
)
#: Parameters of which at least one must be there; otherwise everything is meant.
NARROWING: Final = ("type", "attrs", "q", "georel")

#: Members of OrderingParams in the body of a query, by the parameters they stand for.
_ORDERING: Final = {
    "orderBy": "orderBy",
    "coordinates": "orderFrom",
    "geometry": "orderGeometry",
}
_GEO: Final = ("georel", "geometry", "coordinates")
_NO_ATTRIBUTES: Final = frozenset({"id", "type"})
_SELECTORS_MAX: Final = 1_000


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Which entities, in which order."""

    where: Condition
    attributes: tuple[str, ...] = ()  #: kernel names; at least one must be there
    place: Place | None = None
    order: tuple[Order, ...] = ()


def read_selection(
    said: Mapping[str, str], context: Context, *, selectors: object = None
) -> Selection:
    """Read parameters by name; `selectors` are those in the body of a POST query.

    Raises Malformed if a part is wrong, or if nothing narrows the selection down.
    """
    if selectors is None and said.get("local") != "true":
        _refuse_everything(said)
    attributes = split_words(said.get("attrs"), "attrs")
    if not _NO_ATTRIBUTES.isdisjoint(attributes):
        raise Malformed("id and type are no attributes", parameter="attrs")
    geo = any(name in said for name in _GEO)
    return Selection(
        where=AllOf(tuple(read_conditions(said, context, selectors))),
        attributes=tuple(map(context.expand, attributes)),
        place=read_place(said, context.expand) if geo else None,
        order=_read_order(said, context),
    )


def _read_order(said: Mapping[str, str], context: Context) -> tuple[Order, ...]:
    """Read what entities are sorted by, and from where distances are."""
    origin = None
    if "orderFrom" in said:
        kind = said.get("orderGeometry", "Point")
        origin = read_geometry(kind, said["orderFrom"])
    order = said.get("orderBy")
    return () if order is None else read_order(order, context.expand, origin)


def read_body(body: Mapping[str, object]) -> dict[str, str]:
    """Return what a Query in a body says, as parameters say it.

    Raises Malformed if it is no Query.
    """
    if body.get("type") != "Query":
        raise Malformed("the body is no Query", parameter="type")
    geo = body.get("geoQ", {})
    if not isinstance(geo, Mapping):
        raise Malformed("geoQ is no object", parameter="geoQ")
    ordering = body.get("ordering", {})
    if not isinstance(ordering, Mapping):
        raise Malformed("ordering is no object", parameter="ordering")
    order = {
        parameter: ordering[member]
        for member, parameter in _ORDERING.items()
        if member in ordering
    }
    no_words = {"type": None, "entities": None, "ordering": None}
    said = {**body, **geo, **order, **no_words}
    return {
        name: as_word(name, value) for name, value in said.items() if value is not None
    }


def split_words(text: str | None, name: str) -> tuple[str, ...]:
    """Part a comma-separated parameter; an empty element is refused."""
    words = () if text is None else tuple(word.strip() for word in text.split(","))
    if not all(words):
        raise Malformed(f"{name} has an empty element", parameter=name)
    return words


def _refuse_everything(said: Mapping[str, str]) -> None:
    if not any(said.get(name) for name in NARROWING):
        raise Malformed(f"too wide a query; say one of {', '.join(NARROWING)}")


def read_conditions(
    said: Mapping[str, str], context: Context, selectors: object
) -> Iterator[Condition]:
    """Yield what parameters and the selectors of a body ask of entities.

    What the gate keeps for itself is meant only where it is asked for by its type.
    """
    yield from _identify(said, context)
    if "type" not in said and selectors is None:
        yield ANY_ENTITY
    if selectors is not None:
        yield _select_any(selectors, context)
    if "q" in said:
        plain = split_words(said.get("jsonKeys"), "jsonKeys")
        names = split_words(said.get("expandValues"), "expandValues")
        full_names = [name for name in names if name not in plain]
        yield read_q(said["q"], context.expand, full_names, context.iri)
    if "scopeQ" in said:
        yield read_scopes(said["scopeQ"])


def _identify(said: Mapping[str, str], context: Context) -> Iterator[Condition]:
    """Yield what type, id and idPattern ask for."""
    if "type" in said:
        yield read_types(said["type"], context.expand)
    if "id" in said:
        urns = split_words(said["id"], "id")
        yield IdIn(tuple(check_uri(urn, "id") for urn in urns))
    elif "idPattern" in said:
        yield IdLike(check_pattern(said["idPattern"], "idPattern"))


def _select_any(selectors: object, context: Context) -> Condition:
    if not isinstance(selectors, list) or not 0 < len(selectors) <= _SELECTORS_MAX:
        raise Malformed("entities is a list of selectors", parameter="entities")
    return AnyOf(tuple(_select(one, context) for one in selectors))


def _select(selector: object, context: Context) -> Condition:
    if not isinstance(selector, Mapping) or "type" not in selector:
        raise Malformed("a selector of entities says a type", parameter="entities")
    said = {
        name: as_word(name, value)
        for name, value in selector.items()
        if name in ("id", "type", "idPattern")
    }
    return AllOf(tuple(_identify(said, context)))


def as_word(name: str, value: object) -> str:
    """Return a value of a body as it would stand in a parameter."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and name != "coordinates":
        words = [one for one in value if isinstance(one, str)]
        if len(words) == len(value):
            return ",".join(words)
    return orjson.dumps(value).decode()
