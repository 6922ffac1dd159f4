"""Reading what a request asks for: moments, numbers, lists. Raises Malformed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request

from mesto.kernel.count import is_count
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.question.picture import Judged
from mesto.operations.reports.period import Days
from mesto.operations.reports.report import LANGUAGES, Language
from mesto.web.picture import Picture

MOST_NAMES = 20  #: attributes in one question


def moment(request: Request, name: str) -> datetime | None:
    """Read a time, ISO 8601 or seconds since 1970; None where none is given."""
    text = request.query_params.get(name)
    return None if text is None else read_moment(name, text)


def read_moment(name: str, text: str) -> datetime:
    """Read a time, ISO 8601 or seconds since 1970."""
    try:
        if text.replace(".", "", 1).isdecimal():
            return datetime.fromtimestamp(float(text), UTC)
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Malformed(f"{name} is no time", given=text[:40]) from error


def days(request: Request, today: date) -> Days:
    """Read days, `first` and `last` included; without any the last twelve months.

    Raises Malformed for what is no day.
    """
    this_month = today.replace(day=1)
    first = day(request, "first", this_month.replace(year=this_month.year - 1))
    last = day(request, "last", this_month - timedelta(days=1))
    return Days(first, last + timedelta(days=1))


def day(request: Request, name: str, usual: date) -> date:
    """Read a day; `usual` where none is given."""
    text = request.query_params.get(name)
    if text is None:
        return usual
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"{name} is a day, as in 2026-01-31", place=(name,)) from error


def language(request: Request) -> Language:
    """Read in which language somebody wants it; English where none is given."""
    wanted = request.query_params.get("language", "en")
    if wanted not in LANGUAGES:
        why = f"a language is one of {', '.join(LANGUAGES)}"
        raise Malformed(why, place=("language",))
    return wanted


def count(request: Request, name: str, usual: int, most: int, least: int = 1) -> int:
    """Read a number from `least` to `most`; `usual` where none is given."""
    text = request.query_params.get(name, str(usual))
    if not text.isdecimal() or not least <= int(text[:9]) <= most:
        raise Malformed(f"{name} is a number from {least} to {most}", given=text[:20])
    return int(text)


def attributes(request: Request) -> Sequence[str]:
    """Read which attributes are wanted, at most MOST_NAMES; none said is none."""
    names = request.query_params.getlist("attribute")
    if len(names) > MOST_NAMES:
        raise Malformed(f"at most {MOST_NAMES} attributes at once")
    return names


def zone(request: Request, picture: Picture) -> ZoneInfo:
    """Read by whose clock days begin: the one asked for, or the town's."""
    name = request.query_params.get("zone") or picture.municipality.timezone
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # unknown, or no name at all
        raise Malformed("zone is an IANA time zone", given=name[:40]) from error


async def entity(request: Request, picture: Picture) -> tuple[int, Entity]:
    """Return the entity the path names by its number.

    Raises NotFound if there is none.
    """
    number = int(request.path_params["number"])
    row = picture.assets.row(number)
    urn = None if row is None else picture.assets.urns[row]
    if urn is None:
        found = await picture.city.ask(Judged(attributes=[], ids=[number]))
        urn = found[number].id if number in found else ""
    known = (await picture.city.present([urn])).get(urn)
    if known is None:
        raise NotFound(f"there is no entity {number}")
    return number, known


def members(request: Request, name: str) -> list[int] | None:
    """Read numbers with commas between; None where none are given."""
    text = request.query_params.get(name)
    if not text:
        return None
    parts = text.split(",")
    if not all(map(is_count, parts)):
        raise Malformed(f"{name} is numbers with commas between", given=text[:40])
    return [int(part) for part in parts]
