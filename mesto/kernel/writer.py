"""Group commit: many `record` calls, one statement, one fsync.

Calls that arrive while others are being written wait for them and are then written
together. Rows go in sorted, since unsorted batches deadlock; they are deduplicated in
the batch; an older observation never replaces a newer present; whoever called is
answered after COMMIT.
"""

import asyncio
from collections import deque
from collections.abc import (
    Awaitable,
    Callable,
    Container,
    Iterable,
    Sequence,
)
from collections.abc import Set as AbstractSet
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import count
from typing import NamedTuple, TypeAlias

import asyncpg
import msgspec
from msgspec.structs import replace

from mesto.kernel.access.reach import renew
from mesto.kernel.claim import (
    Claim,
    Note,
    State,
    change_of,
    claim,
    merge,
)
from mesto.kernel.connections import AS_ASKED, Connection
from mesto.kernel.errors import CityError, Conflict, Malformed, Unavailable
from mesto.kernel.model import SCOPE, TYPE, Observation
from mesto.kernel.names import Bound, Names, Numbered
from mesto.kernel.question.deeds import Once
from mesto.kernel.rollup import reckon_again
from mesto.kernel.row import Row, lay, sorted_once
from mesto.kernel.secret import Secret
from mesto.kernel.statements import (
    CHANGE_ENTITIES,
    CHECK_ATTRIBUTES,
    DROP_PRESENT,
    LOCK_AWAY,
    LOCK_ENTITIES,
    NOTE_DEEDS,
    NOTE_ENTITIES,
    WRITE,
    WRITE_CURRENT,
    array,
    columns,
    json,
)

ROWS_WAITING = 100_000  #: per municipality; beyond, callers are told to come back
ROWS_TOGETHER = 20_000  #: in one statement
AT_ONCE = 2  #: groups on their way to the database
TRIES = 4  #: of a group that lost a race
BORN = 300_000  #: entities remembered to exist, by one process and municipality

Month: TypeAlias = tuple[int, int]  #: year and month
KERNEL = "kernel"  #: the source of what we note ourselves
#: Entities, attributes and sources we write ourselves. They are numbered before a
#: connection is held, since numbering takes one.
OWN_NAMES: tuple[set[str], set[str], set[str]] = (set(), {TYPE, SCOPE}, {KERNEL})


