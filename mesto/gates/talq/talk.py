"""Asking a gateway, and saying in our words what is wrong with its answers.

Source: TALQ 2.7.1, gateway.openapi.json.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import uuid4

import orjson

from mesto.gates.talq.codec import read_json
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import VERSION, Document, Shape, added_together
from mesto.gates.talq.words import CANNOT_NOW, REFUSES
from mesto.kernel.errors import (
    CityError,
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    Unavailable,
)
from mesto.kernel.model import Connection
from mesto.kernel.outbound import Peer, Response
from mesto.kernel.text import filled

ACCEPTED: Final = 202  #: it will be done, or not
FAULTS: Final = Shape("TALQErrorMessage", many=True)
MARK: Final = "talq+"  #: before the scheme of HTTP in the URL of a connection
MOST_SAID: Final = 300  #: letters of an answer that are told again
REFUSALS: Final[Mapping[int, type[CityError]]] = {
    401: Forbidden,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
}


class Talk:
    """What can be asked of one gateway."""

    def __init__(self, peer: Peer, connection: Connection, settings: Settings) -> None:
        """Ask the gateway of a connection."""
        self._peer = peer
        secrets = connection.secrets
        self._base = secrets.in_url(connection.url).removeprefix(MARK).rstrip("/")
        self._shown = connection.url
        self._timeout_s = settings.timeout_s
        self._client = str(settings.cms_address)
        self._headers = {
            "talq-api-version": VERSION,
            "accept": "application/json",
            **{name: secrets.in_text(one) for name, one in settings.headers.items()},
        }

    async def get(self, path: str, **query: int) -> bytes:
        """Return what is at a path. Raises what `_ask` raises."""
        return (await self._ask("GET", path, query=query)).body

    async def read(self, path: str, shape: Shape) -> Document:
        """Return a document of the standard. Raises Malformed for anything else."""
        return read_json(await self.get(path), shape)

    async def keep(self, resource: str, key: str, document: Document) -> None:
        """Let a gateway keep a document: replace it, or add it where there is none."""
        try:
            await self._ask("PUT", f"{resource}/{quote(key, safe='')}", document)
        except NotFound:
            added = [document] if added_together(resource) else document
            await self._ask("POST", resource, added)

    async def put(self, resource: str, documents: Document) -> None:
        """Replace documents that the gateway has. Raises NotFound without them."""
        await self._ask("PUT", resource, documents)

    async def change(self, resource: str, key: str, document: Document) -> None:
        """Change a part of a document."""
        await self._ask("PATCH", f"{resource}/{quote(key, safe='')}", document)

    async def drop(self, resource: str, key: str) -> None:
        """Take a document away. Raises NotFound, or what the gateway refuses by."""
        await self._ask("DELETE", f"{resource}/{quote(key, safe='')}")

    async def tell(self, resource: str, document: Document, *, deed: str) -> bool:
        """Tell something to be done; return whether it is done, or will be (202).

        deed: a UUID; the same again is the same request
        """
        answer = await self._ask("POST", resource, document, deed=deed)
        return answer.status != ACCEPTED

    async def _ask(
        self,
        verb: str,
        path: str,
        document: Document = None,
        *,
        query: Mapping[str, Any] | None = None,
        deed: str = "",
    ) -> Response:
        """Ask once.

        Raises Unavailable where nothing is answered, or that it cannot now; Malformed,
        NotFound, Conflict or Forbidden where the gateway refuses, in its words.
        """
        asked: dict[str, Any] = {"clientAddress": self._client, **(query or {})}
        if verb != "GET":
            asked["talqRequestId"] = deed or str(uuid4())
        answer = await self._peer.ask(
            verb,
            f"{self._base}/{path}?{urlencode(asked)}",
            b"" if document is None else orjson.dumps(document),
            headers=self._headers
            | ({} if document is None else {"content-type": "application/json"}),
            timeout_s=self._timeout_s,
        )
        if answer.is_well:
            return answer
        raise self._refusal(verb, path, answer)

    def _refusal(self, verb: str, path: str, answer: Response) -> CityError:
        said = f"{self._shown} answers {answer.status} to {verb} /{path}: "
        if not answer.blames_us:
            says = filled(CANNOT_NOW, status=answer.status)
            return Unavailable(said + "it cannot now", says=says)
        kind, faults = REFUSALS.get(answer.status, Malformed), _faults(answer.body)
        says = filled(REFUSES, status=answer.status, said=faults)
        return kind(said + faults, says=says, status=answer.status)


def _faults(body: bytes) -> str:
    """Return what TALQErrorMessages say, or as much of anything else as can be told."""
    try:
        told = read_json(body, FAULTS)
    except Malformed:
        return body[:MOST_SAID].decode("utf-8", "replace") or "–"
    texts = (f"{one['key']} {one.get('description', '')}".strip() for one in told)
    return "; ".join(texts)[:MOST_SAID]
