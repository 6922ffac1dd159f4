"""Failures as HTTP tells them: one table, and problem details. Pure.

Source: RFC 9457, Problem Details for HTTP APIs.
"""

from collections.abc import Mapping

import orjson

from mesto.kernel.errors import (
    CityError,
    Conflict,
    Forbidden,
    Infeasible,
    Malformed,
    NotFound,
    Unavailable,
)

STATUS: Mapping[type[CityError], int] = {
    Malformed: 400,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Infeasible: 422,
    Unavailable: 503,
}
KEYLESS = 401  #: Forbidden because nobody said who is calling
BUSY = 429  #: Unavailable because others are being served; come back

TITLE: Mapping[int, str] = {
    400: "The request is malformed",
    401: "A key is needed",
    403: "This is not allowed",
    404: "There is no such thing",
    409: "Something else was there first",
    422: "No solution satisfies the constraints",
    429: "Too much at once",
    503: "Not available just now",
}

CONTENT_TYPE = "application/problem+json"


def status_of(error: CityError) -> int:
    """Return the HTTP status that tells a caller of `error`."""
    if isinstance(error, Forbidden) and error.facts.get("keyless"):
        return KEYLESS
    if isinstance(error, Unavailable) and error.facts.get("busy"):
        return BUSY
    return next(code for kind, code in STATUS.items() if isinstance(error, kind))


def headers_of(error: CityError) -> dict[str, str]:
    """Return the headers that tell a caller how, or when, to try again."""
    headers = {}
    if status_of(error) == KEYLESS:
        headers["WWW-Authenticate"] = 'Bearer realm="mesto"'
    seconds = error.facts.get("retry_after_s")
    if isinstance(seconds, int | float):
        headers["Retry-After"] = str(max(1, round(seconds)))
    return headers


def problem(error: CityError) -> bytes:
    """Return the problem details of a failure; its facts are extension members."""
    code = status_of(error)
    reserved = {"type": "about:blank", "title": TITLE[code], "status": code}
    facts = {name: fact for name, fact in error.facts.items() if name not in reserved}
    return orjson.dumps(
        {**facts, **reserved, "detail": str(error)},
        default=str,
        option=orjson.OPT_NON_STR_KEYS,
    )