class Expect(msgspec.Struct, frozen=True, kw_only=True):
    """What the present must be for a call to be written.

    Without `attribute`: whether the entity exists. With it: the position of the
    attribute's present instance, 0 where there must be none.
    """

    entity: str
    exists: bool = True
    attribute: str | None = None
    dataset: str | None = None
    position: int = 0


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a call changed."""

    recorded: int  #: how many observations were new
    created: frozenset[str] = frozenset()  #: entities that came to exist


class Expected(NamedTuple):
    """An expectation, by the numbers of its names."""

    entity: int
    attribute: int | None
    said: Expect


class Call(NamedTuple):
    """One `record`, laid out and waiting."""

    rows: Sequence[Row]
    claims: dict[int, Claim]  #: by entity
    expects: Sequence[Expected]
    once: Once | None
    secrets: Sequence[Secret]
    current: bool
    careful: bool  #: it must look before it writes, or writes more than one thing
    months: AbstractSet[Month]  #: of the ledger that it needs
    done: "asyncio.Future[Receipt]"


class Writer:
    """Writes one municipality's observations."""

    def __init__(
        self,
        bound: Bound,
        planned: Bound,
        names: Names,
        *,
        open_months: Callable[[AbstractSet[Month]], Awaitable[None]],
        wake: Callable[[], None],
    ) -> None:
        """Write through `bound` connections and `wake` followers after each commit.

        planned: lends connections for the one statement that is run very often
        """
        self._bound = bound
        self._planned = planned
        self._names = names
        self._open_months = open_months
        self._wake = wake
        self._queue: deque[Call] = deque()
        self._rows_waiting = 0
        self._flushing: set[asyncio.Task[None]] = set()
        self._turns = count()
        self._born: set[int] = set()  #: entities that exist, as far as we know
        self._opened: set[Month] = set()  #: that were seen to
        self._opening = asyncio.Lock()  #: each takes a connection of the database

    async def record(
        self,
        seen: Sequence[Observation],
        *,
        current: bool,
        expects: Sequence[Expect],
        once: Once | None,
        secrets: Sequence[Secret],
    ) -> Receipt:
        """Write observations, and secrets beside them; return after they are durable.

        Raises Conflict, Malformed or Unavailable; nothing is written then.
        """
        asked = seen, expects, once, secrets
        try:
            call = self._lay_out(self._names.known, *asked, current=current)
        except KeyError:  # a name is new to us
            numbers = await self._learn(seen, expects)
            call = self._lay_out(numbers, *asked, current=current)
        if not call.months <= self._opened:
            await self._open(call.months)
        if not call.claims and not expects:
            return Receipt(recorded=0)
        self._refuse_beyond_capacity(len(call.rows))
        self._queue.append(call)
        self._rows_waiting += len(call.rows)
        if len(self._flushing) < AT_ONCE:
            task = asyncio.create_task(self._flush())
            self._flushing.add(task)
            task.add_done_callback(self._flushing.discard)
        return await call.done

    async def _open(self, months: AbstractSet[Month]) -> None:
        """See to months of the ledger; who comes at the same time waits."""
        async with self._opening:
            if new := months - self._opened:
                await self._open_months(new)
                self._opened |= new

    def _refuse_beyond_capacity(self, rows: int) -> None:
        if self._rows_waiting and self._rows_waiting + rows > ROWS_WAITING:
            raise Unavailable(
                "the city is taking in all it can", retry_after_s=1, busy=True
            )

    def _lay_out(  # noqa: PLR0913 - what `record` is asked
        self,
        numbers: Numbered,
        seen: Sequence[Observation],
        expects: Sequence[Expect],
        once: Once | None,
        secrets: Sequence[Secret],
        *,
        current: bool,
    ) -> Call:
        """Turn observations into rows and claims, by the numbers of their names.

        Raises KeyError for a name that has no number.
        """
        now = datetime.now(UTC)
        rows, claims = self._rows(seen, numbers, now.timestamp(), current=current)
        expected = _expected(expects, numbers)
        months = {(at.year, at.month) for row in rows if (at := row.observed_at)}
        months.add((now.year, now.month))
        careful = (
            bool(expected or secrets or once)
            or not self._born.issuperset(claims)
            or any(claim.deleted for claim in claims.values())
        )
        return Call(
            rows,
            claims,
            expected,
            once,
            secrets,
            current,
            careful,
            months,
            self._promise(),
        )

    def _promise(self) -> "asyncio.Future[Receipt]":
        """Return what is fulfilled later, in the loop of those who write already.

        To ask which loop runs costs a system call in Python 3.11.
        """
        for task in self._flushing:
            return task.get_loop().create_future()
        return asyncio.get_running_loop().create_future()

    async def _learn(
        self, seen: Sequence[Observation], expects: Sequence[Expect]
    ) -> Numbered:
        """Return the numbers of all names of a call, and of our own."""
        return await self._names.learn(
            {one.entity for one in seen} | {one.entity for one in expects},
            {one.attribute for one in seen}
            | {e.attribute for e in expects if e.attribute}
            | OWN_NAMES[1],
            {one.source for one in seen} | OWN_NAMES[2],
        )

    def _rows(
        self,
        seen: Iterable[Observation],
        numbers: Numbered,
        now_s: float,
        *,
        current: bool,
    ) -> tuple[list[Row], dict[int, Claim]]:
        """Return rows, and what is said of their entities.

        Raises KeyError for a name that has no number.
        """
        entities, attributes, sources = numbers
        rows: list[Row] = []
        claims: dict[int, Claim] = {}
        for one in seen:
            entity, source = entities[one.entity], sources[one.source]
            known = claims.get(entity)
            if one.attribute in (TYPE, SCOPE):
                claims[entity] = claim(one, known, now_s)
                continue
            row = lay(
                one,
                entity,
                attributes[one.attribute],
                source,
                turn=next(self._turns),
                now_s=now_s,
                current=current,
            )
            rows.append(row)
            if known is None:
                claims[entity] = Claim(urn=one.entity, at=row.at)
            elif row.at > known.at:
                claims[entity] = replace(known, at=row.at)
        return rows, claims

    async def _flush(self) -> None:
        """Write groups until nobody waits."""
        while True:
            await asyncio.sleep(0)  # who comes at the same time joins
            if not self._queue:
                return
            group = self._gather()
            try:
                await self._write_group(group)
            except (CityError, asyncpg.PostgresError) as error:
                await self._write_apart(group, error)
            finally:
                self._rows_waiting -= sum(len(call.rows) for call in group)
                for call in group:
                    if not call.done.done():
                        call.done.set_exception(Unavailable("the writer stopped"))

    def _gather(self) -> list[Call]:
        """Take the calls that can be written together, oldest first."""
        first = self._queue.popleft()
        group = [first]
        rows = len(first.rows)
        touched: set[int] = set()  #: of which entities, once somebody has to know
        careful = first.careful
        if careful:
            touched.update(first.claims)
        while self._queue:
            call = self._queue[0]
            if call.careful and not careful:
                careful = True
                touched.update(*(before.claims for before in group))
            if (
                call.current != first.current
                or rows + len(call.rows) > ROWS_TOGETHER
                or (careful and not touched.isdisjoint(call.claims))
            ):
                break
            group.append(self._queue.popleft())
            rows += len(call.rows)
            if careful:
                touched.update(call.claims)
        return group

    async def _write_group(self, group: Sequence[Call]) -> None:
        """Write a group; try again when it lost a race for a lock."""
        often = not group[0].current and not any(call.careful for call in group)
        for attempt in range(TRIES):
            try:
                async with self._planned() if often else self._bound() as connection:
                    await self._write(connection, group)
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                if attempt == TRIES - 1:
                    raise Unavailable("too many writers at once") from None
            else:
                self._wake()
                return

    async def _write_apart(self, group: Sequence[Call], error: Exception) -> None:
        """Find the call that PostgreSQL refuses, so that the others are written."""
        for call in group:
            if len(group) > 1 and not isinstance(error, Unavailable):
                try:
                    await self._write_group([call])
                except (CityError, asyncpg.PostgresError) as its_own:
                    _fail(call, its_own)
            else:
                _fail(call, error)

    async def _write(self, connection: Connection, group: Sequence[Call]) -> None:
        """Write a group and answer its callers after the commit."""
        refused: dict[int, Conflict] = {}
        if any(call.careful for call in group):
            async with connection.transaction():
                await self._lock(connection, group)
                refused = await self._unmet(connection, group)
                refused |= await self._done_before(connection, group, refused)
                willing = [call for n, call in enumerate(group) if n not in refused]
                receipts = await self._put(connection, willing)
        else:
            willing = list(group)
            receipts = await self._put(connection, willing)
        for call, receipt in zip(willing, receipts, strict=True):
            self._remember(call)
            _answer(call, receipt)
        for number, conflict in refused.items():
            _fail(group[number], conflict)

    def _remember(self, call: Call) -> None:
        """Remember which entities exist.

        What is said of others is seen by nobody before they are what they are: who
        follows entities of a type would not hear of it.
        """
        if len(self._born) > BORN:
            self._born.clear()
        if not call.careful:
            return  # they were known to exist before
        for entity, said in call.claims.items():
            (self._born.discard if said.deleted else self._born.add)(entity)

    async def _lock(self, connection: Connection, group: Sequence[Call]) -> None:
        ids = {entity for call in group if call.careful for entity in call.claims}
        ids |= {expected.entity for call in group for expected in call.expects}
        await connection.fetch(LOCK_ENTITIES, sorted(ids))

    async def _unmet(
        self, connection: Connection, group: Sequence[Call]
    ) -> dict[int, Conflict]:
        """Return why calls may not be written, by their number in the group."""
        expects = [(n, e) for n, call in enumerate(group) for e in call.expects]
        if not expects:
            return {}
        failed = await connection.fetchval(
            CHECK_ATTRIBUTES,
            [expected.entity for _, expected in expects],
            [expected.said.exists for _, expected in expects],
            [expected.attribute for _, expected in expects],
            [expected.said.dataset or "" for _, expected in expects],
            [expected.said.position for _, expected in expects],
        )
        unmet: dict[int, list[Expect]] = {}
        for ordinal in failed or ():
            number, expected = expects[ordinal - 1]
            unmet.setdefault(number, []).append(expected.said)
        return {number: _conflict(its) for number, its in unmet.items()}

    async def _done_before(
        self, connection: Connection, group: Sequence[Call], refused: Container[int]
    ) -> dict[int, Conflict]:
        """Note the deeds that are about to be done; return those done before.

        refused: calls that are not done, unless they were before
        """
        deeds = {n: call.once for n, call in enumerate(group) if call.once is not None}
        if not deeds:
            return {}
        rows = await connection.fetch(
            NOTE_DEEDS,
            [once.token for once in deeds.values()],
            [once.digest for once in deeds.values()],
            [n not in refused for n in deeds],
        )
        before = {row["token"] for row in rows}
        return {
            n: Conflict("this was done before", done=True)
            for n, once in deeds.items()
            if once.token in before
        }

    async def _put(
        self, connection: Connection, calls: Sequence[Call]
    ) -> list[Receipt]:
        """Write rows and what they mean for their entities."""
        if not calls:
            return []
        await self._delete(connection, calls)
        rows = sorted_once(row for call in calls for row in call.rows)
        claims: dict[int, Claim] = {}
        for call in calls:
            for entity, said in call.claims.items():
                claims[entity] = merge(claims.get(entity), said)
        written = await _say(connection, rows, claims, current=calls[0].current)
        await keep_secrets(connection, [one for call in calls for one in call.secrets])
        created: set[str] = set()
        if written["strangers"]:
            strangers = {entity: claims[entity] for entity in written["strangers"]}
            created = await self._mend(connection, strangers)
        numbers = written["fresh"]
        if numbers is None and len(rows) == sum(len(call.rows) for call in calls):
            fresh = None
        else:
            new = rows if numbers is None else [rows[n - 1] for n in numbers]
            fresh = {row.turn for row in new}
        return [_receipt(call, fresh, created) for call in calls]

    async def _delete(self, connection: Connection, calls: Sequence[Call]) -> None:
        """Let entities cease to be."""
        gone = sorted(
            entity
            for call in calls
            for entity, claim in call.claims.items()
            if claim.deleted
        )
        if gone:
            await connection.execute(DROP_PRESENT, gone)
            await self._note(connection, [(entity, TYPE, None) for entity in gone])

    async def _mend(self, connection: Connection, claims: dict[int, Claim]) -> set[str]:
        """Make entities exist, or be of other types, as the calls claim.

        Returns the URNs of those that came to exist.
        """
        async with connection.transaction():
            await connection.execute(AS_ASKED.format(local="local"))
            known = await connection.fetch(LOCK_ENTITIES, sorted(claims))
            changes = [
                change
                for row in known
                if (change := change_of(claims[row["id"]], State(*row))) is not None
            ]
            await connection.execute(
                CHANGE_ENTITIES,
                [change.entity for change in changes],
                [array(change.types) for change in changes],
                [array(change.scopes) for change in changes],
            )
            await self._note(connection, [n for c in changes for n in c.notes])
            await renew(connection, entities=[change.entity for change in changes])
        return {claims[c.entity].urn for c in changes if c.creates}

    async def _note(
        self,
        connection: Connection,
        notes: Sequence[Note],
    ) -> None:
        """Write into the ledger what became of entities themselves."""
        if not notes:
            return
        _, attributes, sources = await self._names.learn(*OWN_NAMES)
        await connection.execute(
            NOTE_ENTITIES,
            [note[0] for note in notes],
            [attributes[note[1]] for note in notes],
            [json(note[2]) for note in notes],
            sources[KERNEL],
        )


