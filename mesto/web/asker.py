"""Who asks: the city as they may use it, and what they say of it."""

from contextlib import AbstractContextManager

from starlette.requests import Request

from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.model import TYPE, Kind, Observation, Value
from mesto.kernel.names import PEOPLE
from mesto.kernel.visit import Visit


def visit_of(request: Request) -> Visit:
    """Return the city as who asks may use it: whatever they write goes through it."""
    visit: Visit = request.scope["city"]
    return visit


def host_of(request: Request) -> City:
    """Return the whole city, for what is allowed as a whole or not at all."""
    return visit_of(request).host


def callers_of(request: Request) -> Callers:
    """Return who lets people and systems in."""
    callers: Callers = request.scope["callers"]
    return callers


def guessing(request: Request) -> AbstractContextManager[None]:
    """Count what is refused inside as a wrong guess of who asks.

    Raises Unavailable for an address that has guessed too often.
    """
    peer = request.client.host if request.client else ""
    return callers_of(request).guessing(peer)


def said(
    urn: str, attribute: str, value: Value, kind: Kind = Kind.PROPERTY
) -> Observation:
    """Return what somebody states; a visit signs it with their name."""
    return Observation(
        entity=urn, attribute=attribute, value=value, source=PEOPLE, kind=kind
    )


def gone(urn: str) -> Observation:
    """Return that an entity is no more."""
    return Observation(entity=urn, attribute=TYPE, source=PEOPLE, deleted=True)
