"""TALQ's own files: what may be said, by whom, and in which shape. Pure.

OpenAPI 3.0 tells descendants apart by a discriminator, which JSON Schema does not know;
here it becomes conditions, so that an ordinary validator follows it.

Source: TALQ 2.7.1, https://github.com/TALQ-consortium/TALQ_specification (BSD-3-Clause,
LICENSE-TALQ.txt); OpenAPI 3.0.1, 4.7.25 (discriminator).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import orjson

from mesto.gates.talq.words import NONSENSE
from mesto.kernel.errors import Malformed
from mesto.kernel.text import filled

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

#: JSON, of which a schema says what it is.
Document: TypeAlias = Any
Schema: TypeAlias = dict[str, Any]

VERSION: Final = "2.7.1"
NOT_KEPT: Final = frozenset({"assign-commands", "devices"})
MOST_MISTAKES: Final = 10  #: told of one document
_CLOCK: Final = r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$"  #: hh:mm:ss, local time
_REFERENCE: Final = "#/components/schemas/"


class Shape(NamedTuple):
    """What a document is: one thing of the data model, or a list of them."""

    name: str
    many: bool = False


class Mistake(NamedTuple):
    """Where in a document something is not as it should be, and why."""

    place: str  #: JSON pointer, RFC 6901
    why: str


@cache
def document(name: str) -> Mapping[str, Any]:
    """Return a file of the standard: cms, gateway or dm."""
    read: dict[str, Any] = orjson.loads(
        files(__package__).joinpath(f"{name}.json").read_bytes()
    )
    return read


def schemas() -> Mapping[str, Schema]:
    """Return the data model as the standard writes it, by name."""
    found: Mapping[str, Schema] = document("dm")["components"]["schemas"]
    return found


def shape_of(schema: Mapping[str, Any]) -> Shape | None:
    """Return what a schema of a request or an answer names; None: a plain number."""
    if schema.get("type") == "array":
        return Shape(_last(schema["items"]["$ref"]), many=True)
    return Shape(_last(schema["$ref"])) if "$ref" in schema else None


@cache
def kept_shapes() -> Mapping[str, Shape]:
    """Return the shapes of lists of what is kept as it is told, by resource.

    Devices are not among them: they say something of a town's assets.
    """
    found = {"logger-configs": Shape("LoggerConfig", many=True)}
    for side in ("cms", "gateway"):
        for path, verbs in document(side)["paths"].items():
            for verb in verbs.values():
                body = verb.get("requestBody") or verb["responses"].get("200", {})
                content = body.get("content", {}).get("application/json")
                shape = shape_of(content["schema"]) if content else None
                if shape is not None and shape.many and path.count("/") == 1:
                    found[path.removeprefix("/")] = shape
    return {name: shape for name, shape in found.items() if name not in NOT_KEPT}


@cache
def added_together(resource: str) -> bool:
    """Tell whether things of a resource are added to a gateway as a list."""
    added = document("gateway")["paths"][f"/{resource}"]["post"]
    shape = shape_of(added["requestBody"]["content"]["application/json"]["schema"])
    return shape is not None and shape.many


def check(said: Document, shape: Shape) -> None:
    """Raise Malformed, with `facts["mistakes"]`, where a document has another shape."""
    mistakes = list(mistakes_in(said, shape))
    if mistakes:
        first = mistakes[0]
        where = first.place or "the whole document"
        found = f"{shape.name} {first.place}".strip()
        raise Malformed(
            f"not TALQ {VERSION}, {shape.name}: {where}: {first.why}",
            says=filled(NONSENSE, found=found, standard=f"TALQ {VERSION}"),
            mistakes=[one._asdict() for one in mistakes],
        )


def mistakes_in(said: Document, shape: Shape) -> Iterator[Mistake]:
    """Yield what is wrong in a document, each once, ten at most."""
    errors = _validator(shape).iter_errors(said)
    told = (Mistake(_pointer(one), str(one.message)[:300]) for one in errors)
    yield from dict.fromkeys(islice(told, MOST_MISTAKES))


def scope_of(function: str, attribute: str) -> str | None:
    """Return the scope of a function's attribute; None: the standard has none such.

    Returns configuration, measurement, event or operational.
    """
    return _mark(function, attribute, "x-talq-scope")


def type_of(function: str, attribute: str) -> str:
    """Return the type of a function's attribute, e.g. AttributeFloat; empty: none."""
    for part in schemas().get(function, {}).get("allOf", ()):
        for one in part.get("properties", {}).get(attribute, {}).get("allOf", ()):
            if "$ref" in one:
                return _last(one["$ref"])
    return ""


