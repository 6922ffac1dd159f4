"""What anybody may tell a town without a key: few things, and not often.

Nothing is remembered of who tells, and no cookie is set. Who happens to be signed in,
or brings a key, is told apart by `guest`. What is only read is `mesto.web.public`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mesto.kernel.errors import Forbidden, NotFound
from mesto.kernel.plugin import Domain
from mesto.kernel.visit import Visit
from mesto.web.asker import callers_of, guessing

ASKS_PER_MINUTE: Final = 60  #: of one address


def open_routes(domains: Sequence[Domain]) -> Iterator[Route]:
    """Yield the routes of what services answer to anybody."""
    for domain in domains:
        for path, method, answer in domain.open_answers:
            whole = f"/open/{{city}}/{domain.name}/{path}"
            yield Route(whole, _endpoint(answer), methods=[method])


async def guest(request: Request) -> Visit | None:
    """Return the city as who asks may use it, if they are known there."""
    callers, city = callers_of(request), str(request.path_params["city"])
    try:
        return await callers.visit(request.scope["brought"], wanted=city, peer="")
    except (Forbidden, NotFound):
        return None


def _endpoint(answer: Any) -> Any:
    async def endpoint(request: Request) -> Response:
        callers = callers_of(request)
        peer = request.client.host if request.client else ""
        callers.keep_pace("address", f"open {peer}", ASKS_PER_MINUTE)
        with guessing(request):
            city = callers.cities.get(str(request.path_params["city"]))
            if city is None:
                raise Forbidden("this address leads nowhere")
            response: Response = await answer(request, city)
        return response

    return endpoint
