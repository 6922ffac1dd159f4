"""Writes the reference: commands, settings, gates and entities, read from the code.

python tools/reference.py
"""

import re
import runpy
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from inspect import getsource
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import typer.main

from mesto.app import CARRIERS, DOMAINS, GATES
from mesto.cli.main import app
from mesto.kernel.plugin import Domain, Field, Gate, Layer
from mesto.rim.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("docs/reference")
NOTE = re.compile(r"^    (\w+): .*?#: (.+)$", re.MULTILINE)
MOST_NAMED = 2  #: kinds a value may be of, before it is called any JSON
MADE = "*Written by `python tools/reference.py`; change the code, not this page.*"


def main() -> None:
    """Write every page."""
    for path, text in pages().items():
        (ROOT / path).write_text(text)
        print(path)


def pages() -> Mapping[Path, str]:
    """Return what each page should say."""
    return {
        FOLDER / "commands.md": page("Commands", commands()),
        FOLDER / "settings.md": page("Settings of an installation", settings()),
        FOLDER / "gates.md": page("Gates and their settings", gates()),
        FOLDER / "entities.md": page("Entities on the map", entities()),
        FOLDER / "ngsi-ld.md": page("The NGSI-LD API", ngsi_ld()),
    }


def page(title: str, lines: Iterable[str]) -> str:
    """Lay a page out."""
    return "\n".join([f"# {title}", "", MADE, "", *lines]).rstrip() + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table, or nothing when it has no rows."""
    laid = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    if laid:
        for row in (heads, ["---"] * len(heads), *laid):
            yield f"| {' | '.join(row)} |".replace("  ", " ")
        yield ""


# commands


def commands() -> Iterator[str]:
    """Yield what the command line says of itself."""
    yield "`mesto COMMAND --help` says the same. A failing command leaves with a code"
    yield "that says why: 65 bad data, 66 not found, 69 not available, 73 in conflict,"
    yield "77 forbidden, 78 impossible."
    yield ""
    yield from _commands(typer.main.get_command(app), "mesto")


def _commands(group: Any, path: str) -> Iterator[str]:
    """Yield each command of a group; what is hidden stays hidden."""
    context = group.make_context(path, [], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
        else:
            yield from _command(command, f"{path} {name}")


def _command(command: Any, path: str) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    yield f"## `{' '.join([path, *map(_argument, arguments)])}`"
    yield ""
    yield from (command.help or "").splitlines()
    yield ""
    yield from table(
        ("argument", "meaning"),
        [(f"`{_argument(one)}`", one.help or "") for one in arguments if one.help],
    )
    yield from table(
        ("option", "meaning", "usually"),
        [
            (_option(one), one.help or "", _default(one.default or ""))
            for one in options
        ],
    )


def _argument(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name.upper()) + (
        "…" if parameter.nargs != 1 else ""
    )
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any) -> str:
    names = [*parameter.opts, *parameter.secondary_opts]
    return ", ".join(f"`{name}`" for name in names)


# settings


def settings() -> Iterator[str]:
    """Yield what an installation can be told."""
    yield "From `mesto.toml` in the working folder, or the file that `--config` names;"
    yield "each is overruled by `MESTO_<NAME>` in the environment, and that by the"
    yield "command line. An unknown setting is refused."
    yield ""
    notes = notes_of(Settings)
    yield from table(
        ("setting", "environment", "usually", "meaning"),
        [
            (
                f"`{one.name}`",
                f"`MESTO_{one.name.upper()}`",
                _default(one.default),
                notes.get(one.name, ""),
            )
            for one in msgspec.structs.fields(Settings)
        ],
    )


# gates


def gates() -> Iterator[str]:
    """Yield each gate, and each kind of value its settings hold."""
    yield "A connection is an entity `urn:ngsi-ld:Connection:<name>` with `gate`,"
    yield "`url`, `settings` (a JsonProperty, as below) and `enabled`. The scheme of"
    yield "its URL says how messages travel; `webhook:` waits at `/hooks/<name>`."
    yield "Credentials in them, and those under `secrets` (a JsonProperty: text by"
    yield "name), are kept apart and read back as `{secret:NAME}`, which may stand"
    yield "anywhere in the URL and in headers."
    yield ""
    schemes = [
        (f"`{scheme}://`", one.name) for one in CARRIERS for scheme in one.schemes
    ]
    yield from table(("URL", "carried by"), [*schemes, ("`webhook:`", "HTTP, to us")])
    shared: dict[type, None] = {}
    for gate in GATES:
        yield from _gate(gate, shared)
    for struct in shared:
        yield from _struct(struct)


def _gate(gate: Gate[Any], shared: dict[type, None]) -> Iterator[str]:
    yield f"## {gate.name}"
    yield ""
    yield gate.spec
    yield ""
    readme = f"../../mesto/gates/{gate.name}/README.md"
    yield f"[What maps to what, and the limits]({readme})."
    yield ""
    if gate.paths:
        yield f"Answers at {', '.join(f'`{path}`' for path in gate.paths)}."
        yield ""
    yield from _fields(gate.settings)
    for struct in structs_in(gate.settings):
        shared.setdefault(struct)


def _struct(struct: type) -> Iterator[str]:
    yield f"### {struct.__name__}"
    yield ""
    yield (struct.__doc__ or "").strip().splitlines()[0]
    yield ""
    yield from _fields(struct)


def _fields(struct: type) -> Iterator[str]:
    notes = notes_of(struct)
    yield from table(
        ("setting", "is", "usually", "meaning"),
        [
            (f"`{f.name}`", type_name(f.type), _field_default(f), notes.get(f.name, ""))
            for f in msgspec.structs.fields(struct)
        ],
    )


def structs_in(struct: type) -> Iterator[type]:
    """Yield the structs that the fields of `struct` hold, deepest last."""
    for field in msgspec.structs.fields(struct):
        for one in _structs_of(field.type):
            yield one
            yield from structs_in(one)


def _structs_of(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for part in get_args(kind):
        yield from _structs_of(part)


def type_name(kind: Any) -> str:
    """Say what a value is, as someone who writes JSON would."""
    if get_origin(kind) is typing.Annotated:
        kind = get_args(kind)[0]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is typing.Literal:
        return ", ".join(f"`{word}`" for word in parts)
    if origin in (typing.Union, types.UnionType):
        named = [
            type_name(p) for p in parts if p not in (type(None), msgspec.UnsetType)
        ]
        return " or ".join(named) if len(named) <= MOST_NAMED else "any JSON"
    if origin is not None and issubclass(origin, Mapping):
        return f"object of {type_name(parts[1])}"
    if origin is not None and issubclass(origin, Sequence):
        return f"list of {type_name(parts[0])}"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    plain = {str: "text", int: "whole number", float: "number", bool: "true, false"}
    return plain.get(kind, "any JSON")


# entities


def entities() -> Iterator[str]:
    """Yield what the domains show, and which attributes they read."""
    yield "Types and attributes are named as in the"
    yield "[Smart Data Models](https://smartdatamodels.org). Any entity is kept, with"
    yield "any attributes; those below are also drawn and judged. The one in bold"
    yield "letters is shown beside the symbol."
    yield ""
    for domain in DOMAINS:
        yield from _domain(domain)


def _domain(domain: Domain) -> Iterator[str]:
    yield f"## {domain.title['en']}"
    yield ""
    yield f"[How they are judged](../../mesto/domains/{domain.name}/README.md)."
    yield ""
    for layer in domain.layers:
        yield from _layer(layer)


def _layer(layer: Layer) -> Iterator[str]:
    yield f"### {layer.type}"
    yield ""
    yield from table(
        ("attribute", "shown as", "in"),
        [(_shown(one, layer), one.title["en"], _unit(one)) for one in layer.fields],
    )
    for words, names in (
        ("Also judged by", layer.reads),
        ("Explained by what these lead to:", layer.explained_by),
        ("Obeys, where its device does:", _obeyed(layer)),
    ):
        if names:
            yield f"{words} {', '.join(f'`{name}`' for name in names)}."
            yield ""


def _obeyed(layer: Layer) -> Sequence[str]:
    return list(dict.fromkeys(order.command for order in layer.orders))


def _shown(field: Field, layer: Layer) -> str:
    name = f"`{field.attribute}`"
    return f"**{name}**" if field.attribute == layer.main else name


def _unit(field: Field) -> str:
    if field.scale == 1:
        return field.unit
    if (field.scale, field.unit) == (100, "%"):
        return "%, recorded as a share from 0 to 1"
    return f"{field.unit}, recorded divided by {field.scale:g}"


# the NGSI-LD API


def ngsi_ld() -> Iterator[str]:
    """Yield what the open API offers, with requests that were made."""
    lines = runpy.run_path(str(ROOT / "tools" / "ngsi_ld.py"))["lines"]
    yield from lines()


# what all of them need


def notes_of(struct: type) -> Mapping[str, str]:
    """Return the comments behind the fields of a struct and those it grew from."""
    notes: dict[str, str] = {}
    for one in reversed(struct.__mro__):
        if issubclass(one, msgspec.Struct) and one is not msgspec.Struct:
            notes |= dict(NOTE.findall(getsource(one)))
    return notes


def _field_default(field: Any) -> str:
    if field.default_factory is not msgspec.NODEFAULT:
        return ""
    return "must be given" if field.required else _default(field.default)


def _default(value: object) -> str:
    """Say what holds where nothing is said; nothing for an empty value."""
    if value is None or value is msgspec.UNSET or value in ("", (), {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, msgspec.Struct):
        return ""
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{value}`"


if __name__ == "__main__":
    main()
