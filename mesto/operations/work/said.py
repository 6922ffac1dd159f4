"""What is said of a work order, each thing with the time at which it was said. Pure.

Source: TM Forum TMF697 Work Order Management, 7.1 (states, priority, notes).
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from mesto.kernel.model import Kind, Observation, Value

WORK_ORDER = "WorkOrder"  #: the entity type
PREFIX = f"urn:ngsi-ld:{WORK_ORDER}:"
DATASET = "urn:ngsi-ld:Dataset:"
STATE, ASSIGNED_TO, DUE_AT = "state", "assignedTo", "dueAt"
#: Attributes of which there may be many, each with a datasetId.
ITEM, TICK, NOTE, PHOTO = "checklistItem", "checklistDone", "note", "photo"
#: What an item wants beside its tick, and the number it got; with its datasetId.
WANTS, NUMBER = "checklistWants", "checklistNumber"
TIME, MATERIAL, SIGNATURE = "timeSpent", "materialUsed", "signature"

Line: TypeAlias = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
Title: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]
Words: TypeAlias = Annotated[str, Meta(max_length=4000, pattern=r"^[^\x00]*$")]
Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]
Digest: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
#: Who does it: a crew, a person, or nobody yet.
Assignee: TypeAlias = Annotated[
    str, Meta(pattern=r"^((crew|person):[^\s\x00]{1,200})?$")
]


class State(StrEnum):
    """Where an order is in its life."""

    OPEN = "open"
    IN_PROGRESS = "inProgress"
    PAUSED = "paused"
    DONE = "done"
    CHECKED = "checked"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    """How soon it matters, whatever the due time."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


#: Attribute, value, which of many it is; a value of None ceases to be.
Told: TypeAlias = tuple[str, Value, UUID | None]


class Statement(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Something said of an order."""

    at: Moment

    def told(self) -> Iterator[Told]:
        """Yield what the ledger keeps of it."""
        raise NotImplementedError


class Plan(Statement, frozen=True, kw_only=True, tag="plan"):
    """What is to be done, as the office writes it; what is None stays as it is.

    due_at: None takes it away; UNSET: stays as it is
    """

    title: Title | None = None
    description: Words | None = None
    priority: Priority | None = None
    due_at: Moment | UnsetType | None = UNSET

    def told(self) -> Iterator[Told]:
        """Yield the fields that are given."""
        fields: dict[str, str | None] = {
            "title": self.title,
            "description": self.description,
            "priority": self.priority,
        }
        yield from ((name, v, None) for name, v in fields.items() if v is not None)
        if self.due_at is not UNSET:
            yield DUE_AT, self.due_at.isoformat() if self.due_at else None, None


class Assign(Statement, frozen=True, kw_only=True, tag="assign"):
    """Who does it."""

    to: Assignee

    def told(self) -> Iterator[Told]:
        """Yield who."""
        yield ASSIGNED_TO, self.to, None


class Move(Statement, frozen=True, kw_only=True, tag="move"):
    """The order's next state."""

    to: State
    reason: Line = ""

    def told(self) -> Iterator[Told]:
        """Yield the state, and why."""
        yield STATE, self.to.value, None
        yield "reason", self.reason, None


class One(Statement, frozen=True, kw_only=True):
    """One of many."""

    id: UUID


class Item(One, frozen=True, kw_only=True, tag="item"):
    """One thing more on the checklist."""

    text: Title
    wants: Literal["", "photo", "number"] = ""  #: what is to be told beside the tick
    unit: Line = ""  #: of the number, as people write it

    def told(self) -> Iterator[Told]:
        """Yield the item, and what it wants."""
        yield ITEM, self.text, self.id
        if self.wants:
            yield WANTS, {"what": self.wants, "unit": self.unit}, self.id


class Tick(One, frozen=True, kw_only=True, tag="tick"):
    """A thing on the checklist was done, or was not; `id` is the item's."""

    done: bool
    number: float | None = None  #: what was measured, where it wants that

    def told(self) -> Iterator[Told]:
        """Yield whether, and what was measured."""
        yield TICK, self.done, self.id
        if self.number is not None:
            yield NUMBER, self.number, self.id


class Note(One, frozen=True, kw_only=True, tag="note"):
    """What somebody wants to be read."""

    text: Annotated[str, Meta(min_length=1, max_length=4000)]

    def told(self) -> Iterator[Told]:
        """Yield the note."""
        yield NOTE, self.text, self.id


class Photo(One, frozen=True, kw_only=True, tag="photo"):
    """A picture, kept under the digest of its bytes."""

    digest: Digest
    caption: Line = ""

    def told(self) -> Iterator[Told]:
        """Yield where the picture is."""
        yield PHOTO, {"digest": self.digest, "caption": self.caption}, self.id


class Time(One, frozen=True, kw_only=True, tag="time"):
    """Time that somebody spent on it."""

    minutes: Annotated[int, Meta(ge=1, le=7 * 24 * 60)]

    def told(self) -> Iterator[Told]:
        """Yield the minutes."""
        yield TIME, self.minutes, self.id


class Material(One, frozen=True, kw_only=True, tag="material"):
    """Something that was used up."""

    name: Title
    amount: Annotated[float, Meta(gt=0, le=1e6)]
    unit: Line = ""  #: as people write it: pcs, m, kg

    def told(self) -> Iterator[Told]:
        """Yield what, and how much."""
        used = {"name": self.name, "amount": self.amount, "unit": self.unit}
        yield MATERIAL, used, self.id


class Signature(One, frozen=True, kw_only=True, tag="signature"):
    """Somebody's name under it, drawn by finger."""

    name: Title
    digest: Digest  #: of the drawing

    def told(self) -> Iterator[Told]:
        """Yield who, and where the drawing is."""
        yield SIGNATURE, {"name": self.name, "digest": self.digest}, self.id


Said: TypeAlias = (
    Plan | Assign | Move | Item | Tick | Note | Photo | Time | Material | Signature
)


def say(name: str, said: Said, *, source: str) -> Iterator[Observation]:
    """Yield what the ledger keeps of something said about an order.

    name: the last part of its URN; source: who says so, as the ledger shall name it
    """
    for attribute, value, one in said.told():
        yield Observation(
            entity=PREFIX + name,
            attribute=attribute,
            value=value,
            kind=Kind.JSON_PROPERTY if isinstance(value, dict) else Kind.PROPERTY,
            source=source,
            observed_at=said.at,
            dataset=None if one is None else f"{DATASET}{one}",
            deleted=value is None,
        )
