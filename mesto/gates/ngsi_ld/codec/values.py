"""Checking what an attribute may hold: URIs, times, geometries, texts, names. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from mesto.gates.ngsi_ld.codec.kinds import GEOMETRIES, NULL
from mesto.gates.ngsi_ld.context import LONGEST_KEY, Context
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Kind

_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_SEPARATORS: Final = "--T::"  #: at every third place of 2026-01-31T12:00:00Z from 4 on
_DEEPEST: Final = 64  #: lists and objects in a value
_SHAPE_MEMBERS: Final = frozenset({"coordinates", "geometries"})
_SCOPE: Final = re.compile(r"/?[^\W\d][\w\-]*(/[^\W\d][\w\-]*)*/?")


def check_uri(text: object, what: str) -> str:
    """Return `text` if it is a URI.

    Raises Malformed, naming `what`, if it is not.
    """
    if isinstance(text, str) and _URI.fullmatch(text):
        return text
    raise Malformed(f"{what} must be a URI, not {text!r:.100}")


def check_key(text: object, what: str) -> str:
    """Return `text` if it is a URI that is short enough to be looked up by.

    Raises Malformed, naming `what`, if it is not.
    """
    if isinstance(text, str) and len(text) > LONGEST_KEY:
        raise Malformed(f"{what} is longer than {LONGEST_KEY} characters")
    return check_uri(text, what)


def check_within(value: Any, *, nulls: bool, depth: int = 0) -> None:
    """Raise Malformed for JSON nested too deep, or with an NGSI-LD Null (5.5.4).

    nulls: whether NGSI-LD Nulls may be inside
    """
    if not isinstance(value, dict | list):
        return
    if depth > _DEEPEST:
        raise Malformed(f"a value is nested deeper than {_DEEPEST}")
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            check_within(part, nulls=nulls, depth=depth + 1)
        elif part == NULL and not nulls:
            raise Malformed(f"{NULL} can only be said in a merge or partial update")


def read_time(text: object, what: str) -> datetime:
    """Return the moment a DateTime of NGSI-LD names (4.6.3).

    Raises Malformed, naming `what`, if it has no zone or is no time.
    """
    if isinstance(text, str) and text[4:17:3] == _SEPARATORS:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            in_range = 1 < moment.year < 9999  # noqa: PLR2004 - in any zone
            if in_range and moment.tzinfo is not None:
                return moment
    raise Malformed(f"{what} must be a DateTime with a zone, not {text!r:.100}")


def read_scopes(said: object) -> list[str]:
    """Return scopes, one or a list, as a list (4.18).

    Raises Malformed if one is not a path of names.
    """
    scopes = [said] if isinstance(said, str) else said
    if not isinstance(scopes, list) or not scopes:
        raise Malformed("scope must be a text or a list of texts")
    for scope in scopes:
        if not isinstance(scope, str) or not _SCOPE.fullmatch(scope):
            raise Malformed(f"{scope!r:.100} is no scope")
        if len(scope) > LONGEST_KEY:
            raise Malformed(f"a scope is longer than {LONGEST_KEY} characters")
    return scopes


def read_value(kind: Kind, value: Any, context: Context) -> Any:
    """Return what the kernel keeps of a value of `kind`.

    Raises Malformed if the kind cannot hold it.
    """
    if value is None and kind is not Kind.JSON_PROPERTY:
        raise Malformed("null is no value; urn:ngsi-ld:null removes one")
    reader = _READERS.get(kind)
    return value if reader is None else reader(value, context)


def is_geometry(value: object) -> bool:
    """Whether a value looks like a GeoJSON geometry."""
    if not isinstance(value, dict) or value.keys().isdisjoint(_SHAPE_MEMBERS):
        return False
    word = value.get("type")
    return isinstance(word, str) and word in GEOMETRIES


def read_geometry(value: Any, _: Context | None = None) -> Any:
    """Return a GeoJSON geometry, given as an object or as its text.

    Raises Malformed if it is none. Source: RFC 7946, 3.1.
    """
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise Malformed("a GeoProperty holds a GeoJSON geometry") from error
    if not is_geometry(value):
        raise Malformed("a GeoProperty holds a GeoJSON geometry")
    if value["type"] == "GeometryCollection":
        parts = value.get("geometries")
        if not isinstance(parts, list):
            raise Malformed("a GeometryCollection has a list of geometries")
        for part in parts:
            if isinstance(part, dict) and part.get("type") == "GeometryCollection":
                raise Malformed("a GeometryCollection in another is not read")
            read_geometry(part)
        return value
    _SHAPES[value["type"]](value.get("coordinates"))
    return value


def _read_object(value: Any, _: Context) -> Any:
    if isinstance(value, list) and value:
        return [check_uri(uri, "object") for uri in value]
    return check_uri(value, "object")


def _read_objects(value: Any, _: Context) -> list[str]:
    if not isinstance(value, list):
        raise Malformed("objectList must be a list")
    return [
        check_uri(part.get("object") if isinstance(part, dict) else part, "object")
        for part in value
    ]


def _read_texts(value: Any, _: Context) -> Any:
    if not isinstance(value, dict) or not value:
        raise Malformed("languageMap must map languages to texts")
    for text in value.values():
        texts = text if isinstance(text, list) else [text]
        if not all(isinstance(part, str) for part in texts):
            raise Malformed("languageMap must map languages to texts")
    return value


def _read_names(value: Any, context: Context) -> Any:
    if isinstance(value, list) and value:
        return [_read_name(part, context) for part in value]
    return _read_name(value, context)


def _read_name(value: Any, context: Context) -> str:
    if not isinstance(value, str) or not value:
        raise Malformed("vocab must be a name or a list of names")
    return context.iri(value)


def _read_list(value: Any, _: Context) -> Any:
    if not isinstance(value, list):
        raise Malformed("valueList must be a list")
    if any(part is None for part in value):
        raise Malformed("null is no value in a valueList")
    return value


_READERS: Final[Mapping[Kind, Callable[[Any, Context], Any]]] = {
    Kind.RELATIONSHIP: _read_object,
    Kind.GEO_PROPERTY: read_geometry,
    Kind.LANGUAGE_PROPERTY: _read_texts,
    Kind.VOCAB_PROPERTY: _read_names,
    Kind.LIST_PROPERTY: _read_list,
    Kind.LIST_RELATIONSHIP: _read_objects,
}


def _position(said: object) -> None:
    fits = isinstance(said, list) and len(said) in {2, 3}
    if not fits or not all(type(number) in _NUMBERS for number in _listed(said)):
        raise Malformed("a position is two or three numbers")


def _line(said: object) -> None:
    _several(_position, said, at_least=2)


def _ring(said: object) -> None:
    _several(_position, said, at_least=4)
    ring = _listed(said)
    if ring[0] != ring[-1]:
        raise Malformed("a ring of a polygon ends where it begins")


def _polygon(said: object) -> None:
    _several(_ring, said, at_least=1)


def _several(
    check: Callable[[object], None], said: object, *, at_least: int = 0
) -> None:
    parts = _listed(said)
    if len(parts) < at_least:
        raise Malformed("a geometry has too few coordinates")
    for part in parts:
        check(part)


def _listed(said: object) -> Sequence[Any]:
    if not isinstance(said, list):
        raise Malformed("coordinates are lists of numbers")
    return said


_NUMBERS: Final = frozenset({int, float})
_SHAPES: Final[Mapping[str, Callable[[object], None]]] = {
    "Point": _position,
    "MultiPoint": lambda said: _several(_position, said),
    "LineString": _line,
    "MultiLineString": lambda said: _several(_line, said),
    "Polygon": _polygon,
    "MultiPolygon": lambda said: _several(_polygon, said),
}
