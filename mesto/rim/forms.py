"""The settings of gates as forms: what to fill in, and where a mistake is. Pure.

Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, get_args

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Gate, Text
from mesto.kernel.script import with_both_scripts
from mesto.kernel.words import WORDS

#: Where something is in a document: names of members and numbers of items.
Place: TypeAlias = tuple[str | int, ...]
Document: TypeAlias = Mapping[str, object]

_AT = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<item>\d+)\]|\[\.\.\.\]")
_ABOUT_FIELD = re.compile(r"(?:missing required|contains unknown) field `(\w+)`")
_FIRST_WORD = re.compile(r"\w+")


def read_settings(gate: Gate[Any], settings: Document) -> Any:
    """Read the settings of a connection.

    Raises Malformed with `facts["place"]`, where in the settings, and `facts["why"]`.
    """
    try:
        return msgspec.convert(settings, gate.settings, strict=False)
    except msgspec.ValidationError as error:
        place, why = find_mistake(gate.settings, settings, str(error))
        path = ".".join(map(str, place)) or "settings"
        raise Malformed(f"{path}: {why}", place=place, why=why) from error


def find_mistake(kind: type, settings: Document, said: str) -> tuple[Place, str]:
    """Find the field that msgspec complains of, and what it says of it."""
    found = _AT.search(said)
    why = said[: found.start()] if found else said
    place: Place = ()
    for step in _STEP.finditer(found["path"] if found else ""):
        if step["name"]:
            place += (step["name"],)
        elif step["item"]:
            place += (int(step["item"]),)
        else:
            place += (_culprit(kind, settings, place, said),)
    return place + _own_field(_at(settings, place), why), why


def _own_field(around: object, why: str) -> Place:
    """Return the field that a complaint about an object names, if it names one."""
    about = _ABOUT_FIELD.search(why)
    if about is not None:
        return (about[1],)
    first = _FIRST_WORD.match(why)
    if isinstance(around, Mapping) and first is not None and first[0] in around:
        return (first[0],)
    return ()


def _culprit(kind: type, settings: Document, place: Place, said: str) -> str:
    """Find the member of an object with any names that msgspec complains of.

    It says only that there is one, so each is tried alone.
    """
    members = _at(settings, place)
    assert isinstance(members, Mapping)
    for name, member in members.items():
        try:
            alone = _with(settings, place, {name: member})
            msgspec.convert(alone, kind, strict=False)
        except msgspec.ValidationError as error:
            if str(error) == said:
                return str(name)
    return ""


def _at(document: object, place: Place) -> object:
    for step in place:
        if isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(document, list | tuple) and isinstance(step, int):
            document = document[step]
    return document


def _with(document: object, place: Place, value: object) -> object:
    """Return a document that has another value at a place."""
    if not place:
        return value
    step, *rest = place
    if isinstance(document, Mapping):
        return {**document, step: _with(document[step], tuple(rest), value)}
    assert isinstance(document, list | tuple)
    assert isinstance(step, int)
    items: list[object] = list(document)
    items[step] = _with(items[step], tuple(rest), value)
    return items


def schema_of(gate: Gate[Any]) -> dict[str, Any]:
    """Return the JSON Schema of a gate's settings, each field with its title."""
    schema = msgspec.json.schema(gate.settings, schema_hook=_any_json)
    structs = {one.__name__: one for one in structs_in(gate.settings)}
    words = {**WORDS, **gate.words}
    for name, definition in schema.get("$defs", {}).items():
        definition.pop("description", None)
        definition.pop("title", None)
        for field, described in definition.get("properties", {}).items():
            title = title_of(structs[name], field, words)
            if title is not None:
                described["title"] = with_both_scripts(title)
    return schema


def _any_json(_kind: type) -> dict[str, Any]:
    """Describe what may be any JSON; without a word msgspec would refuse it."""
    return {"$comment": "any JSON"}


def title_of(struct: type, field: str, words: Mapping[str, Text]) -> Text | None:
    """Return what people call a field of a struct, or of one it grew from."""
    keys = [f"{one.__name__}.{field}" for one in struct.__mro__]
    return next((words[key] for key in (*keys, field) if key in words), None)


def structs_in(struct: type) -> Iterator[type]:
    """Yield a struct and those that its fields hold."""
    yield struct
    for field in msgspec.structs.fields(struct):
        for one in _structs_of(field.type):
            yield from structs_in(one)


def _structs_of(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for part in get_args(kind):
        yield from _structs_of(part)
