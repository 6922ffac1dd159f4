"""What a request about the light names: kind, name, night, and a draft."""

from datetime import UTC, date, datetime
from typing import Any, Final

from starlette.requests import Request

from mesto.domains.lighting.control.cohorts import Written
from mesto.domains.lighting.control.kinds import KINDS, Kind
from mesto.domains.lighting.control.night import night_at
from mesto.domains.lighting.control.rollout import Limits
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.operations.written import urn_of
from mesto.web.asker import visit_of
from mesto.web.written import Draft, name_in

UNNAMED: Final = "new"  #: what is written for the first time, until it is kept


class Careful(Draft, frozen=True):
    """A draft that may be tried on few lamps first.

    rollout: of a changed schedule: when it goes on to more lamps, and when back
    """

    rollout: Limits | None = None


def checked(kind: Kind, name: str, definition: object, written: Written) -> Any:
    """Read a definition of a kind. Raises Malformed with the place of a mistake."""
    sort = KINDS[kind]
    read = read_written(definition, sort.shape, at=("definition",))
    sort.check(name, read, written)
    return read


def seen_by(request: Request) -> City:
    """Return the city as who asks sees it; the whole one to who sees all."""
    visit = visit_of(request)
    return visit.host if visit.sees_all else visit


def kind_in(request: Request) -> Kind:
    """Return the kind the path names. Raises NotFound."""
    asked = request.path_params["kind"]
    for kind in KINDS:
        if kind == asked:
            return kind
    raise NotFound(f"nothing is written in {asked}")


def urn_in(request: Request) -> str:
    """Return the URN of what the path names. Raises NotFound and Malformed."""
    return urn_of(KINDS[kind_in(request)].entity, name_in(request))


def asked_night(request: Request, written: Written) -> date:
    """Read the day on which the asked night begins; by default the present one."""
    text = request.query_params.get("day")
    if text is None:
        return night_at(datetime.now(UTC), written.spot.zone)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed("day is a date", given=text[:20]) from error
