"""What a plan does not know, and when that is too much. Pure.

A plan is never made silently from half of the town: what is left out is told with it,
and where too much is, there is none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

import msgspec

from mesto.domains.waste.nouns import OUTLOOK
from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.planning.problem import Side
from mesto.domains.waste.planning.stops import Bin
from mesto.domains.waste.rounds import Place
from mesto.kernel.errors import Infeasible
from mesto.kernel.model import LOCATION

#: An outlook older than that is told as old; it is used as far as it reaches.
OLD: Final = timedelta(hours=36)
#: Of all containers, so many may be left out before there is no plan.
MISSING_SHARE: Final = 0.2

#: What may be missing. Of the last three plans make do.
Lack: TypeAlias = Literal[
    "place",  # nobody knows where it stands
    "kind",  # nor which waste it is for
    "volume",  # nor how much goes in
    "outlook",  # nobody foretells how full it will be
    "ended",  # the forecast does not reach the day
    "fleet",  # a vehicle, depot or site that cannot be used
    "old",  # the forecast was made long ago
    "off-road",  # no street comes near, or none on its side
    "roads",  # nobody knows the streets: distances are guessed
]
LEFT_OUT: Final = frozenset({"place", "kind", "volume", "outlook", "ended"})

ATTRIBUTES: Final = (
    LOCATION,
    "name",
    "refWasteContainerIsle",
    "storedWasteKind",
    "binCapacity",
    "actuationHours",
    "accessSide",
    "dateLastEmptying",
    OUTLOOK,
)


class Unknown(msgspec.Struct, frozen=True, kw_only=True):
    """Something a plan did not know.

    about: URNs; why: a sentence, where there is more to say than the lack itself
    """

    what: Lack
    about: Sequence[str] = ()
    why: str = ""


def bins_in(
    stated: Mapping[str, Mapping[str, Any]],  # JSON values
    isles: Mapping[str, Mapping[str, Any]],
    now: datetime,
    until: datetime,
) -> tuple[list[Bin], list[Unknown]]:
    """Read containers; return those that can be planned, and what is not known.

    until: an outlook has to reach so far
    """
    bins: list[Bin] = []
    lacking: dict[Lack, list[str]] = {}
    for urn, said in stated.items():
        isle = isles.get(str(said.get("refWasteContainerIsle")), {})
        place = _place(said.get(LOCATION)) or _place(isle.get(LOCATION))
        kind, volume_l = (
            _kind(said.get("storedWasteKind")),
            _number(said.get("binCapacity")),
        )
        if place is None or not kind or volume_l is None or not volume_l > 0:
            what: Lack = "kind" if place else "place"
            lacking.setdefault("volume" if place and kind else what, []).append(urn)
            continue
        outlook = _outlook(said.get(OUTLOOK))
        for lack in _of_outlook(outlook, now, until):
            lacking.setdefault(lack, []).append(urn)
        reaches = outlook is not None and outlook.ends >= until
        bins.append(
            Bin(
                urn=urn,
                place=place,
                isle=str(said.get("refWasteContainerIsle") or ""),
                title=_title(urn, isle.get("name") or said.get("name")),
                fraction=kind,
                volume_l=volume_l,
                outlook=outlook if reaches else None,
                hours=str(said.get("actuationHours") or ""),
                side=_side(said.get("accessSide")),
            )
        )
    return bins, [Unknown(what=what, about=urns) for what, urns in lacking.items()]


def check_known(containers: int, unknown: Iterable[Unknown], share: float) -> None:
    """Raise Infeasible where more than a share of all containers would be left out."""
    left = {
        one.what: len(one.about)
        for one in unknown
        if one.what in LEFT_OUT and one.about
    }
    missing = sum(left.values())
    if missing <= share * containers:
        return
    told = ", ".join(f"{count} without {what}" for what, count in left.items())
    raise Infeasible(
        f"{missing} of {containers} containers would be left out: {told}. Complete the "
        "inventory, let the forecast run, tap how full they are; or ask for a plan of "
        "what is known, with a larger missing_share",
        missing=left,
        containers=containers,
    )


def _of_outlook(
    outlook: Outlook | None, now: datetime, until: datetime
) -> Iterator[Lack]:
    if outlook is None:
        yield "outlook"
    elif outlook.ends < until:
        yield "ended"
    elif now - outlook.made_at > OLD:
        yield "old"


def _outlook(value: object) -> Outlook | None:
    """Read a forecast; what makes no sense is none."""
    try:
        read = msgspec.convert(value, Outlook)
    except msgspec.ValidationError:
        return None
    return read if read.levels else None


def _place(value: object) -> Place | None:
    match value:
        case {
            "type": "Point",
            "coordinates": [int() | float() as x, int() | float() as y, *_],
        }:
            return float(x), float(y)
    return None


def _kind(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _title(urn: str, name: object) -> str:
    return name if isinstance(name, str) and name else urn.rpartition(":")[2]


def _side(value: object) -> Side:
    match value:
        case "right" | "left":
            return value
    return "any"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
