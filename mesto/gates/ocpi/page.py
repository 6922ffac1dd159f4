"""A page of a list: which part is wanted, and where the next one is. Pure.

Source: OCPI 2.2.1, 4.1.4 pagination.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from mesto.gates.ocpi.codec import Code, Document, Refused, read_time


class Wanted(NamedTuple):
    """Which part of a list is wanted."""

    since: datetime | None  #: of `last_updated`
    until: datetime | None  #: exclusive
    offset: int
    limit: int
    query: Mapping[str, str]


class Page(NamedTuple):
    """A part of a list, and the headers that come with it."""

    items: Sequence[Document]
    headers: Mapping[str, str]


def read_wanted(query: Mapping[str, str], most: int) -> Wanted:
    """Read which part is wanted. Raises Refused for what is none."""
    try:
        since, until = (
            read_time(query[name]) if query.get(name) else None
            for name in ("date_from", "date_to")
        )
        offset, limit = (
            int(query[name]) if query.get(name) else usual
            for name, usual in (("offset", 0), ("limit", most))
        )
    except ValueError as error:
        raise Refused(Code.INVALID, str(error)) from error
    if offset < 0 or limit < 1:
        raise Refused(Code.INVALID, "offset is not negative and limit is 1 or more")
    return Wanted(since, until, offset, min(limit, most), query)


def page_of(told: Sequence[Document], wanted: Wanted, url: str, most: int) -> Page:
    """Return the wanted part of a list in the order it came to be.

    url: of the list, without a query
    """
    fits = [one for one in told if _fits(read_time(one["last_updated"]), wanted)]
    end = wanted.offset + wanted.limit
    headers = {"x-total-count": str(len(fits)), "x-limit": str(most)}
    if end < len(fits):
        query = {**wanted.query, "offset": end, "limit": wanted.limit}
        headers["link"] = f'<{url}?{urlencode(query)}>; rel="next"'
    return Page(fits[wanted.offset : end], headers)


def _fits(at: datetime, wanted: Wanted) -> bool:
    since, until = wanted.since, wanted.until
    return (since is None or at >= since) and (until is None or at < until)
