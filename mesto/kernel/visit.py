"""A municipality as one principal may use it.

What it reads, PostgreSQL narrows to what its roles reach; what it states and orders is
held against its rights here, and carries its name in the ledger.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import NoReturn, TypeVar

import msgspec

from mesto.kernel.access.rights import Principal, Thing, Verb
from mesto.kernel.call import Expect, Receipt
from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.database import guests_of
from mesto.kernel.errors import Forbidden
from mesto.kernel.model import TYPE, Command, Observation, Outline
from mesto.kernel.presence import Presence
from mesto.kernel.question import Question
from mesto.kernel.question.deeds import Once
from mesto.kernel.tail import Tail

A = TypeVar("A")


class Visit(City):
    """A city with somebody in it; it shares the memory of its host."""

    def __init__(
        self, host: City, principal: Principal, *, looking: bool = False
    ) -> None:
        """Let `principal` use `host`.

        looking: it sees with the eyes of others, and changes nothing meanwhile
        """
        self.name, self.schema, self.database = host.name, host.schema, host.database
        self.bell, self.orders, self.notices = host.bell, host.orders, host.notices
        self.recorded, self.measures = host.recorded, host.measures
        self._names = host._names  # noqa: SLF001 - a visit is the city
        self._presence = host._presence  # noqa: SLF001 - the same
        self._tail = host._tail  # noqa: SLF001 - the same
        self.host = host
        self.principal = principal
        self.looking = looking
        self.sees_all = principal.may_everywhere(Verb.SEE)
        if not self.sees_all:
            self._guests = guests_of(host.name)
            self._presence = Presence(self.bound, self._names)
            self._tail = Tail(self.planned, self._names)

    def bound(self) -> AbstractAsyncContextManager[Connection]:
        """Lend a connection that sees what the principal may see."""
        if self.sees_all:
            return self.host.bound()
        connections = self.database.connections
        return connections.bound(self.schema, self._guests, self.principal.role_names)

    @asynccontextmanager
    async def at_one_moment(self) -> AsyncIterator["Visit"]:
        """Lend the city as it is at one moment, to who asks one thing after another.

        It is of the time it is first asked. What is recorded meanwhile is not seen.
        """
        async with self.bound() as connection:
            whole = connection.transaction(isolation="repeatable_read", readonly=True)
            async with whole:
                yield _Moment(self, connection)

    def planned(self) -> AbstractAsyncContextManager[Connection]:
        """Lend one whose statements are planned once to who sees everything."""
        return self.host.planned() if self.sees_all else self.bound()

    async def ask(self, question: Question[A]) -> A:
        """Answer a question. Raises Forbidden where it is not for everybody."""
        self.require(question.needs)
        if question.needs is Verb.SEE:
            return await super().ask(question)
        return await self.host.ask(question)

    def follow(self, *_: object, **__: object) -> NoReturn:
        """Raise Forbidden: bookmarks are the city's. Who visits can `follow_now`."""
        raise Forbidden("only the city itself keeps bookmarks")

    async def record(
        self,
        seen: Iterable[Observation],
        *,
        current: bool = False,
        expect: Sequence[Expect] = (),
        once: Once | None = None,
    ) -> Receipt:
        """Write observations in the principal's name.

        Raises Forbidden where its rights do not cover one of them.
        """
        told = [self._signed(one) for one in seen]
        await self._check(told)
        return await self.host.record(told, current=current, expect=expect, once=once)

    async def correct(self, seen: Sequence[Observation]) -> int:
        """Replace what was said. Raises Forbidden as `record` does."""
        told = [self._signed(one) for one in seen]
        await self._check(told)
        return await self.host.correct(told)

    async def erase(
        self,
        urn: str,
        *,
        attribute: str | None = None,
        dataset: str | None = None,
        position: int | None = None,
    ) -> int:
        """Remove history. Raises Forbidden where that could not be stated either."""
        self.require(Verb.RECORD)
        thing = await self._thing(urn)
        self._require_on(Verb.RECORD, thing, attribute or TYPE)
        return await self.host.erase(
            urn, attribute=attribute, dataset=dataset, position=position
        )

    async def signed(self, command: Command) -> Command:
        """Return a command in the principal's name. Raises Forbidden."""
        self.require(Verb.COMMAND)
        thing = await self._thing(command.entity)
        self._require_on(Verb.COMMAND, thing, command.name)
        return msgspec.structs.replace(command, source=self.principal.name)

    async def signed_each(self, commands: Sequence[Command]) -> list[Command]:
        """Return of commands those the principal may give, in its name.

        Raises Forbidden where it may give none at all.
        """
        self.require(Verb.COMMAND)
        everywhere = self.principal.may_everywhere(Verb.COMMAND)
        urns = [] if everywhere else sorted({one.entity for one in commands})
        known = await self.host.outlines(urns) if urns else {}
        return [
            msgspec.structs.replace(one, source=self.principal.name)
            for one in commands
            if everywhere
            or self.principal.may_on(
                Verb.COMMAND,
                next(iter(_things(one.entity, known.get(one.entity), None))),
                one.name,
            )
        ]

    @asynccontextmanager
    async def ordering(self) -> AsyncIterator[Connection]:
        """Lend a connection to write commands on that are `signed`."""
        async with self.host.ordering() as connection:
            yield connection

    @asynccontextmanager
    async def ordering_each(
        self, written: Sequence[Command], going: AbstractSet[str]
    ) -> AsyncIterator[Connection]:
        """Lend a connection to write commands on that `signed_each` has returned."""
        async with self.host.ordering_each(written, going) as connection:
            yield connection

    async def keep(self, attribute: str, days: int | None) -> None:
        """Say how long an attribute is kept. Raises Forbidden."""
        self.require(Verb.GOVERN)
        await self.host.keep(attribute, days)

    def require(self, verb: Verb) -> None:
        """Raise Forbidden unless the principal may do so on anything at all."""
        if self.looking and verb is not Verb.SEE:
            raise Forbidden("you only look, with the eyes of others", verb=verb)
        if not self.principal.may(verb):
            raise Forbidden(f"{self.principal.name} may not {verb}", verb=verb)

    @property
    def may(self) -> list[Verb]:
        """What the principal may do on anything at all."""
        return [
            verb
            for verb in Verb
            if self.principal.may(verb) and (verb is Verb.SEE or not self.looking)
        ]

    def _signed(self, seen: Observation) -> Observation:
        return msgspec.structs.replace(seen, source=self.principal.name)

    async def _check(self, seen: Sequence[Observation]) -> None:
        """Raise Forbidden unless every observation may be recorded."""
        self.require(Verb.RECORD)
        if self.principal.may_everywhere(Verb.RECORD):
            return
        urns = sorted({one.entity for one in seen})
        known = await self.host.outlines(urns)
        claims = {
            one.entity: one.value
            for one in seen
            if one.attribute == TYPE and isinstance(one.value, list | tuple)
        }
        for urn in urns:
            things = list(_things(urn, known.get(urn), claims.get(urn)))
            for attribute in {one.attribute for one in seen if one.entity == urn}:
                for thing in things:
                    self._require_on(Verb.RECORD, thing, attribute)

    async def _thing(self, urn: str) -> Thing:
        known = (await self.host.outlines([urn])).get(urn)
        return next(iter(_things(urn, known, None)))

    def _require_on(self, verb: Verb, thing: Thing, part: str) -> None:
        if not self.principal.may_on(verb, thing, part):
            raise Forbidden(
                f"{self.principal.name} may not {verb} {part} of {thing.urn}",
                verb=verb,
                entity=thing.urn,
                part=part,
            )


class _Moment(Visit):
    """A visit of which every question is asked in one transaction."""

    def __init__(self, visit: Visit, connection: Connection) -> None:
        super().__init__(visit.host, visit.principal, looking=visit.looking)
        self._connection = connection
        self._presence = Presence(self.bound, self._names)

    @asynccontextmanager
    async def bound(self) -> AsyncIterator[Connection]:
        yield self._connection

    def planned(self) -> AbstractAsyncContextManager[Connection]:
        return self.bound()


def _things(urn: str, known: Outline | None, claimed: object) -> Iterable[Thing]:
    """Yield what an entity is, and what it is said to become."""
    types = frozenset(known.types if known else ())
    scopes = tuple(known.scopes if known else ())
    if known is not None or claimed is None:
        yield Thing(urn, types or frozenset(urn.split(":")[2:3]), scopes)
    if isinstance(claimed, list | tuple):
        yield Thing(urn, frozenset(map(str, claimed)), scopes)
