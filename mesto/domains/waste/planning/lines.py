"""How far a plan is, told line by line; at last what came of it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.domains.waste.planning.making import Making
from mesto.domains.waste.planning.plans import Made
from mesto.domains.waste.planning.told import Progress
from mesto.kernel.errors import CityError, Malformed
from mesto.kernel.problem import problem
from mesto.kernel.visit import Visit
from mesto.web.asker import visit_of
from mesto.web.once import once_of


def planning(request: Request) -> Visit:
    """Return who plans. Raises Malformed for what is to be done once by a token."""
    if once_of(request) is not None:
        raise Malformed("a plan is told line by line and takes no idempotency-key")
    return visit_of(request)


def streamed(lines: AsyncIterator[bytes]) -> Response:
    """Answer line by line."""
    headers = {"cache-control": "no-store"}
    return StreamingResponse(lines, headers=headers, media_type="application/x-ndjson")


async def told(
    made: AsyncIterator[Making], keep: Callable[[Made], Awaitable[object]]
) -> AsyncIterator[bytes]:
    """Yield how far it is, then what was kept; or why there is nothing to keep."""
    try:
        async for one in made:
            yield line(progress(one) if isinstance(one, Progress) else await keep(one))
    except CityError as error:
        yield refused(error)


def progress(one: Progress) -> dict[str, object]:
    """Return how far it is, as it is told."""
    return {"progress": round(one.share, 4), "cost": one.cost}


def line(document: object) -> bytes:
    """Return a line."""
    return msgspec.json.encode(document) + b"\n"


def refused(error: CityError) -> bytes:
    """Return the line that says why there is nothing."""
    return b'{"problem":' + problem(error) + b"}\n"
