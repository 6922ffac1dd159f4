"""Group commit: many `record` calls, one statement, one fsync.

Calls that arrive while others are being written wait for them and are then written
together. Rows go in sorted, since unsorted batches deadlock; they are deduplicated in
the batch; an older observation never replaces a newer present; whoever called is
answered after COMMIT.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from itertools import count

import asyncpg

from mesto.kernel.call import Call, Expect, Month, Receipt, expected_of, rows_of
from mesto.kernel.errors import CityError, Conflict, Malformed, Unavailable
from mesto.kernel.group import OWN_NAMES, write
from mesto.kernel.model import Observation
from mesto.kernel.names import Bound, Names, Numbered
from mesto.kernel.question.deeds import Once
from mesto.kernel.secret import Secret

ROWS_WAITING = 100_000  #: per municipality; beyond, callers are told to come back
ROWS_TOGETHER = 20_000  #: in one statement
AT_ONCE = 2  #: groups on their way to the database
TRIES = 4  #: of a group that lost a race
BORN = 300_000  #: entities remembered to exist, by one process and municipality


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
        rows, claims = rows_of(
            seen, numbers, self._turns, now.timestamp(), current=current
        )
        expected = expected_of(expects, numbers)
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
                    self._tell(group, await write(connection, group, self._names))
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                if attempt == TRIES - 1:
                    raise Unavailable("too many writers at once") from None
            else:
                self._wake()
                return

    def _tell(
        self, group: Sequence[Call], answers: Sequence[Receipt | Conflict]
    ) -> None:
        """Answer those who called."""
        for call, answer in zip(group, answers, strict=True):
            if isinstance(answer, Conflict):
                _fail(call, answer)
            else:
                self._remember(call)
                _answer(call, answer)

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
