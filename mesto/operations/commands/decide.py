"""Deciding on what waits, and on what holds for a while."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from mesto.kernel import ordering
from mesto.kernel.city import City
from mesto.kernel.errors import Conflict, NotFound
from mesto.operations.commands import approval, store
from mesto.operations.commands.approval import Proposal
from mesto.operations.commands.give import refuse
from mesto.operations.commands.override import Override, check_until, ending
from mesto.operations.commands.reading import objections_to


async def approve(city: City, number: UUID, reason: str = "") -> None:
    """Agree to what somebody else asked for: it is ordered in their name.

    Raises NotFound, Forbidden, Conflict where it waits no more, and Infeasible where
    an interlock forbids it by now.
    """
    proposal, by = await _another_s(city, number)
    now = datetime.now(UTC)
    command = proposal.renewed(now)
    until = proposal.terms.until
    refuse(await objections_to(city, command, now, until))
    async with city.ordering() as connection:
        await store.lock(connection, command.entity, command.name)
        await approval.note_decision(
            connection, number, agreed=True, by=by, reason=reason
        )
        await store.carry_out(connection, command, proposal.terms, now, approved_by=by)


async def turn_down(city: City, number: UUID, reason: str) -> None:
    """Refuse what somebody else asked for. Raises NotFound, Forbidden and Conflict."""
    _, by = await _another_s(city, number)
    async with city.ordering() as connection:
        await approval.note_decision(
            connection, number, agreed=False, by=by, reason=reason
        )


async def end_now(city: City, number: UUID) -> None:
    """End what holds for a while before its time.

    Raises NotFound, Forbidden, Conflict where it has ended meanwhile, and Infeasible
    where an interlock forbids to go back.
    """
    running, by = await _running(city, number)
    now = datetime.now(UTC)
    command = msgspec.structs.replace(ending(running, now), source=by)
    refuse(await objections_to(city, command, now))
    async with city.ordering() as connection:
        await store.lock(connection, running.entity, running.name)
        if not await store.close(connection, number, by):
            raise Conflict("it has ended meanwhile")
        await ordering.write(connection, command)


async def prolong(city: City, number: UUID, until: datetime) -> None:
    """Let what holds for a while end at another moment.

    Raises NotFound, Forbidden, Malformed, Conflict where it has ended meanwhile, and
    Infeasible where something is said against holding it so long.
    """
    now = datetime.now(UTC)
    check_until(until, now)
    running, by = await _running(city, number)
    held = msgspec.structs.replace(ending(running, now), value=running.value, source=by)
    refuse(await objections_to(city, held, now, until))
    async with city.ordering() as connection:
        if not await store.prolong(connection, number, until):
            raise Conflict("it has ended meanwhile")


async def _another_s(city: City, number: UUID) -> tuple[Proposal, str]:
    """Return what somebody else asked for, and who decides."""
    async with city.bound() as connection:
        proposal = await approval.proposal_of(connection, number)
    if proposal is None:
        raise NotFound("nothing of this id waits for anybody")
    by = (await city.signed(proposal.command)).source
    approval.check_other(proposal.command.source, by)
    return proposal, by


async def _running(city: City, number: UUID) -> tuple[Override, str]:
    """Return what holds for a while, and who would change it."""
    async with city.bound() as connection:
        running = await store.override_of(connection, number)
    if running is None:
        raise NotFound("nothing of this id holds for a while")
    signed = await city.signed(ending(running, datetime.now(UTC)))
    return running, signed.source
