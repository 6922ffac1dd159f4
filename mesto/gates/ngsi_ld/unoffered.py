"""Resources of the standard that are not offered yet.

A request is read as it would be if they were, so that what is wrong with it is said
first; then the answer is OperationNotSupported.

Source: ETSI GS CIM 009 v1.8.1, 6.12 and 6.13 (subscriptions to registrations of context
sources), 5.5.2.
"""

from typing import Final, NoReturn

from mesto.gates.ngsi_ld.consumption import PAGE_PARAMETERS
from mesto.gates.ngsi_ld.problem import OperationNotSupported
from mesto.gates.ngsi_ld.request import JSON, LD_JSON, Request, Route, Routes

_BODIES: Final = frozenset({"POST", "PATCH"})


async def refuse(request: Request, *_: str) -> NoReturn:
    """Answer any method on a resource that is not there yet."""
    if request.method in _BODIES:
        await request.read()
    else:
        request.accepted(JSON, LD_JSON)
        await request.context()
    raise OperationNotSupported(f"{request.path} is not offered yet")


_MANY: Final = {"POST": Route(refuse), "GET": Route(refuse, PAGE_PARAMETERS)}
_ONE: Final = {name: Route(refuse) for name in ("GET", "PATCH", "DELETE")}

ROUTES: Final[Routes] = {
    "/csourceSubscriptions": _MANY,
    "/csourceSubscriptions/{}": _ONE,
}
