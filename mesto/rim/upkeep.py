"""What has to be done again and again: figures, retention, keys, waking, memory."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from ctypes import CDLL
from datetime import UTC, datetime

import asyncpg

from mesto.kernel import waiting
from mesto.kernel.access.keys import TRUST_S
from mesto.kernel.city import City
from mesto.kernel.connections import connect
from mesto.kernel.database import Database
from mesto.kernel.errors import Unavailable
from mesto.kernel.herald import MARKS
from mesto.kernel.question.deeds import ForgetDeeds
from mesto.kernel.question.subscribed import ForgetDropped
from mesto.kernel.release import hold

log = logging.getLogger(__name__)

ROLLUP_PAUSE_S = 1.0  #: figures are at most about this old
MEASURES_EVERY_S = 10.0  #: hours with news are looked for
FORGET_EVERY_S = 3600.0
ACCOUNTS_EVERY_S = TRUST_S / 3
MEMORY_EVERY_S = 60.0
PAUSE_S = 1.0  #: before the database is tried again


async def keep_figures(city: City) -> None:
    """Keep a city's rollups up to date, for ever."""
    with city.bell.heard() as woken:
        while True:
            woken.clear()
            try:
                while await city.keep_rollups():
                    pass
            except Unavailable:
                await asyncio.sleep(PAUSE_S)
                continue
            await waiting.woken(woken, FORGET_EVERY_S)
            await asyncio.sleep(ROLLUP_PAUSE_S)


async def keep_measures(city: City) -> None:
    """Reckon what boards ask about, for ever."""
    with city.measures.asked.heard() as woken:
        while True:
            woken.clear()
            with contextlib.suppress(Unavailable):
                while await city.measures.reckon():
                    pass
            await waiting.woken(woken, MEASURES_EVERY_S)


async def forget_the_old(city: City) -> None:
    """Remove what is kept long enough, every hour: history, deeds, what was let go."""
    while True:
        with contextlib.suppress(Unavailable):
            await city.measures.forget()
            gone = await city.forget_old(datetime.now(UTC))
            if gone:
                log.info("%s: forgot %d old observations", city.name, gone)
            await city.ask(ForgetDeeds())
            await city.ask(ForgetDropped())
        await asyncio.sleep(FORGET_EVERY_S)


async def keep_accounts(
    accounts_of: Callable[[], Awaitable[Mapping[str, str]]],
    known: Mapping[str, str],
    renew: Callable[[Mapping[str, str]], Awaitable[None]],
) -> None:
    """Tell the broker of keys that were made or withdrawn, for ever.

    accounts_of: reads the accounts it should have; known: those it has
    """
    while True:
        with contextlib.suppress(Unavailable):
            accounts = await accounts_of()
            if accounts != known:
                await renew(accounts)
                known = accounts
        await asyncio.sleep(ACCOUNTS_EVERY_S)


async def give_memory_back() -> None:
    """Hand the memory of what is done back to the machine, for ever.

    glibc keeps what was let go below what is still in use: after a large screen a
    third of all memory.
    """
    trim = getattr(CDLL(None), "malloc_trim", None)
    while True:
        await asyncio.sleep(MEMORY_EVERY_S)
        if trim is not None:  # other libraries give back by themselves
            await asyncio.to_thread(trim, 0)


async def hear_other_processes(database: Database, cities: Mapping[str, City]) -> None:
    """Wake our followers when another process has written."""
    by_schema = {city.schema: city for city in cities.values()}
    gone = asyncio.Event()

    def wake(_connection: object, pid: int, _channel: str, schema: object) -> None:
        if database.connections.has(pid):
            return  # who wrote it here has rung
        told = str(schema)
        city = by_schema.get(told.rstrip(MARKS))
        if city is not None:
            city.hear(told)

    while True:
        try:
            connection = await connect(database.dsn)
            gone.clear()
            connection.add_termination_listener(lambda _: gone.set())
            try:
                await hold(connection)  # also when PostgreSQL was started anew
                await connection.add_listener("mesto", wake)
                await gone.wait()
            finally:
                connection.terminate()
        except (Unavailable, OSError, asyncpg.PostgresError):
            log.warning("not woken by other processes just now")
        await asyncio.sleep(PAUSE_S)
