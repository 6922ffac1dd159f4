"""What anybody may ask of a town, or tell it, without a key: few things, not often.

`/public/` is read only, the same for everybody, and may be kept by whoever hands it on.
`/open/` also takes something, or is an address that only some know: whoever guesses
wrongly soon has to wait. Nothing is remembered of who asks, and no cookie is set. Who
happens to be signed in, or brings a key, is told apart by `guest`.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Forbidden, NotFound
from mesto.kernel.plugin import Domain
from mesto.kernel.visit import Visit
from mesto.web.asker import callers_of, guessing
from mesto.web.static import ALWAYS_ASK, SECURITY, serve

Answer: TypeAlias = Callable[[Request, City], Awaitable[Response]]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

ASKS_PER_MINUTE: Final = 60  #: from one address
SCRIPTS: Final = Path(__file__).parent / "scripts"  #: of pages for anybody


def open_routes(domains: Sequence[Domain]) -> Iterator[Route]:
    """Yield the doors that are open to everybody."""
    for script in sorted(SCRIPTS.glob("*.js")):
        yield Route(f"/open/{script.name}", _script(script), methods=["GET"])
    for domain in domains:
        for path, method, answer in domain.open_answers:
            address = f"/open/{{city}}/{domain.name}/{path}"
            yield Route(address, _guessed(answer), methods=[method])
        for path, answer in domain.public.items():
            address = f"/public/{{city}}/{domain.name}/{path}"
            yield Route(address, _public(answer), methods=["GET"])


async def guest(request: Request) -> Visit | None:
    """Return the city as who asks may use it, if they are known there."""
    callers, city = callers_of(request), str(request.path_params["city"])
    try:
        return await callers.visit(request.scope["brought"], wanted=city, peer="")
    except (Forbidden, NotFound):
        return None


def _public(answer: Answer) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        _keep_pace(request, "public")
        name = request.path_params["city"]
        return await answer(request, _city(request, NotFound(f"no town is {name}")))

    return endpoint


def _guessed(answer: Answer) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        _keep_pace(request, "open")
        with guessing(request):
            nowhere = Forbidden("this address leads nowhere")
            return await answer(request, _city(request, nowhere))

    return endpoint


def _script(file: Path) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        kind = "text/javascript"
        response = serve(request, file, kind=kind, cache_control=ALWAYS_ASK)
        response.headers.update(SECURITY)  # a worker asks for more, by its own policy
        return response

    return endpoint


def _keep_pace(request: Request, door: str) -> None:
    peer = request.client.host if request.client else ""
    callers_of(request).keep_pace("address", f"{door} {peer}", ASKS_PER_MINUTE)


def _city(request: Request, missing: CityError) -> City:
    """Return the town the path names. Raises what is given where there is none."""
    city = callers_of(request).cities.get(str(request.path_params["city"]))
    if city is None:
        raise missing
    return city
