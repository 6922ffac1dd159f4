"""Where a document that people wrote is wrong, and why. Pure."""

import re
from collections.abc import Mapping
from typing import TypeAlias, TypeVar

import msgspec

from mesto.kernel.complaint import sentence_of
from mesto.kernel.errors import CityError, Malformed
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import Text, by_language, in_english, said_by

T = TypeVar("T")

#: Where something is in a document: names of members and numbers of items.
Place: TypeAlias = tuple[str | int, ...]


class Senseless(ValueError):  # noqa: N818 - reads as a state of what is written
    """What is written can be read and yet cannot be.

    A ValueError, as msgspec wants it of a `__post_init__`.
    """

    def __init__(self, says: Text, field: str = "") -> None:
        """Say why, by language, of a field or of all that stands together."""
        super().__init__(f"{field} {in_english(says)}".lstrip())
        self.says = with_both_scripts(says)
        self.field = field


_AT = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<item>\d+)\]|\[\.\.\.\]")
_ABOUT_FIELD = re.compile(r"(?:missing required|contains unknown) field `(\w+)`")
_FIRST_WORD = re.compile(r"\w+")


def read_written(
    written: object, kind: type[T], *, at: Place = (), strict: bool = True
) -> T:
    """Read a document.

    at: where the document itself is

    Raises Malformed with `facts["place"]`, where the mistake is, `facts["why"]`, and
    `facts["beside"]`, the same for people, by language.
    """
    try:
        return msgspec.convert(written, kind, strict=strict)
    except msgspec.ValidationError as error:
        place, why = _find(kind, written, str(error), strict=strict)
        beside, cause = sentence_of(why), error.__cause__
        if isinstance(cause, Senseless):
            beside = cause.says
            if cause.field and place[-1:] != (cause.field,):
                place += (cause.field,)
        path = ".".join(map(str, place)) or "it"
        raise Malformed(
            f"{path}: {why}", place=(*at, *place), why=why, beside=beside
        ) from error


def mistake_in(error: CityError) -> Text:
    """Return what is wrong, and where in what was written, by language, on one line."""
    beside, place = error.facts.get("beside"), error.facts.get("place")
    if not beside or not isinstance(place, tuple):
        return said_by(error)
    where = ".".join(map(str, place))
    told = by_language(beside)
    return {tag: f"{where}: {why}" for tag, why in told.items()} if where else told


def _find(
    kind: object, written: object, said: str, *, strict: bool
) -> tuple[Place, str]:
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
            place += (_culprit(kind, written, place, said, strict=strict),)
    return place + _own_field(_at(written, place), why), why


def _own_field(around: object, why: str) -> Place:
    """Return the field that a complaint about an object names, if it names one."""
    about = _ABOUT_FIELD.search(why)
    if about is not None:
        return (about[1],)
    first = _FIRST_WORD.match(why)
    if isinstance(around, Mapping) and first is not None and first[0] in around:
        return (first[0],)
    return ()


def _culprit(
    kind: object, written: object, place: Place, said: str, *, strict: bool
) -> str:
    """Find the member of an object with any names that msgspec complains of.

    It says only that there is one, so each is tried alone.
    """
    members = _at(written, place)
    assert isinstance(members, Mapping)
    for name, member in members.items():
        try:
            alone = _with(written, place, {name: member})
            msgspec.convert(alone, kind, strict=strict)
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
