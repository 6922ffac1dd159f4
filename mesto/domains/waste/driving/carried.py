"""Rounds to look at: the list, and one whole, to be carried along."""

from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.driving.known import Known
from mesto.domains.waste.driving.reading import round_named, rounds_now, rounds_on
from mesto.domains.waste.driving.shown import (
    beside,
    listed,
    whole,
)
from mesto.domains.waste.rounds import Round
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Forbidden, Malformed
from mesto.kernel.visit import Visit
from mesto.operations.calendars.reading import spot_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture
from mesto.web.written import name_in

MOST_DAYS = 31  #: in one list


async def show_rounds(request: Request, _picture: Picture) -> Response:
    """List the rounds of some days, `first` and `last`.

    Where neither is said: those of today, and those of last night that are not over.
    """
    visit = visit_of(request)
    now = datetime.now((await spot_of(visit)).zone)
    today = now.date()
    if request.query_params.keys() & {"first", "last"}:
        first, last = _day(request, "first", today), _day(request, "last", today)
        if not first <= last < first + timedelta(days=MOST_DAYS):
            raise Malformed(f"ask for 1 to {MOST_DAYS} days", place=("last",))
        found = await rounds_on(visit, first, last)
    else:
        found = await rounds_now(visit, now)
    names = await visit.present(sorted({one.round.vehicle for one in found}))
    who = visit.principal.name
    rounds = [listed(one, names, who) for one in found]
    return answer_json(request, {"rounds": rounds, "me": who, "today": today})


async def show_round(request: Request, _picture: Picture) -> Response:
    """Tell everything of a round, to be carried where there is no network."""
    return await whole_of(request, await round_of(request))


async def round_of(request: Request) -> Known:
    """Return the round that is asked for. Raises NotFound."""
    return await round_named(visit_of(request), name_in(request))


async def whole_of(request: Request, known: Known) -> Response:
    """Answer with everything of a round."""
    visit = visit_of(request)
    names = await visit.present(beside(known))
    drives = may_drive(visit, known.round)
    document = whole(known, names, visit.principal.name, may_drive=drives)
    return answer_json(request, document)


def may_drive(visit: Visit, round_: Round) -> bool:
    """Tell whether who asks may say of a round what was done."""
    own = bool(round_.driver) and visit.principal.name == f"person:{round_.driver}"
    return not visit.looking and (own or visit.principal.may(Verb.RECORD))


def require_driver(request: Request, round_: Round) -> None:
    """Raise Forbidden for who may not say of a round what was done."""
    visit = visit_of(request)
    if not may_drive(visit, round_):
        raise Forbidden(f"{visit.principal.name} does not drive this round")


def _day(request: Request, name: str, usual: date) -> date:
    text = request.query_params.get(name)
    try:
        return usual if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"{name} is no day", place=(name,)) from error
