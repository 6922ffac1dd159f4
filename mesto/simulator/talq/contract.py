"""What TALQ 2.7.1 demands: its operations and schemas, and a check of any value. Pure.

A schema names its kinds by a discriminator: what is declared a Function and says it is
a LampActuatorFunction is checked as that. A kind nobody has heard of is a vendor's own
where the standard leaves room for it, and is checked as the kind it extends.

Source: `standard/talq-2.7.1.json`, made of the consortium's OpenAPI by `tools/talq.py`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

import orjson

VERSION: Final = "2.7.1"
ERRORS: Final = "TALQErrorMessage"

Schema: TypeAlias = Mapping[str, Any]  #: as JSON: anything may stand in it

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_CUT = 60  #: letters of a wrong value that are shown


#: What may be wrong with a value.
WHY: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "other": "{found} is no {wanted}",
    "none of": "{found} is none of {wanted}",
    "form": "{found} has not the form {wanted}",
    "range": "{found} is out of range",
    "many": "holds {found} items",
    "twice": "says the same twice",
    "unread": "cannot be read as JSON",
    "answer": "{found} is no answer to it",
}


class Wrong(NamedTuple):
    """Where a value is not as the standard demands, and why."""

    at: str  #: JSON pointer
    kind: str  #: of WHY
    found: str = ""
    wanted: str = ""

    @property
    def why(self) -> str:
        """Return why."""
        return WHY[self.kind].format(found=self.found, wanted=self.wanted)

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.at or '/'}: {self.why}"


class Parameter(NamedTuple):
    """What may stand behind the question mark."""

    name: str
    required: bool
    schema: Schema


class Operation(NamedTuple):
    """One thing that can be asked of a side."""

    name: str
    method: str
    path: str
    need: str  #: M where the profile `lighting` demands it, else O
    query: Sequence[Parameter]
    body: Schema | None
    answers: Mapping[str, Schema | None]  #: by status

    def __str__(self) -> str:
        """Name it as the standard does."""
        return f"{self.method} {self.path}"


@cache
def operations(side: str) -> Mapping[str, Operation]:
    """Return by name what a side can be asked: `gateway` or `cms`."""
    return {
        told["name"]: Operation(
            **{**told, "query": [Parameter(**one) for one in told["query"]]}
        )
        for told in _standard()[side]
    }


def schema(name: str) -> Schema:
    """Return a schema by its name. Raises KeyError."""
    found: Schema = _standard()["schemas"][name]
    return found


def members(name: str) -> dict[str, Schema]:
    """Return the properties of a kind, those it inherits among them."""
    own = schema(name)
    found = dict(own.get("properties", {}))
    for part in own.get("allOf", ()):
        found |= members(part["$ref"]) if "$ref" in part else part.get("properties", {})
    return found


@cache
def kinds(name: str) -> Sequence[str]:
    """Return the schemas that extend one, e.g. every Function of the standard."""
    schemas = _standard()["schemas"]
    return [one for one in schemas if one != name and name in _line(one)]


def needed(function: str) -> list[str]:
    """Return the attributes which a function must have in the profile `lighting`."""
    return [
        name for name, told in members(function).items() if _told(told, "x-need") == "M"
    ]


def scope(function: str, attribute: str) -> str:
    """Return an attribute's scope: configuration, measurement, operational, event."""
    return str(_told(members(function).get(attribute, {}), "x-scope") or "")


def kind_of(function: str, attribute: str) -> str:
    """Return the schema of an attribute, e.g. AttributeFloat. Raises KeyError."""
    return str(_told(members(function)[attribute], "$ref"))


def check(value: object, wanted: Schema) -> list[Wrong]:
    """Return what in a value is not as a schema demands, each thing once."""
    return list(dict.fromkeys(wrongs(value, wanted)))


def wrongs(value: object, wanted: Schema, at: str = "") -> Iterator[Wrong]:
    """Yield what in a value is not as a schema demands."""
    if value is None and wanted.get("nullable"):
        return
    if "$ref" in wanted:
        yield from _as_named(value, wanted["$ref"], at)
    for part in wanted.get("allOf", ()):
        yield from wrongs(value, part, at)
    for word in ("anyOf", "oneOf"):
        if word in wanted:
            yield from _best(value, wanted[word], at)
    yield from _plain(value, wanted, at)


def _as_named(value: object, name: str, at: str) -> Iterator[Wrong]:
    """Check as a named schema, or as the kind of it which the value says it is."""
    word = _discriminator(name)
    said = value.get(word) if word and isinstance(value, dict) else None
    if isinstance(said, str) and said in _standard()["schemas"]:
        if name not in _line(said):
            yield Wrong(f"{at}/{word}", "other", said, name)
            return
        name = said
    yield from _inherited(value, name, at)


