"""What a gateway says to its CMS, patiently."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from uuid import uuid4

import aiohttp
import orjson

from mesto.simulator.talq.contract import VERSION

log = logging.getLogger(__name__)

FIRST_ERROR = 400
CONFLICT = 409
#: Answers after which the same message would be refused again.
FINAL = frozenset({400, 404, 409, 413, 422})
_WITHIN_S = 10.0


class AwayError(Exception):
    """The CMS did not answer, or cannot take anything now."""


class Cms:
    """The other side, as the gateway knows it."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        uri: Callable[[], str],
        gateway: str,
        keys: Mapping[str, str],
    ) -> None:
        """Speak through a session.

        uri: returns where the CMS is now
        gateway: our TALQ address
        keys: API keys by URI; nobody else is told them
        """
        self._session = session
        self._uri = uri
        self._gateway = gateway
        self._keys = keys

    @property
    def uri(self) -> str:
        """Return where the CMS is now."""
        return self._uri()

    async def tell(
        self,
        method: str,
        path: str,
        said: object,
        *,
        request: str = "",
        origin: str = "",
    ) -> int:
        """Send a document; return the status of the answer.

        request: identifies the message, so that a repeated one is known
        origin: the CMS's request that has caused it

        Raises AwayError.
        """
        uri = self.uri
        query = {
            "clientAddress": self._gateway,
            "talqRequestId": request or str(uuid4()),
        }
        if origin:
            query["talqOriginRequestId"] = origin
        headers = {"talq-api-version": VERSION, "Content-Type": "application/json"}
        if uri in self._keys:
            headers["Authorization"] = f"Bearer {self._keys[uri]}"
        try:
            async with self._session.request(
                method,
                f"{uri.rstrip('/')}{path}",
                params=query,
                data=None if said is None else orjson.dumps(said),
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=_WITHIN_S),
            ) as answer:
                told = await answer.text()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AwayError(f"{uri}: {error}") from error
        if answer.status >= FIRST_ERROR and answer.status not in FINAL:
            raise AwayError(f"{uri}: {answer.status}")
        if answer.status >= FIRST_ERROR and answer.status != CONFLICT:
            log.warning("%s %s: %d %s", method, path, answer.status, told[:500])
        return answer.status

    async def insist(
        self, method: str, path: str, said: object, *, origin: str = "", pause_s: float
    ) -> int:
        """Send a document until the CMS has answered; a repeated message is known."""
        request = str(uuid4())
        while True:
            try:
                return await self.tell(
                    method, path, said, request=request, origin=origin
                )
            except AwayError as away:
                log.info("%s", away)
            await asyncio.sleep(pause_s)
