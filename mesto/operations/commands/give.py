"""The one way something is ordered, for people, scenarios and systems alike."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import msgspec

from mesto.kernel.city import City
from mesto.kernel.errors import Infeasible
from mesto.kernel.model import Command
from mesto.kernel.names import is_person
from mesto.kernel.plugin import Text
from mesto.kernel.text import refusal
from mesto.operations.commands import approval, store
from mesto.operations.commands.interlock import Objection, forbidding
from mesto.operations.commands.override import Override, Terms, check_until
from mesto.operations.commands.reading import objections_to, whole
from mesto.operations.commands.words import FOUR_EYES, held

PLAIN: Final = Terms()


async def give(
    city: City, command: Command, terms: Terms = PLAIN, *, approved_by: str = ""
) -> str:
    """Order something; return the command's id, which is pending now.

    approved_by: a second person who has agreed already

    One that needs a second person becomes a command of that id when they agree. What
    comes with an id is ordered once, however often it is sent.

    Raises Infeasible where something is said against it (`facts["says"]`, by
    language), Malformed for an end that cannot be, Conflict where another command has
    the id, and Forbidden.
    """
    now = datetime.now(UTC)
    check_until(terms.until, now)
    wanted = msgspec.structs.replace(command, id=command.id or str(uuid4()))
    signed = await city.signed(wanted)
    said = await objections_to(city, signed, now, terms.until)
    zone = (await whole(city).municipality()).zone
    async with city.ordering() as connection:
        await store.lock(connection, signed.entity, signed.name)
        if await store.is_given(connection, signed):
            return signed.id
        refuse(said)
        running = await store.running_on(connection, signed.entity, signed.name)
        if running is not None and not is_person(signed.source):
            raise _under_control(running, f"{running.until_at.astimezone(zone):%F %R}")
        why = {} if approved_by else asked_why(said, terms)
        if why:
            await approval.propose(connection, signed, terms, why, now)
        else:
            await store.carry_out(
                connection, signed, terms, now, approved_by=approved_by
            )
    return signed.id


def refuse(said: Sequence[Objection]) -> None:
    """Raise Infeasible where something is said against an order that nobody allows."""
    forbids = forbidding(said)
    if forbids is not None:
        raise refusal(Infeasible, forbids.says, interlock=forbids.interlock)


def asked_why(said: Sequence[Objection], terms: Terms) -> Text:
    """Return why a second person is asked; empty where nobody is."""
    asking = next((one.says for one in said if one.asks), {})
    return asking or (FOUR_EYES if terms.four_eyes else {})


def _under_control(running: Override, until: str) -> Infeasible:
    says = held(running.by, until)
    return refusal(Infeasible, says, until=running.until_at, by=running.by)