async def keep_secrets(connection: Connection, secrets: Sequence[Secret]) -> None:
    """Keep credentials where nobody reads them, each for its address."""
    if secrets:
        kept = [(one.urn, one.name, one.value, one.address) for one in secrets]
        await connection.executemany(LOCK_AWAY, kept)


async def _say(
    connection: Connection,
    rows: Sequence[Row],
    claims: dict[int, Claim],
    *,
    current: bool,
) -> asyncpg.Record:
    """Write rows; what moves in the ledger leaves the figures until it is met again."""
    restates = current and any(row.observed_at for row in rows)
    async with connection.transaction() if restates else nullcontext():
        statement = WRITE_CURRENT if current else WRITE
        written = await connection.fetchrow(statement, *columns(rows, claims))
        assert written is not None
        moved = (rows[n - 1] for n in written["moved"] or ())
        await reckon_again(
            connection,
            [(r.attribute, r.entity, r.observed_at) for r in moved if r.observed_at],
        )
    return written


def _receipt(call: Call, fresh: set[int] | None, created: set[str]) -> Receipt:
    """Return what a call changed; `fresh` are the turns of its rows, None is all."""
    recorded = len(call.rows)
    if fresh is not None:
        recorded = sum(row.turn in fresh for row in call.rows)
    if not created:
        return Receipt(recorded=recorded)
    urns = {claim.urn for claim in call.claims.values()}
    return Receipt(recorded=recorded, created=frozenset(urns & created))


def _expected(expects: Iterable[Expect], numbers: Numbered) -> list[Expected]:
    """Return expectations by numbers. Raises KeyError for a name that has none."""
    entities, attributes, _ = numbers
    return [
        Expected(
            entities[e.entity], attributes[e.attribute] if e.attribute else None, e
        )
        for e in expects
    ]


def _conflict(unmet: Sequence[Expect]) -> Conflict:
    first = unmet[0]
    return Conflict(
        f"{first.entity} is not as expected",
        entity=first.entity,
        attribute=first.attribute,
        unmet=list(unmet),
    )


def _answer(call: Call, receipt: Receipt) -> None:
    if not call.done.done():  # whoever called may have gone
        call.done.set_result(receipt)


def _fail(call: Call, error: Exception) -> None:
    if call.done.done():
        return
    if isinstance(error, CityError):
        call.done.set_exception(error)
    elif isinstance(error, asyncpg.DataError | asyncpg.ProgramLimitExceededError):
        call.done.set_exception(Malformed(f"PostgreSQL refuses it: {error}"))
    else:
        call.done.set_exception(error)
