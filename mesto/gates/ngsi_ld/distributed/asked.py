"""A request that is read more than once, and whom it concerns."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from mesto.gates.ngsi_ld.distributed.way import Way
from mesto.gates.ngsi_ld.registrations.matching import Match, Wanted, in_time
from mesto.gates.ngsi_ld.registrations.model import Mode
from mesto.gates.ngsi_ld.request import Request
from mesto.kernel.access.rights import Thing, Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden
from mesto.kernel.question.window import Window
from mesto.kernel.visit import Visit


def again(request: Request, body: bytes, *, city: City | None = None) -> Request:
    """Return a request with this body, that can be read as if it just came in."""

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": body}

    headers = {**request.headers, "content-length": str(len(body))}
    return Request(
        city=request.city if city is None else city,
        contexts=request.contexts,
        method=request.method,
        path=request.path,
        query=request.query,
        headers=headers,
        receive=receive,
        scheme=request.base.partition(":")[0],
    )


def matching(
    way: Way,
    wanted: Wanted,
    *,
    window: Window | None = None,
    of_past: bool | None = False,
    supplementing: bool = False,
) -> list[Match]:
    """Return the registrations a request concerns, and which it has not been to.

    of_past: those that know the past, instead of the present; None: either
    window: the time that is asked for
    supplementing: auxiliary ones too
    """
    found = way.registry.index.matching(wanted, datetime.now(UTC))
    return [
        one
        for one in found
        if way.may_ask(one.registration)
        and of_past in (None, one.registration.has_past)
        and (window is None or in_time(one.registration, window))
        and (supplementing or one.registration.mode is not Mode.AUXILIARY)
    ]


def require(city: City, thing: Thing, names: frozenset[str]) -> None:
    """Raise Forbidden unless who asks may record these attributes of an entity.

    What goes to a source is not seen by our database, so that its rules do not help.
    """
    if not isinstance(city, Visit):
        return
    city.require(Verb.RECORD)
    for name in sorted(names) or [_WHOLE]:
        if not city.principal.may_on(Verb.RECORD, thing, name):
            raise Forbidden(
                f"{city.principal.name} may not record {name} of {thing.urn}",
                verb=Verb.RECORD,
                entity=thing.urn,
            )


_WHOLE: Final = "type"  #: the attribute by which an entity as a whole comes and goes
