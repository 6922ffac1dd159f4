"""What people ask of the business of charging."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.business.kinds import KINDS
from mesto.domains.emobility.mistakes import TAKES_TIME
from mesto.domains.emobility.tariffs.course import Course, Metered
from mesto.domains.emobility.tariffs.price import price_of
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Answers
from mesto.kernel.text import refusal
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.sorts import checked, doors_of

Minutes = Annotated[float, msgspec.Meta(ge=0, le=10_080)]


class Tried(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session that is made up, to see what it would cost.

    begin: with its zone, or by the town's clock
    kwh: evenly, while it charges; standing_min: after that
    """

    definition: Any  # of a tariff
    begin: datetime
    kwh: Annotated[float, msgspec.Meta(ge=0, le=2_000)] = 20.0
    charging_min: Minutes = 30.0
    standing_min: Minutes = 0.0


async def try_tariff(request: Request, _picture: Picture) -> Response:
    """Say what a session would cost. Raises Malformed with the place of a mistake."""
    tried = await read_body(request, Tried)
    city = visit_of(request)
    tariff = await checked(city, KINDS["tariffs"], tried.definition)
    zone = (await city.municipality()).zone
    begin = tried.begin if tried.begin.tzinfo else tried.begin.replace(tzinfo=zone)
    full = begin + timedelta(minutes=tried.charging_min)
    if full <= begin and tried.kwh > 0:
        raise refusal(Malformed, TAKES_TIME, place=("charging_min",))
    course = Course(
        begin=begin,
        end=full + timedelta(minutes=tried.standing_min),
        kwh=tried.kwh,
        meters=[Metered(begin, 0.0), Metered(full, tried.kwh)],
    )
    return answer_json(request, price_of(course, tariff, zone))


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (*doors_of(KINDS, Verb.SEE), ("price", "POST", try_tariff)),
    Verb.RECORD: doors_of(KINDS, Verb.RECORD),
}
