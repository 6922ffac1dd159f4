"""What observations say of an entity itself: that it is, and of which types. Pure."""

from datetime import datetime
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from mesto.kernel.errors import Malformed
from mesto.kernel.model import SCOPE, TYPE, Observation

Words: TypeAlias = tuple[str, ...]
#: What became of an entity: its number, TYPE or SCOPE, and which; None: it is no more.
Note: TypeAlias = tuple[int, str, Words | None]


class Claim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a call says of an entity itself."""

    urn: str
    types: Words | None = None  #: None: nothing said
    scopes: Words | None = None
    deleted: bool = False
    at: float


def claim(seen: Observation, known: Claim | None, now_s: float) -> Claim:
    """Add what one TYPE or SCOPE observation says to what was said before.

    Raises Malformed where its value is not a list of texts.
    """
    claim = replace(known or Claim(urn=seen.entity, at=now_s), at=now_s)
    if seen.deleted:
        return (
            replace(claim, deleted=True)
            if seen.attribute == TYPE
            else replace(claim, scopes=())
        )
    words = _texts(seen)
    if seen.attribute == TYPE:
        if not words:
            raise Malformed("an entity has at least one type", entity=seen.entity)
        return replace(claim, types=tuple(sorted(set(words))))
    return replace(claim, scopes=words)


def _texts(seen: Observation) -> tuple[str, ...]:
    """Read a list of texts.

    Raises Malformed where it is none.
    """
    if isinstance(seen.value, list | tuple):
        words = tuple(word for word in seen.value if isinstance(word, str))
        if len(words) == len(seen.value):
            return words
    raise Malformed(f"{seen.attribute} is a list of texts", entity=seen.entity)


def merge(old: Claim | None, new: Claim) -> Claim:
    """Let the later claim win where it says something."""
    if old is None:
        return new
    return Claim(
        urn=new.urn,
        types=old.types if new.types is None else new.types,
        scopes=old.scopes if new.scopes is None else new.scopes,
        deleted=new.deleted,
        at=max(old.at, new.at),
    )


class State(NamedTuple):
    """What an entity is, as its locked row says."""

    entity: int
    types: list[str]
    scopes: list[str]
    exists: bool
    deleted_at: datetime | None


class Change(NamedTuple):
    """What an entity becomes."""

    entity: int
    types: Words
    scopes: Words
    creates: bool
    notes: list[Note]  #: for the ledger


def change_of(said: Claim, known: State) -> Change | None:
    """Return what an entity becomes by a claim; None if it stays deleted.

    What was observed before an entity was deleted does not bring it back.
    """
    late = known.deleted_at is not None and said.at <= known.deleted_at.timestamp()
    if said.deleted or (late and not known.exists):
        return None
    old_types = tuple(known.types) if known.exists else ()
    old_scopes = tuple(known.scopes) if known.exists else ()
    types = said.types or old_types or _named_by(said.urn)
    scopes = old_scopes if said.scopes is None else said.scopes
    notes: list[Note] = []
    if types != old_types:
        notes.append((known.entity, TYPE, types))
    if scopes != old_scopes:
        notes.append((known.entity, SCOPE, scopes))
    return Change(known.entity, types, scopes, not known.exists, notes)


def _named_by(urn: str) -> Words:
    """Return the type that a URN names: urn:ngsi-ld:Type:id, or Thing."""
    match urn.split(":"):
        case ["urn", _, named, _, *_] if named:
            return (named,)
    return ("Thing",)
