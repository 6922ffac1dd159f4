"""NGSI-LD over HTTP: patient with a server that is busy or not there yet."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import orjson

BATCH: Final = 1000  #: entities in one request
POSTS_AT_ONCE: Final = 4
ENTITIES: Final = "/ngsi-ld/v1/entities"
UPSERT: Final = "/ngsi-ld/v1/entityOperations/upsert?options=update"
HOOKS: Final = "/hooks/"
_TIMEOUT_S = 120.0
_BUSY = frozenset({429, 502, 503, 504})
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 10.0
_DEFECT_TRIES = 3
_LEARNED_WITHIN_S = 20.0  #: a connection that was just stated is open


class RefusedError(Exception):
    """The server does not want what the town says."""


class Api:
    """The NGSI-LD door of one municipality."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Speak through a session that knows the address and the key."""
        self._session = session

    async def post_all(
        self,
        posts: Iterable[tuple[str, bytes]],
        done: Callable[[int], None],
        at_once: int = POSTS_AT_ONCE,
    ) -> None:
        """Post bodies to paths, a few at once; tell how many are done.

        Raises RefusedError if one of them is refused.
        """
        free, count = asyncio.Semaphore(at_once), itertools.count(1)

        async def one(path: str, body: bytes) -> None:
            try:
                await self.send(path, body)
            finally:
                free.release()
            done(next(count))

        try:
            async with asyncio.TaskGroup() as tasks:
                for path, body in posts:
                    await free.acquire()
                    tasks.create_task(one(path, body))
        except* RefusedError as refused:
            raise _first(refused) from None

    async def value(self, urn: str, attribute: str) -> object:
        """Return the value of an entity's attribute; None where there is none."""
        path = f"{ENTITIES}/{urn}?options=keyValues"
        while True:
            try:
                async with self._session.get(path) as answer:
                    if answer.status == 200:
                        return orjson.loads(await answer.read()).get(attribute)
                    if answer.status not in _BUSY:
                        return None
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(_FIRST_PAUSE_S)

    async def ask(self, path: str) -> Any:
        """Return what a path answers; waits as long as the server is busy or away.

        Raises RefusedError if it says no.
        """
        while True:
            try:
                async with self._session.get(path) as answer:
                    told = await answer.read()
                    if answer.status == 200:
                        return orjson.loads(told)
                    if answer.status not in _BUSY:
                        why = told.decode(errors="replace")[:500]
                        raise RefusedError(f"{path}: {answer.status} {why}")
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(_FIRST_PAUSE_S)

    async def post(self, path: str, document: object) -> None:
        """Post a document as JSON; see `send`."""
        await self.send(path, orjson.dumps(document))

    async def send(self, path: str, body: bytes) -> None:
        """Post a body; waits as long as the server is busy or away.

        Raises RefusedError if it says no.
        """
        pause_s, defects = _FIRST_PAUSE_S, 0
        patience_s = time.monotonic() + _LEARNED_WITHIN_S
        while True:
            try:
                status, told, wait_s = await self._once(path, body)
            except (aiohttp.ClientError, TimeoutError, OSError):
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
                continue
            unheard = status == 404 and path.startswith(HOOKS)
            if status in _BUSY or (unheard and time.monotonic() < patience_s):
                await asyncio.sleep(wait_s)
                continue
            defects += status >= 500
            if status >= 500 and defects < _DEFECT_TRIES:
                await asyncio.sleep(pause_s)
                continue
            if status >= 300 or status == 207:
                raise RefusedError(f"{path}: {status} {_reason(told)}")
            return

    async def _once(self, path: str, body: bytes) -> tuple[int, str, float]:
        """Post once; return the status, a refusal's words and when to try again."""
        media = "text/csv" if path.startswith(HOOKS) else "application/json"
        headers = {"Content-Type": media}
        async with self._session.post(path, data=body, headers=headers) as answer:
            told = await answer.text()
            return answer.status, told, _seconds(answer.headers.get("Retry-After"))


@asynccontextmanager
async def open_api(http_url: str, api_key: str) -> AsyncIterator[Api]:
    """Open the door of a municipality."""
    async with aiohttp.ClientSession(
        base_url=http_url,
        headers={"Authorization": f"Bearer {api_key}"},
        timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S),
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:
        yield Api(session)


def _seconds(retry_after: str | None) -> float:
    """Read Retry-After given in seconds; a date, or nothing, means one second."""
    try:
        return max(float(retry_after or 1), 0.05)
    except ValueError:
        return 1.0


def _reason(told: str) -> str:
    """Return why the server refused: the errors, not what went well."""
    try:
        answer = orjson.loads(told)
        return orjson.dumps(answer["errors"][:3]).decode()
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return told[:500]


def _first(refused: BaseExceptionGroup[RefusedError]) -> BaseException:
    """Return one of several refusals, which are most often the same."""
    found: BaseException = refused
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
