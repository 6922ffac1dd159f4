"""Doing what is asked once, however often it is asked for.

A caller whose answer was lost asks again with the same `Idempotency-Key`. What was
answered is answered again. Where the server died before it noted its answer, the token
is in the database with the deed itself, and the answer is that it is done.

Source: draft-ietf-httpapi-idempotency-key-header-07.
"""

import gzip
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import orjson
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City, Expect, Once
from mesto.kernel.errors import Conflict, Malformed
from mesto.kernel.model import Observation
from mesto.kernel.problem import CONTENT_TYPE
from mesto.kernel.question.deeds import Deed, Done, NoteAnswer, Told
from mesto.web.asker import visit_of
from mesto.web.body import read_bytes

HEADER = "idempotency-key"
TOKEN = re.compile(r'"?([\x21\x23-\x7e]{16,100})"?')
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BYTES = 256 * 2**10  #: of an answer that is noted
NO_CONTENT = 204
ANOTHER_REQUEST = 422
FIRST_FAILURE = 400


class Repeats:
    """Keeps deeds from being done twice, in one process and over all of them."""

    def __init__(self) -> None:
        """Nothing is being done yet."""
        self._doing: set[tuple[str, str]] = set()  #: municipality and token

    async def answer(
        self, request: Request, city: City, do: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Do what a request asks for, unless it was done with its token before.

        The deed is `once_of(request)` for those who record it.

        Raises Conflict while the same is being done, Malformed for what is no token.
        """
        header = request.headers.get(HEADER)
        if header is None or request.method in SAFE:
            return await do()
        request.state.once = once = Once(_token(header), await _digest(request))
        with self._alone(city, once):
            known = await city.ask(Done(once.token))
            if known is not None:
                return _again(known, once)
            return await _do(request, city, once, do)

    @contextmanager
    def _alone(self, city: City, once: Once) -> Iterator[None]:
        deed = (city.name, once.token)
        if deed in self._doing:
            raise Conflict("this is being done just now", retry_after_s=1)
        self._doing.add(deed)
        try:
            yield
        finally:
            self._doing.remove(deed)


def say_once(request: Request) -> None:
    """Let the answer of this request be kept nowhere: it says a secret."""
    request.state.secret = True


def once_of(request: Request) -> Once | None:
    """Return the deed a request asks for; None where it may be done again."""
    return getattr(request.state, "once", None)


async def record_once(
    request: Request, seen: Sequence[Observation], expect: Expect | None
) -> None:
    """Record what somebody did, once, in their name, over what they have seen.

    Raises Conflict where that is not there any more; `facts["version"]` is what is.
    """
    city = visit_of(request)
    expects = [] if expect is None else [expect]
    try:
        await city.record(seen, current=True, expect=expects, once=once_of(request))
    except Conflict as error:
        if error.facts.get("done"):
            return
        assert expect is not None
        version = await _version(city, expect)
        told = "somebody else has changed this meanwhile"
        raise Conflict(told, version=version) from error


async def _version(city: City, of: Expect) -> int:
    """Return the position of what an expectation was about; 0 where it is gone."""
    entity = (await city.present([of.entity])).get(of.entity)
    said = () if entity is None else entity.attributes
    return next((one.position for one in said if one.name == of.attribute), 0)


async def _do(
    request: Request, city: City, once: Once, do: Callable[[], Awaitable[Response]]
) -> Response:
    """Do it, and note the answer unless it is a refusal."""
    try:
        response = await do()
    except Conflict as conflict:
        if conflict.facts.get("done"):  # another process was quicker
            return Response(status_code=NO_CONTENT)
        raise
    if response.status_code < FIRST_FAILURE:
        secret = getattr(request.state, "secret", False)
        told = Told(NO_CONTENT, "", b"") if secret else _told(response)
        await city.ask(NoteAnswer(Deed(once, told)))
    return response


def _told(response: Response) -> Told:
    """Return what is noted of an answer; one that is too long is noted as done."""
    body = bytes(response.body)
    if response.headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    if len(body) > LARGEST_BYTES:
        return Told(NO_CONTENT, "", b"")
    return Told(response.status_code, response.headers.get("content-type", ""), body)


def _again(known: Deed, once: Once) -> Response:
    """Answer what was answered before; refuse the token for anything else."""
    if known.once.digest != once.digest:
        problem = {
            "type": "about:blank",
            "title": "The token is another request's",
            "status": ANOTHER_REQUEST,
            "detail": f"something else was done with the {HEADER} {once.token}",
        }
        return Response(orjson.dumps(problem), ANOTHER_REQUEST, media_type=CONTENT_TYPE)
    told = known.told or Told(NO_CONTENT, "", b"")
    kind = {"content-type": told.kind} if told.kind else {}
    return Response(told.body or None, told.status, kind)


def _token(header: str) -> str:
    """Read a token, with the quotes of a structured header or without.

    Raises Malformed where it is too short to be the only one.
    """
    found = TOKEN.fullmatch(header.strip())
    if found is None:
        raise Malformed(f"an {HEADER} has 16 to 100 visible characters")
    return found[1]


async def _digest(request: Request) -> bytes:
    who = visit_of(request).principal.name
    target = f"{who} {request.method} {request.url.path}?{request.url.query}\n"
    return sha256(target.encode() + await read_bytes(request)).digest()
