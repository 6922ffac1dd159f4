"""What holds for a while: how it begins, and what is ordered at its end. Pure."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from mesto.kernel.errors import Infeasible, Malformed
from mesto.kernel.model import Command
from mesto.kernel.text import refusal
from mesto.operations.commands.words import NOTHING_BEFORE

LONGEST: Final = timedelta(days=366)
TO_DECIDE: Final = timedelta(minutes=30)  #: a second person has so long


class Back(msgspec.Struct, frozen=True):
    """The value a command carries when it is over."""

    value: Any  # JSON


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """On which terms something is ordered.

    until: it ends by itself then
    back: what is ordered then; None: what was ordered before
    four_eyes: a second person has to agree
    """

    until: datetime | None = None
    back: Back | None = None
    four_eyes: bool = False


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """What people ordered until a moment."""

    id: UUID  #: of the command that began it
    entity: str
    name: str
    value: Any  # JSON
    back: Back
    by: str
    again_s: float | None
    expires_after_s: float  #: of the command that ends it
    began_at: datetime
    until_at: datetime


def check_until(until: datetime | None, now: datetime) -> None:
    """Raise Malformed for an end that is over, or too far."""
    if until is not None and not now < until <= now + LONGEST:
        raise Malformed("it ends later than now and within a year", place=("until",))


def decided_by(terms: Terms, asked_at: datetime) -> datetime:
    """Return until when a second person may agree to what is ordered on these terms."""
    late = asked_at + TO_DECIDE
    return min(late, terms.until or late)


def begin(
    command: Command,
    terms: Terms,
    now: datetime,
    *,
    running: Override | None,
    before: Back | None,
) -> Override | None:
    """Return what begins with a command; None where it simply holds.

    running: what it takes the place of; it goes back to where that would have gone
    before: what was ordered and confirmed last

    Raises Infeasible where there is nothing to go back to.
    """
    if terms.until is None:
        return None
    back = terms.back or (running.back if running else before)
    if back is None:
        raise refusal(Infeasible, NOTHING_BEFORE)
    return Override(
        id=UUID(command.id),
        entity=command.entity,
        name=command.name,
        value=command.value,
        back=back,
        by=command.source,
        again_s=command.again_s,
        expires_after_s=(command.expires_at - now).total_seconds(),
        began_at=now,
        until_at=terms.until,
    )


def ending(override: Override, now: datetime) -> Command:
    """Return the command that ends it: always the same one."""
    return Command(
        id=str(uuid5(override.id, "back")),
        entity=override.entity,
        name=override.name,
        value=override.back.value,
        source=override.by,
        again_s=override.again_s,
        expires_at=now + timedelta(seconds=override.expires_after_s),
    )
