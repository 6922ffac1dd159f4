"""Containers for sorted waste as open data."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.nouns import CONTAINER, ISLE
from mesto.domains.waste.opendata.norm import sorted_containers
from mesto.kernel.city import City
from mesto.web.answers import answer_tagged
from mesto.web.plain import KEPT

JSON_LD: Final = "application/ld+json"


async def show_containers(request: Request, city: City) -> Response:
    """Write all containers for sorted waste that have a place, by the Czech norm."""
    containers = list((await city.entities(CONTAINER)).values())
    base = f"{request.base_url}ngsi-ld/v1/entities/"
    written = sorted_containers(containers, await city.entities(ISLE), base)
    return answer_tagged(request, orjson.dumps(written), JSON_LD, KEPT)


#: Answers below /public/{city}/waste, to anybody.
PUBLIC: Final[Mapping[str, Callable[..., Awaitable[Response]]]] = {
    "containers.jsonld": show_containers,
}
