"""What people do about alarms, and what that says of an Alert. Pure.

Every step is an observation, so that it has an author, a moment and a history. Who
assigns an alarm has seen it; who shelves one wants to be told of it anew.

Source: TM Forum TMF642 Alarm Management, 6.2.1; ISA-18.2, shelving.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Annotated, Literal, NamedTuple, TypeAlias

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Observation, Value
from mesto.kernel.question.handled import (
    ACK_STATE,
    ACKNOWLEDGED,
    ASSIGNED_TO,
    CLEARED,
    COMMENT,
    DONE,
    RAISED,
    RAISED_TIME,
    SHELVED_UNTIL,
    STATE,
    UNACKNOWLEDGED,
)
from mesto.kernel.question.observed import Observed
from mesto.operations.alarms.alert import CLEARED_TIME

What: TypeAlias = Literal[
    "acknowledge", "assign", "shelve", "unshelve", "clear", "reopen", "comment"
]
LONGEST_COMMENT = 2_000  #: characters
LONGEST_SHELF = timedelta(days=92)
SOMEBODY = re.compile(r"(person|crew|duty):[^\s\x00]{1,200}")
#: What the log of an alarm is made of.
LOGGED = (*DONE, STATE)


class Deed(msgspec.Struct, frozen=True):
    """What somebody does about the open alarms of some assets.

    seen_until: since when the latest lasts that they had seen; later ones are not meant
    """

    assets: Sequence[int]
    what: What = "acknowledge"
    acknowledged: bool = True  #: false takes an acknowledgement back
    to: str = ""  #: whom it is assigned to; empty: to nobody
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None  #: shelved
    comment: str = ""
    seen_until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


def check(deed: Deed, now: datetime) -> None:
    """Raise Malformed, with the place of the mistake, for what cannot be done.

    A shelf that ran out while the deed waited for a network is none any more.
    """
    said = deed.comment.strip()
    if len(said) > LONGEST_COMMENT:
        raise Malformed(
            f"a comment has at most {LONGEST_COMMENT} characters", place=("comment",)
        )
    if deed.what == "assign" and deed.to and not SOMEBODY.fullmatch(deed.to):
        raise Malformed(
            "alarms are assigned to person:LOGIN, crew:NAME or duty:NAME", place=("to",)
        )
    if deed.what in ("shelve", "comment") and not said:
        raise Malformed("say why", place=("comment",))
    if deed.what != "shelve":
        return
    if deed.until is None or deed.until > now + LONGEST_SHELF:
        raise Malformed(
            f"alarms are shelved for {LONGEST_SHELF.days} days at most",
            place=("until",),
        )


def done(urn: str, deed: Deed, now: datetime, *, source: str) -> Iterator[Observation]:
    """Yield what a deed says of an Alert.

    source: who does it
    """
    for attribute, value in _says(deed, now).items():
        yield Observation(
            entity=urn,
            attribute=attribute,
            value=value,
            source=source,
            deleted=value is None,
        )
    if deed.comment.strip():
        yield Observation(
            entity=urn, attribute=COMMENT, value=deed.comment.strip(), source=source
        )


def _says(deed: Deed, now: datetime) -> Mapping[str, Value]:
    """Return attributes and their values; None ceases to be."""
    said: dict[str, Value] = {}
    match deed.what:
        case "acknowledge":
            said[ACK_STATE] = ACKNOWLEDGED if deed.acknowledged else UNACKNOWLEDGED
        case "assign":
            said[ASSIGNED_TO] = deed.to
            if deed.to:
                said[ACK_STATE] = ACKNOWLEDGED
        case "shelve":
            assert deed.until is not None, "checked"
            until = deed.until.astimezone(UTC)
            said[SHELVED_UNTIL] = until.isoformat(timespec="seconds")
            said[ACK_STATE] = UNACKNOWLEDGED
        case "unshelve":
            said[SHELVED_UNTIL] = None
        case "clear":
            said |= {STATE: CLEARED, CLEARED_TIME: now.isoformat()}
        case "reopen":
            said |= {STATE: RAISED, RAISED_TIME: now.isoformat()}
            said[ACK_STATE] = UNACKNOWLEDGED
    return said


class Step(NamedTuple):
    """One thing that became of an alarm."""

    at: datetime
    by: str
    what: str  #: as in `What`; also release, and raise where a rule did it
    to: str  #: of assign
    until: str  #: of shelve
    comment: str


def steps_of(told: Iterable[Observed]) -> list[Step]:
    """Read the log of an alarm from what was observed of its Alert.

    told: of the attributes LOGGED, newest first
    """
    together = groupby(told, key=lambda one: (one.observed_at, one.source))
    found = (_step(at, by, list(some)) for (at, by), some in together)
    return [step for step in found if step is not None]


def _step(at: datetime, by: str, told: Sequence[Observed]) -> Step | None:
    said = {one.attribute: one for one in told}
    what = _what(said)
    if what is None:
        return None
    return Step(
        at=at,
        by=by,
        what=what,
        to=_text(said, ASSIGNED_TO),
        until=_text(said, SHELVED_UNTIL),
        comment=_text(said, COMMENT),
    )


def _what(said: Mapping[str, Observed]) -> str | None:
    if STATE in said:
        if said[STATE].value == CLEARED:
            return "clear"
        return "reopen" if ACK_STATE in said else "raise"
    if SHELVED_UNTIL in said:
        return "unshelve" if said[SHELVED_UNTIL].deleted else "shelve"
    if ASSIGNED_TO in said:
        return "assign"
    if ACK_STATE in said:
        taken = said[ACK_STATE].value == ACKNOWLEDGED
        return "acknowledge" if taken else "release"
    return "comment" if COMMENT in said else None


def _text(said: Mapping[str, Observed], attribute: str) -> str:
    value = said[attribute].value if attribute in said else None
    return value if isinstance(value, str) else ""
