"""What a driver says of a round, each deed with an id and a time of its own. Pure.

A phone that was offline tells late, twice and out of order: a deed is known by its id,
and is what it was when it was done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from mesto.domains.waste.emptyings.found import LAST, emptied_last, stated
from mesto.domains.waste.kept import keep
from mesto.domains.waste.nouns import (
    OBSTACLE,
    Emptying,
    Obstacle,
    Share,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity, Kind, Observation
from mesto.operations.work.said import DATASET, Line, Moment

DEED: Final = "deed"  #: attribute of a round; one instance by each deed's id
#: A deed is of its round's day, or of the night after it.
EARLIEST, LATEST = timedelta(hours=12), timedelta(hours=36)

Urn: TypeAlias = Annotated[str, Meta(pattern=r"^urn:ngsi-ld:[^\s\x00]{1,240}$")]
UrnOrNone: TypeAlias = Annotated[
    str, Meta(pattern=r"^(urn:ngsi-ld:[^\s\x00]{1,240})?$")
]
Photo: TypeAlias = Annotated[
    str, Meta(pattern=r"^([0-9a-f]{64})?$")
]  #: digest, or none
Containers: TypeAlias = Annotated[tuple[Urn, ...], Meta(min_length=1, max_length=200)]
Weight: TypeAlias = Annotated[float, Meta(gt=0, le=60_000)]
Reason: TypeAlias = Literal[
    "blocked", "absent", "damaged", "contaminated", "overfull", "other"
]


class OfRound(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True
):
    """Something done on a round."""

    id: UUID
    at: Moment


class Began(OfRound, frozen=True, kw_only=True, tag="began"):
    """The round began."""


class Arrived(OfRound, frozen=True, kw_only=True, tag="arrived"):
    """The vehicle stands at containers, or where it unloads."""

    containers: Annotated[tuple[Urn, ...], Meta(max_length=200)] = ()
    site: UrnOrNone = ""


class Emptied(OfRound, frozen=True, kw_only=True, tag="emptied"):
    """Containers were emptied.

    before: how full each of them was, share of the volume, as the driver saw it
    weight_kg: of all of them together
    """

    containers: Containers
    before: Share | None = None
    weight_kg: Weight | None = None
    photo: Photo = ""


class Impossible(OfRound, frozen=True, kw_only=True, tag="impossible"):
    """Containers could not be emptied."""

    containers: Containers
    reason: Reason
    note: Line = ""
    photo: Photo = ""


class Unloaded(OfRound, frozen=True, kw_only=True, tag="unloaded"):
    """The vehicle was unloaded."""

    site: Urn
    weight_kg: Weight | None = None


class Paused(OfRound, frozen=True, kw_only=True, tag="paused"):
    """A break began."""


class Resumed(OfRound, frozen=True, kw_only=True, tag="resumed"):
    """The break is over."""


class Ended(OfRound, frozen=True, kw_only=True, tag="ended"):
    """The round is over."""

    note: Line = ""


class TakenBack(OfRound, frozen=True, kw_only=True, tag="takenBack"):
    """A deed was a slip of the finger: it is as if it had not been said."""

    of: UUID


Deed: TypeAlias = (
    Began
    | Arrived
    | Emptied
    | Impossible
    | Unloaded
    | Paused
    | Resumed
    | Ended
    | TakenBack
)


def deeds_in(round_: Entity) -> dict[UUID, Deed]:
    """Return what was said of a round by id, the earliest first.

    What makes no sense, because somebody wrote it by the API, is left out.
    """
    told: list[Deed] = []
    for one in round_.attributes:
        if one.name != DEED or one.dataset is None or not isinstance(one.value, dict):
            continue
        whole = {
            **one.value,
            "id": one.dataset.removeprefix(DATASET),
            "at": one.observed_at,
        }
        try:
            told.append(msgspec.convert(whole, Deed))
        except msgspec.ValidationError:
            continue
    return {one.id: one for one in sorted(told, key=lambda one: (one.at, one.id))}


def standing(deeds: Iterable[Deed]) -> list[Deed]:
    """Return the deeds that were not taken back, in their order."""
    told = list(deeds)
    back = _taken_back(told)
    return [
        one for one in told if one.id not in back and not isinstance(one, TakenBack)
    ]


def told_within(day: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Return when deeds may be of a round's day, [from, to), by the town's clock."""
    midnight = datetime.combine(day, time(), zone)
    return midnight - EARLIEST, midnight + LATEST