def unit_of(function: str, attribute: str) -> str | None:
    """Return the unit of a function's attribute, e.g. Volts; None: none is known."""
    return _mark(function, attribute, "x-talq-unit")


def _mark(function: str, attribute: str, mark: str) -> str | None:
    for part in schemas().get(function, {}).get("allOf", ()):
        described = part.get("properties", {}).get(attribute, {})
        for one in described.get("allOf", ()):
            if mark in one:
                return str(one[mark])
    return None


# what a validator reads


@cache
def _validator(shape: Shape) -> "Draft202012Validator":
    from jsonschema_rs import Draft202012Validator

    one = {"$ref": f"#/$defs/{shape.name}"}
    schema = {"type": "array", "items": one} if shape.many else one
    return Draft202012Validator(schema | {"$defs": _told()}, validate_formats=True)


@cache
def _told() -> Mapping[str, Schema]:
    """Return the data model as JSON Schema 2020-12."""
    written = schemas()
    told: dict[str, Schema] = {}
    for name, schema in written.items():
        plain = _plain(schema, own=True)
        marked = schema.get("discriminator", {}).get("propertyName")
        if marked is None:
            told[name] = plain
            continue
        told[_own(name)] = plain
        told[name] = {
            "allOf": [
                {"$ref": f"#/$defs/{_own(name)}"},
                *(_where(marked, heir) for heir in _heirs(name)),
            ]
        }
    return told


def _where(marked: str, heir: str) -> Schema:
    """Return the condition that what calls itself `heir` is one."""
    return {
        "if": {"properties": {marked: {"const": heir}}, "required": [marked]},
        "then": {"$ref": f"#/$defs/{heir}"},
    }


def _heirs(name: str) -> Iterator[str]:
    """Yield what grew from a schema, and what grew from that."""
    for heir, schema in schemas().items():
        if any(_last(one.get("$ref", "")) == name for one in schema.get("allOf", ())):
            yield heir
            yield from _heirs(heir)


def _plain(part: Any, *, own: bool = False) -> Any:
    """Return a part of the data model in words of JSON Schema.

    own: what is grown from is meant without its other heirs
    """
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    if "$ref" in part:
        reference = {"$ref": f"#/$defs/{_last(part['$ref'])}"}
        nothing = {"type": "null"}
        return {"anyOf": [reference, nothing]} if part.get("nullable") else reference
    if part.get("format") == "time":
        return {"type": "string", "pattern": _CLOCK}
    if part.get("format") == "uri":  # gateways leave empty what they do not know
        return {"type": "string", "anyOf": [{"maxLength": 0}, {"format": "uri"}]}
    plain = {key: _plain(value) for key, value in part.items()}
    if own:
        plain["allOf"] = [_grown(one) for one in part.get("allOf", ())]
    if not plain.get("allOf", True):
        del plain["allOf"]
    return plain


def _grown(part: Schema) -> Any:
    name = _last(part.get("$ref", ""))
    if "discriminator" in schemas().get(name, {}):
        return {"$ref": f"#/$defs/{_own(name)}"}
    return _plain(part)


def _own(name: str) -> str:
    return f"{name}.own"


def _last(reference: str) -> str:
    return reference.rpartition(_REFERENCE)[2]


def _pointer(error: "ValidationError") -> str:
    parts = (str(one).replace("~", "~0") for one in error.instance_path)
    return "".join(f"/{one.replace('/', '~1')}" for one in parts)
