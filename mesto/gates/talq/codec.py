"""What a gateway tells, as it stands in TALQ's JSON. Pure.

Source: TALQ 2.7.1, LogReport, LogData and its heirs, Device, Function, Attribute.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

import orjson

from mesto.gates.talq.meaning import MEANINGS, level_of
from mesto.gates.talq.standard import (
    Document,
    Mistake,
    Shape,
    check,
    mistakes_in,
    schemas,
)
from mesto.gates.talq.words import GATEWAY_SAYS, NOT_READ
from mesto.kernel.errors import Malformed
from mesto.kernel.failure import failed
from mesto.kernel.model import Settled, State
from mesto.kernel.reading import Clock, read_time
from mesto.kernel.text import filled

ISO: Final = Clock()
DEVICES: Final = Shape("Device", many=True)
REPORT: Final = Shape("LogReport")

#: Events by which a lamp tells that it has done what it was told.
OBEYED: Final = frozenset({"lightStateChange", "stateChange"})
#: Events by which a gateway refuses what it was told to keep.
REFUSED: Final = frozenset(
    {"invalidAddress", "invalidCalendar", "invalidConfig", "invalidProgram"}
)
#: Attributes that hold the command in effect.
IN_EFFECT: Final = frozenset({"feedbackLightCommand", "feedbackCommand"})


class Source(NamedTuple):
    """Who speaks: a device, and one of its functions or nobody in particular."""

    device: str  #: address, lower case
    function: str = ""  #: id


class Stated(NamedTuple):
    """An attribute as it was at a moment."""

    source: Source
    type: str  #: of the function
    attribute: str
    value: Any  # JSON, of which the schema of the attribute's type says what it is
    at: datetime | None  #: None: when it was told


class Happened(NamedTuple):
    """An event that began, or ended."""

    source: Source
    event: str
    begins: bool
    at: datetime | None


#: What an entry of a report says.
Said: TypeAlias = Stated | Happened | Settled


class Part(NamedTuple):
    """One entry of a report, or one thing of a list."""

    place: str  #: JSON pointer
    document: Document
    mistakes: Sequence[Mistake]  #: empty: it is as the standard says


def read_json(payload: bytes, shape: Shape) -> Document:
    """Read a document of the standard.

    Raises Malformed, with where and why in `facts["mistakes"]`, where it is none.
    """
    document = _json(payload)
    check(document, shape)
    return document


def read_parts(payload: bytes, shape: Shape) -> list[Part]:
    """Read a report by its entries, or a list, so that one mistake spoils one part.

    Raises Malformed, as `read_json` does, where it has no parts.
    """
    document = _json(payload)
    within = "" if shape.many else "/entries"
    parts = document if shape.many else _entries(document)
    places = [f"{within}/{number}" for number in range(len(parts or ()))]
    if next(mistakes_in(document, shape), None) is None:
        pairs = zip(places, parts or (), strict=True)
        return [Part(place, part, ()) for place, part in pairs]
    if not isinstance(parts, list) or not parts:
        check(document, shape)
    return [
        Part(place, part, _mistakes(document, part, shape, place))
        for place, part in zip(places, parts, strict=True)
    ]


def _json(payload: bytes) -> Document:
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        says = filled(NOT_READ, form="JSON")
        raise Malformed(f"not JSON: {error}", says=says) from error


def _entries(report: Document) -> Document:
    return report.get("entries") if isinstance(report, Mapping) else None


def _mistakes(
    document: Document, part: Document, shape: Shape, place: str
) -> list[Mistake]:
    """Return what is wrong with one part, as if it were alone."""
    alone = [part] if shape.many else {**document, "entries": [part]}
    first = "/0" if shape.many else "/entries/0"
    return [
        one._replace(place=place + one.place.removeprefix(first))
        for one in mistakes_in(alone, shape)
    ]


def read_entry(entry: Document) -> Iterator[Said]:
    """Yield what an entry of a valid report says; one without data says nothing.

    Raises Malformed where its times cannot be.
    """
    if "data" not in entry:
        return
    data = entry["data"]
    source = read_source(data["srcAddress"])
    at = _time(data)
    match data["type"]:
        case "AttributeLogData":
            attribute = data["attributeValue"]
            name = data["attributeName"]
            kind = likely_function(source.function, name)
            yield from read_attribute(source, kind, name, attribute, at=at)
        case "StateChangeEventLogData":
            yield from _state_change(data, source, at)
        case _:
            yield from _event(data, str(entry.get("cmsRefId", "")), source, at)


def _state_change(
    data: Document, source: Source, at: datetime | None
) -> Iterator[Said]:
    """Read that a lamp, or another actuator, is in another state now."""
    told, state = data["command"], data.get("state")
    if data["eventType"] not in OBEYED:
        return
    now = told["state"] if state is None else state
    kind, attribute = _actual(data["eventType"])
    yield Stated(source, kind, attribute, now, at)
    reference = told.get("cmsRefId")
    if reference and level_of(now) == level_of(told["state"]):
        yield Settled(command=reference, state=State.CONFIRMED)


def _actual(event: str) -> tuple[str, str]:
    if event == "lightStateChange":
        return "LampActuatorFunction", "actualLightState"
    return "GenericActuatorFunction", "actualState"


def _event(
    data: Document, reference: str, source: Source, at: datetime | None
) -> Iterator[Said]:
    """Read an event; one without begin and end is as good as one that begins."""
    begins = data.get("startEndFlag", True)
    if reference and begins and data["eventType"] in REFUSED:
        said = f"{data['eventType']}{_explained(data)}"
        yield failed(reference, filled(GATEWAY_SAYS, said=said), said)
    yield Happened(source, data["eventType"], begins, at)


def _explained(data: Document) -> str:
    texts = [one.get("description", "") for one in data.get("info", ())]
    return f": {texts[0]}" if texts and texts[0] else ""


def read_functions(device: Document) -> Iterator[Said]:
    """Yield what the functions of a valid device say.

    Raises Malformed where a time cannot be.
    """
    for function in device.get("functions", ()):
        source = Source(device["address"].lower(), function["id"])
        for name, attribute in function.items():
            if isinstance(attribute, Mapping):
                kind = function["type"]
                yield from read_attribute(source, kind, name, attribute, at=None)


def read_attribute(
    source: Source,
    kind: str,
    name: str,
    attribute: Mapping[str, Any],
    *,
    at: datetime | None,
) -> Iterator[Said]:
    """Yield what one attribute says, and which command it shows to be in effect.

    at: when it was so, where the attribute itself does not tell
    """
    if "value" not in attribute:
        return
    value = attribute["value"]
    yield Stated(source, kind, name, value, _time(attribute) or at)
    if name in IN_EFFECT and isinstance(value, Mapping) and value.get("cmsRefId"):
        reference = str(value["cmsRefId"])
        yield Settled(command=reference, state=State.CONFIRMED)


def read_source(address: str) -> Source:
    """Read the address of a device or of one of its functions."""
    device, _, function = address.strip("/").removeprefix("devices/").partition("/")
    return Source(device.lower(), function)


def _time(document: Mapping[str, Any]) -> datetime | None:
    told = document.get("timestamp")
    return None if told is None else read_time(told, ISO, field="timestamp")


@cache
def likely_function(function: str, attribute: str) -> str:
    """Return the type that a function of this id with this attribute most likely has.

    A report names functions by ids that gateways choose. Few attributes belong to
    several types; there the id often holds the type's name, and one that means
    something to a town comes first.
    """
    having = _types_having(attribute)
    plain = "".join(one for one in function.lower() if one.isalpha())
    named = (one for one in having if one.removesuffix("Function").lower() in plain)
    return next(named, having[0] if having else "")


@cache
def _types_having(attribute: str) -> list[str]:
    """Return the types of functions with an attribute, the city's first."""
    found = [
        name
        for name, schema in schemas().items()
        for part in schema.get("allOf", ())
        if name.endswith("Function") and attribute in part.get("properties", {})
    ]
    return sorted(
        found, key=lambda name: (attribute not in MEANINGS.get(name, {}), name)
    )
