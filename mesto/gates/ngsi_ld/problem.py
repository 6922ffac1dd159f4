"""What can go wrong in NGSI-LD's own words, and how it is said.

Source: ETSI GS CIM 009, 5.5.2 (error types) and 6.3.2 (their HTTP codes); RFC 9457.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import orjson

from mesto.kernel.errors import (
    CityError,
    Forbidden,
    Malformed,
    NotFound,
    Unavailable,
)
from mesto.kernel.errors import Conflict as AlreadyThere
from mesto.kernel.problem import KEYLESS, headers_of, status_of

ERRORS = "https://uri.etsi.org/ngsi-ld/errors/"


class Problem(Exception):  # noqa: N818 - it is what RFC 9457 calls it
    """A request was refused; subclasses name the error type of the specification."""

    status: ClassVar[int]
    title: ClassVar[str]

    def __init__(self, detail: str, **headers: str) -> None:
        """Say what is wrong; `headers` go out with the answer, `_` for `-`."""
        super().__init__(detail)
        self.detail = detail
        self.headers = {name.replace("_", "-"): text for name, text in headers.items()}

    @property
    def type(self) -> str:
        """The URI of the error type."""
        return ERRORS + self.__class__.__name__

    def as_json(self) -> dict[str, object]:
        """Return the problem details."""
        return {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }

    def as_bytes(self) -> bytes:
        """Return the problem details as JSON text."""
        return orjson.dumps(self.as_json())


class InvalidRequest(Problem):
    """The request is syntactically wrong."""

    status = 400
    title = "The request is not well formed"


class BadRequestData(Problem):
    """The data do not meet what the operation demands."""

    status = 400
    title = "The request's data do not fit the operation"


class AlreadyExists(Problem):
    """The element is there already."""

    status = 409
    title = "There is one already"


class Conflict(Problem):
    """A registration of a context source stands against it."""

    status = 409
    title = "A registration of a context source stands against it"


class OperationNotSupported(Problem):
    """The operation is not offered."""

    status = 422
    title = "The operation is not supported"


class ResourceNotFound(Problem):
    """There is no such element."""

    status = 404
    title = "There is no such resource"


class NonexistentTenant(Problem):
    """There is no such tenant, or it is not the caller's (5.5.10)."""

    status = 404
    title = "There is no such tenant"


class TooComplexQuery(Problem):
    """The query would cost too much."""

    status = 403
    title = "The query is too complex"


class TooManyResults(Problem):
    """The answer would be too long."""

    status = 403
    title = "The query has too many results"


class LdContextNotAvailable(Problem):
    """A remote @context cannot be had."""

    status = 503
    title = "A remote @context is not available"


class _PlainProblem(Problem):
    """A refusal that HTTP itself has a code for."""

    @property
    def type(self) -> str:
        return "about:blank"


class _BareProblem(_PlainProblem):
    """A refusal that has no body (6.3.4)."""

    def as_bytes(self) -> bytes:
        return b""


class MethodNotAllowed(_BareProblem):
    """The resource does not understand the method."""

    status = 405
    title = "Method Not Allowed"


class NotAcceptable(_BareProblem):
    """None of the accepted media types can be produced."""

    status = 406
    title = "Not Acceptable"

    def __init__(self, offered: Sequence[str]) -> None:
        """Say which media types can be produced."""
        super().__init__(f"we can answer in {', '.join(offered)}")
        self._offered = offered

    def as_bytes(self) -> bytes:
        """Return the list of media types (6.3.4)."""
        return orjson.dumps(self._offered)


class LengthRequired(_BareProblem):
    """The body's length was not said."""

    status = 411
    title = "Length Required"


class LoopDetected(_PlainProblem):
    """A distributed operation has come round to where it was (6.3.17)."""

    status = 508
    title = "Loop Detected"


class ContentTooLarge(_BareProblem):
    """The body is longer than we read."""

    status = 413
    title = "Content Too Large"


class UnsupportedMediaType(_BareProblem):
    """The body is in a media type we do not read."""

    status = 415
    title = "Unsupported Media Type"


class TooManyRequests(_PlainProblem):
    """The city is busy; try again later."""

    status = 429
    title = "Too Many Requests"


class NotAvailable(_PlainProblem):
    """The database does not answer; try again later."""

    status = 503
    title = "Service Unavailable"


class KeyNeeded(_PlainProblem):
    """Nobody said who is calling."""

    status = 401
    title = "Unauthorized"


class NotAllowed(_PlainProblem):
    """The principal may not do this."""

    status = 403
    title = "Forbidden"


def as_problem(failure: CityError | Problem) -> Problem:
    """Say a failure of the city in NGSI-LD's words."""
    if isinstance(failure, Problem):
        return failure
    if isinstance(failure, Unavailable):
        busy = status_of(failure) == TooManyRequests.status
        kind = TooManyRequests if busy else NotAvailable
        return kind(str(failure), **{"Retry-After": "1"} | headers_of(failure))
    if status_of(failure) == KEYLESS:
        return KeyNeeded(str(failure), **headers_of(failure))
    if isinstance(failure, NotFound) and "tenant" in failure.facts:
        return NonexistentTenant(str(failure))
    for what, said_as in _SAID_AS.items():
        if isinstance(failure, what):
            return said_as(str(failure))
    return OperationNotSupported(str(failure))


_SAID_AS: Final[Mapping[type[CityError], type[Problem]]] = {
    NotFound: ResourceNotFound,
    AlreadyThere: AlreadyExists,
    Forbidden: NotAllowed,
    Malformed: BadRequestData,
}
