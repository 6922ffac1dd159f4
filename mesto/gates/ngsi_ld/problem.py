"""What can go wrong in NGSI-LD's own words, and how it is said.

Source: ETSI GS CIM 009, 5.5.2 (error types) and 6.3.2 (their HTTP codes); RFC 9457.
"""

from typing import ClassVar

import orjson

from mesto.kernel.errors import (
    CityError,
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    Unavailable,
)

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


class OperationNotSupported(Problem):
    """The operation is not offered."""

    status = 422
    title = "The operation is not supported"


class ResourceNotFound(Problem):
    """There is no such element."""

    status = 404
    title = "There is no such resource"


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


class NonexistentTenant(Problem):
    """The tenant header names nobody."""

    status = 404
    title = "There is no such tenant"


class InternalError(Problem):
    """We broke a promise."""

    status = 500
    title = "Something broke inside"


class _PlainProblem(Problem):
    """A refusal that HTTP itself has a code for."""

    @property
    def type(self) -> str:
        return "about:blank"


class MethodNotAllowed(_PlainProblem):
    """The resource does not understand the method."""

    status = 405
    title = "Method Not Allowed"


class NotAcceptable(_PlainProblem):
    """None of the accepted media types can be produced."""

    status = 406
    title = "Not Acceptable"


class LengthRequired(_PlainProblem):
    """The body's length was not said."""

    status = 411
    title = "Length Required"


class ContentTooLarge(_PlainProblem):
    """The body is longer than we read."""

    status = 413
    title = "Content Too Large"


class UnsupportedMediaType(_PlainProblem):
    """The body is in a media type we do not read."""

    status = 415
    title = "Unsupported Media Type"


class TooManyRequests(_PlainProblem):
    """The city is busy; try again later."""

    status = 429
    title = "Too Many Requests"


class NotAllowed(_PlainProblem):
    """The principal may not do this."""

    status = 403
    title = "Forbidden"


def from_failure(failure: CityError) -> Problem:
    """Say a failure of the city in NGSI-LD's words."""
    detail = str(failure)
    match failure:
        case Unavailable():
            seconds = failure.facts.get("retry_after_s", 1)
            return TooManyRequests(detail, Retry_After=str(seconds))
        case NotFound():
            return ResourceNotFound(detail)
        case Conflict():
            return AlreadyExists(detail)
        case Forbidden():
            return NotAllowed(detail)
        case Malformed():
            return BadRequestData(detail)
    return OperationNotSupported(detail)