def check_times(deeds: Iterable[Deed], day: date, zone: tzinfo) -> None:
    """Raise Malformed where a deed is not of the round's day, by the town's clock."""
    first, end = told_within(day, zone)
    for number, one in enumerate(deeds):
        if not first <= one.at < end:
            told = f"{one.at.isoformat()} is not of the round of {day}"
            raise Malformed(told, place=("said", number, "at"))


def fresh(said: Iterable[Deed], known: Mapping[UUID, Deed]) -> list[Deed]:
    """Return what was not said before; what is said twice at once is said once."""
    return list({one.id: one for one in said if one.id not in known}.values())


def told(
    round_: str, vehicle: str, known: Mapping[UUID, Deed], new: Sequence[Deed], by: str
) -> Iterator[Observation]:
    """Yield what the ledger keeps of new deeds: on the round, and on its containers.

    round_, vehicle: URNs; known: the deeds said before; by: who says it
    """
    back = _taken_back([*known.values(), *new])
    for one in new:
        yield _of_round(round_, one, by)
        if one.id not in back:
            yield from _of_containers(round_, vehicle, one, by)
        if isinstance(one, TakenBack) and one.of in known:
            yield from _never(known[one.of], by)


def corrections(
    round_: str, vehicle: str, known: Mapping[UUID, Deed], new: Sequence[Deed], by: str
) -> Iterator[Observation]:
    """Yield emptyings as they are after deeds were taken back: of no confidence.

    They are said of the very moment at which the slip was recorded.
    """
    never = Emptying(confidence=0.0, vehicle=vehicle, round=round_, by=by)
    for id_ in _taken_back(new):
        if isinstance(deed := known.get(id_), Emptied):
            for urn in deed.containers:
                yield stated(urn, never, deed.at, "reported", by)


def _taken_back(deeds: Iterable[Deed]) -> set[UUID]:
    return {one.of for one in deeds if isinstance(one, TakenBack)}


def _of_round(round_: str, deed: Deed, by: str) -> Observation:
    says = msgspec.to_builtins(deed)
    del says["id"], says["at"]
    return Observation(
        entity=round_,
        attribute=DEED,
        value=says,
        kind=Kind.JSON_PROPERTY,
        source=by,
        observed_at=deed.at,
        dataset=f"{DATASET}{deed.id}",
    )


def _of_containers(
    round_: str, vehicle: str, deed: Deed, by: str
) -> Iterator[Observation]:
    """Yield what a deed means for containers; a weight is known only of one alone."""
    match deed:
        case Emptied(containers=containers):
            alone = deed.weight_kg if len(containers) == 1 else None
            emptying = Emptying(
                before=deed.before,
                after=0.0,
                weight_kg=alone,
                vehicle=vehicle,
                round=round_,
                by=by,
                photo=_picture(round_, deed.photo),
            )
            for urn in containers:
                yield stated(urn, emptying, deed.at, "reported", by)
                yield emptied_last(urn, deed.at, by)
        case Impossible(containers=containers):
            obstacle = Obstacle(
                reason=deed.reason,
                note=deed.note,
                round=round_,
                by=by,
                photo=_picture(round_, deed.photo),
            )
            for urn in containers:
                yield keep(urn, OBSTACLE, obstacle, source=by, at=deed.at)


def _never(deed: Deed, by: str) -> Iterator[Observation]:
    """Yield that what a deed said ceases to be a moment later: nobody knows better."""
    if not isinstance(deed, Emptied | Impossible):
        return
    attribute = LAST if isinstance(deed, Emptied) else OBSTACLE
    for urn in deed.containers:
        yield Observation(
            entity=urn,
            attribute=attribute,
            source=by,
            observed_at=deed.at + timedelta(milliseconds=1),
            deleted=True,
        )


def _picture(round_: str, digest: str) -> str:
    """Return where a picture of a round is, below the municipality's own address."""
    if not digest:
        return ""
    return f"waste/rounds/{round_.rpartition(':')[2]}/pictures/{digest}"
