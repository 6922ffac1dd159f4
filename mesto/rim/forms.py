"""The settings of gates as forms: what to fill in, and where a mistake is. Pure.

Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, get_args

import msgspec

from mesto.kernel.mapping_words import WORDS
from mesto.kernel.mistake import Place, read_written
from mesto.kernel.plugin import Gate, Text
from mesto.kernel.script import with_both_scripts

Document: TypeAlias = Mapping[str, object]


def read_settings(gate: Gate[Any], settings: Document, *, at: Place = ()) -> Any:
    """Read the settings of a connection, which stand at a place themselves.

    Raises Malformed as `read_written` does.
    """
    return read_written(settings, gate.settings, at=at, strict=False)


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