def _inherited(value: object, name: str, at: str) -> Iterator[Wrong]:
    """Check as exactly this schema and those it extends."""
    own = schema(name)
    for part in own.get("allOf", ()):
        if "$ref" in part:
            yield from _inherited(value, part["$ref"], at)
        else:
            yield from wrongs(value, part, at)
    yield from _plain(value, own, at)


def _best(value: object, several: Sequence[Schema], at: str) -> Iterator[Wrong]:
    """Yield what is wrong by the schema that fits best: that of the kind it says."""
    kinds = {f"{at}/type", f"{at}/name"}

    def how_bad(found: Sequence[Wrong]) -> tuple[bool, int]:
        return any(one.at in kinds for one in found), len(found)

    yield from min((list(wrongs(value, one, at)) for one in several), key=how_bad)


def _plain(value: object, wanted: Schema, at: str) -> Iterator[Wrong]:
    """Check what a schema says itself."""
    type_ = wanted.get("type")
    if type_ and not _is(value, type_):
        yield Wrong(at, "other", _shown(value), type_)
        return
    if "enum" in wanted and value not in wanted["enum"]:
        yield Wrong(at, "none of", _shown(value), ", ".join(wanted["enum"]))
    match value:
        case dict():
            yield from _object(value, wanted, at)
        case list():
            yield from _list(value, wanted, at)
        case str():
            yield from _text(value, wanted, at)
        case int() | float() if not isinstance(value, bool):
            if (
                not wanted.get("minimum", value)
                <= value
                <= wanted.get("maximum", value)
            ):
                yield Wrong(at, "range", str(value))


def _object(value: Mapping[str, Any], wanted: Schema, at: str) -> Iterator[Wrong]:
    for name in wanted.get("required", ()):
        if name not in value:
            yield Wrong(f"{at}/{name}", "missing")
    for name, one in wanted.get("properties", {}).items():
        if name in value:
            yield from wrongs(value[name], one, f"{at}/{name}")


def _list(value: Sequence[Any], wanted: Schema, at: str) -> Iterator[Wrong]:
    if not wanted.get("minItems", 0) <= len(value) <= wanted.get("maxItems", 2**31):
        yield Wrong(at, "many", str(len(value)))
    if wanted.get("uniqueItems") and len({orjson.dumps(one) for one in value}) < len(
        value
    ):
        yield Wrong(at, "twice")
    for number, one in enumerate(value):
        yield from wrongs(one, wanted.get("items", {}), f"{at}/{number}")


def _text(value: str, wanted: Schema, at: str) -> Iterator[Wrong]:
    if not re.search(wanted.get("pattern", ""), value):
        yield Wrong(at, "form", _shown(value), wanted["pattern"])
    form = wanted.get("format", "")
    if not _formed(value, form):
        yield Wrong(at, "other", _shown(value), form)


def _formed(value: str, form: str) -> bool:
    match form:
        case "uuid":
            return _reads(UUID, value)
        case "date-time":
            return "T" in value.upper() and _reads(datetime.fromisoformat, value)
        case "date":
            return _DATE.fullmatch(value) is not None
        case "time":
            return _TIME.fullmatch(value) is not None
    return True


def _reads(read: Any, text: str) -> bool:  # UUID, or a class's method
    try:
        read(text)
    except ValueError:
        return False
    return True


def _is(value: object, type_: str) -> bool:
    if isinstance(value, bool):
        return type_ == "boolean"
    return isinstance(value, _TYPES[type_])


def _told(schema_: Schema, word: str) -> Any:
    """Find a word of a schema, in it or in what it is all of."""
    if word in schema_:
        return schema_[word]
    found = (_told(part, word) for part in schema_.get("allOf", ()))
    return next((one for one in found if one is not None), None)


@cache
def _line(name: str) -> Sequence[str]:
    """Return a schema and all it extends."""
    parts = schema(name).get("allOf", ())
    return [
        name,
        *(one for part in parts if "$ref" in part for one in _line(part["$ref"])),
    ]


@cache
def _discriminator(name: str) -> str:
    found = (schema(one).get("discriminator") for one in _line(name))
    return next((word for word in found if word), "")


def _shown(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= _CUT else f"{text[:_CUT]}…"


@cache
def _standard() -> Any:  # the document as JSON
    packed = files("mesto.simulator.talq") / "standard" / "talq-2.7.1.json"
    return orjson.loads(packed.read_bytes())
