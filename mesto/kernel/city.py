"""One municipality's memory: record, ask, follow."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar

import asyncpg
import orjson

from mesto.kernel import ordering
from mesto.kernel.access.acts import note_there
from mesto.kernel.bell import Bell, Hand, Orders
from mesto.kernel.call import Expect, Month, Receipt
from mesto.kernel.connections import Connection
from mesto.kernel.correction import correct
from mesto.kernel.database import Database, schema_of
from mesto.kernel.erasure import History, erase, forget_old
from mesto.kernel.errors import Malformed, NotFound, Unavailable
from mesto.kernel.follower import BEGIN, Keeper, follow
from mesto.kernel.group import keep_secrets
from mesto.kernel.herald import NOTICED, ORDERED, RENAMED, Herald, tell
from mesto.kernel.measure import Measures
from mesto.kernel.model import (
    Command,
    Entity,
    Event,
    Message,
    Observation,
    Outline,
    Settled,
    State,
    Value,
)
from mesto.kernel.municipality import Municipality, read_municipality, urn_of
from mesto.kernel.names import Names
from mesto.kernel.ordering import Page, Place
from mesto.kernel.plugin import Guard
from mesto.kernel.possible import NOTHING_IMPOSSIBLE, Possible, require_possible
from mesto.kernel.presence import Presence
from mesto.kernel.pseudonym import rename
from mesto.kernel.question import Question
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.question.deeds import Once
from mesto.kernel.registry import PREFIXES, URL, take_secrets_out
from mesto.kernel.rollup import keep_up, reckon_again
from mesto.kernel.secret import Secret, address_of
from mesto.kernel.settling import Settling
from mesto.kernel.tail import TOGETHER, Tail, end_of_ledger
from mesto.kernel.writer import Writer

A = TypeVar("A")

__all__ = ["City", "Expect", "Once", "Receipt"]

FIRST_MONTH = datetime(1990, 1, 1, tzinfo=UTC)  #: observations outside lie apart
LAST_MONTH = datetime(2100, 1, 1, tzinfo=UTC)


class City:
    """A municipality, opened. What it reads and writes is its own and nothing else."""

    sees_all = True  #: what is asked is answered with all there is

    def __init__(
        self,
        database: Database,
        name: str,
        *,
        guards: Sequence[Guard] = (),
        possible: Possible = NOTHING_IMPOSSIBLE,
    ) -> None:
        """Open the municipality `name`.

        guards: what its services have to say against orders
        possible: what cannot be otherwise, and is refused

        Raises Malformed if it cannot be a name; whether it exists shows on first use.
        """
        self.name = name
        self.guards = guards
        self._possible = possible
        self.schema = schema_of(name)
        self.bell = Bell()  #: rings when something was recorded
        self.recorded = Hand[Observation]()  #: what this process recorded, by calls
        self.orders = Orders()  #: rings when something was ordered
        self.notices = Bell()  #: rings when somebody shall be told something
        self.database = database
        self._names = Names(self.planned)
        self._tail = Tail(self.planned, self._names)
        self._writer = Writer(
            self.bound,
            self.planned,
            self._names,
            open_months=self._open_months,
            wake=self._wake,
        )
        self._presence = Presence(self.bound, self._names, few=self.planned)
        self._settling = Settling(self.planned)
        self.measures = Measures(self.bound)
        self._herald = Herald(self.schema, self.planned)

    def bound(self) -> AbstractAsyncContextManager[Connection]:
        """Lend a connection that sees this municipality only."""
        return self.database.connections.bound(self.schema)

    def planned(self) -> AbstractAsyncContextManager[Connection]:
        """Lend one whose statements are planned once, and go by indexes row by row.

        It is for those that are run very often: to plan them takes longer than they do.
        """
        return self.database.connections.bound(self.schema, planned=True)

    async def record(
        self,
        seen: Iterable[Observation],
        *,
        current: bool = False,
        expect: Sequence[Expect] = (),
        once: Once | None = None,
    ) -> Receipt:
        """Write observations to the ledger and the present; recording twice is once.

        current: they state what holds now and replace the present whatever their
            `observed_at`; otherwise an older observation leaves the present as it is
        expect: what the present must be, or nothing is written
        once: the deed this is, noted in the same transaction

        What a connection proves itself with is kept apart and never read again.

        Returns after the commit. Raises Conflict if an expectation is not met or the
        deed was done before (`facts["done"]`), Malformed for what cannot be stored or
        cannot be, and Unavailable when the database does not answer or more is waiting
        than may wait.
        """
        told, secrets = await self._keep_apart(seen)
        require_possible(told, self._possible, datetime.now(UTC))
        receipt = await self._writer.record(
            told, current=current, expects=expect, once=once, secrets=secrets
        )
        self.recorded.over(told)
        return receipt

    async def present(self, urns: Sequence[str]) -> dict[str, Entity]:
        """Return the entities of these URNs as they are now; absent ones are left out.

        Concurrent calls are answered by one query.
        """
        return await self._presence.of(urns)

    async def around(
        self, urns: Sequence[str], types: Sequence[str], reads: Sequence[str]
    ) -> dict[str, Entity]:
        """Return entities as they are now, by URN, with what is looked at beside them.

        types: all entities of these come along; and of each that is named by `urns`,
            what its attributes lead to, the first where one leads to several
        reads: the attributes of all of these that are there, beside those which lead
            somewhere; no other is

        Who must be quick learns by one query what else takes one after the other.
        """
        return await self._presence.around(urns, types, reads)

    async def entities(self, type_: str) -> dict[str, Entity]:
        """Return the entities of a type as they are now, by URN, in order."""
        urns = await self.ask(OfType(type=type_))
        found = await self.present(urns) if urns else {}
        return {urn: found[urn] for urn in urns if urn in found}

    async def municipality(self) -> Municipality:
        """Return what the municipality says of itself."""
        urn = urn_of(self.name)
        return read_municipality(self.name, (await self.present([urn])).get(urn))

    async def outlines(self, urns: Sequence[str]) -> dict[str, Outline]:
        """Return which attributes entities have; absent entities are left out."""
        return await self._presence.outlines(urns)

    async def ask(self, question: Question[A]) -> A:
        """Answer a question.

        Raises Malformed where PostgreSQL finds an argument it cannot read, and
        Unavailable where it does not answer in time.
        """
        async with self.planned() if question.often else self.bound() as connection:
            try:
                rows = await connection.fetch(question.sql, *question.arguments())
            except asyncpg.DataError as error:
                raise Malformed(str(error)) from error
            except asyncpg.QueryCanceledError as error:
                raise Unavailable("the question takes too long") from error
        return question.answer(rows)

    def follow(
        self,
        reader: str,
        *,
        types: Sequence[str] | None = None,
        rest_s: float = 0.0,
        limit: int = 5000,
    ) -> AsyncIterator[list[Event]]:
        """Hand `reader` what it has not seen yet, in order, at least once.

        The bookmark moves after the consumer came back for the next batch; a reader
        is served in one process at a time. With `types` it hears of their entities
        only, and of everything deleted. Who is in no hurry rests before each look and
        costs less.
        """
        return follow(
            self._tail,
            self.bell,
            Keeper(self.planned, reader),
            types=types,
            rest_s=rest_s,
            limit=limit,
        )

    async def follow_now(
        self, *, types: Sequence[str] | None = None, rest_s: float = 0.0
    ) -> AsyncIterator[list[Event]]:
        """Return what is written from now on, in order; nobody remembers how far.

        Who reads what there is after this has returned misses nothing in between.
        `types` and `rest_s` are those of `follow`. Raises Unavailable if the database
        does not answer.
        """
        return follow(
            self._tail,
            self.bell,
            Keeper(self.planned, None, await end_of_ledger(self.planned)),
            types=types,
            rest_s=rest_s,
            limit=TOGETHER,
        )

    async def begin(self, reader: str) -> bool:
        """Let `reader` hear what comes and nothing of what was; False if it did before.

        Raises Unavailable if the database does not answer.
        """
        async with self.bound() as connection:
            return await connection.fetchval(BEGIN, reader) is not None

    async def keep_rollups(self) -> int:
        """Add new observations to the hourly and daily figures; return how many."""
        async with self.bound() as connection:
            return await keep_up(connection)

    async def signed(self, command: Command) -> Command:
        """Return a command as it may be given here, with who gives it."""
        return command

    async def signed_each(self, commands: Sequence[Command]) -> list[Command]:
        """Return of commands those that may be given here, with who gives them."""
        return list(commands)

    @asynccontextmanager
    async def ordering(self) -> AsyncIterator[Connection]:
        """Lend a connection to write commands on; they are carried after the commit.

        Who writes has asked `signed` whether it may.
        """
        async with self.bound() as connection, connection.transaction():
            yield connection
        self.orders.ring()
        self._herald.tell(ORDERED)

    @asynccontextmanager
    async def ordering_each(
        self, written: Sequence[Command], going: AbstractSet[str]
    ) -> AsyncIterator[Connection]:
        """Lend a connection to write commands on by one call, which commits by itself.

        written: holds all of them, in order, when the block ends; they are carried
            sooner then, since nobody has to look for them
        going: the ids of those that are written as being on their way, as
            `orders.going` said

        Who writes has asked `signed_each` whether it may.
        """
        async with self.planned() as connection:
            yield connection
        if written:
            self.orders.hand(written, going)
            self._herald.tell(ORDERED)

    async def order(self, command: Command) -> str:
        """Order that something be done; return the command's id. It is pending now.

        A command that comes with an id, a UUID, is ordered once however often it is
        sent. Raises Conflict where another one has this id.
        """
        signed = await self.signed(command)
        async with self.ordering() as connection:
            return await ordering.write(connection, signed)

    async def due(self, limit: int = 100, before: Place | None = None) -> Page:
        """Return commands to be sent now, newest first; see `ordering.due`."""
        async with self.bound() as connection:
            return await ordering.due(connection, limit, before)

    async def expire(self) -> None:
        """Note which commands were not confirmed in time."""
        async with self.bound() as connection:
            await connection.execute(ordering.EXPIRE)

    async def take(self, commands: Sequence[str]) -> set[str]:
        """Note that commands are on their way; return those nobody took before us."""
        async with self.bound() as connection:
            return await ordering.take(connection, commands)

    async def settle(self, settled: Sequence[Settled]) -> int:
        """Note how commands ended; return how many of them were still open.

        Concurrent calls are written by one statement.
        """
        return await self._settling.note(settled)

    async def command_state(self, command: str) -> State:
        """Return where a command is in its life.

        Raises NotFound if there is none of that id.
        """
        async with self.bound() as connection:
            state = await connection.fetchval(
                "select state from command where id::text = $1", command
            )
        if state is None:
            raise NotFound(f"there is no command {command}")
        return State(state)

    async def quarantine(
        self,
        connection: str,
        gate: str,
        message: Message,
        reason: str,
        facts: Mapping[str, object] | None = None,
    ) -> int:
        """Keep a message nobody understood; return its number."""
        async with self.bound() as bound:
            kept = await bound.fetchval(
                "insert into quarantine (connection, gate, origin, headers, payload, "
                "reason, facts, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8) "
                "returning id",
                connection,
                gate,
                message.origin.replace("\0", "\ufffd"),
                _json(dict(message.headers)),
                message.payload,
                reason.replace("\0", "\ufffd"),
                _json(dict(facts or {})),
                message.received_at,
            )
        return int(kept)

    async def erase(
        self,
        urn: str,
        *,
        attribute: str | None = None,
        dataset: str | None = None,
        position: int | None = None,
    ) -> int:
        """Remove history from the ledger for good; the present stays.

        urn: whose; attribute, dataset, position: only of these, where given

        Returns how many observations were removed.
        """
        what = History(urn, attribute, dataset, position)
        async with self.bound() as connection, connection.transaction():
            return await erase(connection, self.name, what)

    async def correct(self, seen: Sequence[Observation]) -> int:
        """Replace what was said of the very moments of `seen`, in its place.

        Observations of other moments are not recorded. Returns how many were replaced.
        """
        told, secrets = await self._keep_apart(seen)
        require_possible(told, self._possible, datetime.now(UTC))
        async with self.bound() as connection, connection.transaction():
            rows = await correct(connection, told)
            await keep_secrets(connection, secrets if rows else ())
            await reckon_again(connection, [tuple(row) for row in rows])
        return len(rows)

    async def secrets(self, urns: Sequence[str]) -> dict[str, list[Secret]]:
        """Return what connections prove themselves with, for who opens their lines.

        The municipality's own role cannot read it, so that no question can.
        """
        async with self.bound() as connection, connection.transaction(readonly=True):
            await connection.execute("set local role none")
            rows = await connection.fetch(SECRETS, urns)
        found: dict[str, list[Secret]] = {}
        for row in rows:
            found.setdefault(row["urn"], []).append(Secret(**row))
        return found

    async def keep(self, attribute: str, days: int | None) -> None:
        """Say how long an attribute's history is kept; None is for ever."""
        await self._names.learn(set(), {attribute}, set())
        async with self.bound() as connection, connection.transaction():
            await connection.execute(
                "update attribute set keep_days = $2 where name = $1", attribute, days
            )
            await note_there(
                connection,
                "retention-changed",
                where=[self.name],
                about=attribute,
                detail={"days": days},
            )

    async def forget_old(self, now: datetime) -> int:
        """Remove what is older than its attribute is kept; return how many rows.

        The credentials of connections deleted more than a day ago go with it.
        """
        async with self.bound() as connection:
            return await forget_old(connection, now)

    async def rename_source(self, name: str, pseudonym: str) -> None:
        """Let `pseudonym` stand for a source in all history, and for good."""
        async with self.bound() as connection:
            async with connection.transaction():
                await rename(connection, name, pseudonym)
            self._names.forget_sources()
            await tell(connection, self.schema, RENAMED)

    def hear(self, told: str) -> None:
        """Do what a notice of another process asks for; see `kernel/herald.py`."""
        if told.endswith(RENAMED):
            self._names.forget_sources()
            return
        bells = {ORDERED: self.orders, NOTICED: self.notices}
        bells.get(told[-1:], self.bell).ring()

    async def _keep_apart(
        self, seen: Iterable[Observation]
    ) -> tuple[Sequence[Observation], list[Secret]]:
        """Part observations from the credentials that stand in them.

        Raises Malformed where nobody knows which address a credential is for.
        """
        told = list(seen)
        for one in told:
            if one.entity.startswith(PREFIXES):
                break
        else:
            return told, []
        told, taken = take_secrets_out(told)
        said = (one for one in told if one.attribute == URL and not one.deleted)
        urls = {one.entity: one.value for one in said}
        if missing := [urn for urn in taken if urn not in urls]:
            known = await self.present(missing)
            urls |= {urn: entity.value(URL) for urn, entity in known.items()}
        return told, [
            Secret(urn=urn, name=name, value=value, address=_address(urls.get(urn)))
            for urn, found in taken.items()
            for name, value in found.items()
        ]

    async def _open_months(self, months: AbstractSet[Month]) -> None:
        """See to it that the ledger has a partition for each of these months."""
        for year, month in sorted(months):
            first = datetime(year, month, 1, tzinfo=UTC)
            if FIRST_MONTH <= first < LAST_MONTH:
                await self.database.open_month(self.schema, first)

    def _wake(self) -> None:
        """Wake followers here at once, and those of other processes soon."""
        self.bell.ring()
        self._herald.tell()


SECRETS = """
    select e.urn, s.name, s.value, s.address
      from secret s
      join entity e on e.id = s.entity
     where e.urn = any($1::text[])
"""


def _address(url: Value) -> str:
    if not isinstance(url, str):
        raise Malformed("a credential is kept for one address: give the url with it")
    return address_of(url)


def _json(value: object) -> str:
    text = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    return text.replace("\\u0000", "\\ufffd")
