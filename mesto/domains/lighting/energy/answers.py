"""The ledger of lighting: shown, on paper, and as a file."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mesto.domains.lighting.energy import keeping
from mesto.domains.lighting.energy.making import Wish, data, made, page
from mesto.domains.lighting.energy.months import dark_price
from mesto.domains.lighting.energy.nights import Dark
from mesto.domains.lighting.energy.once import Before, Step, last_of, screens_of
from mesto.domains.lighting.energy.proving import days_in
from mesto.domains.lighting.energy.reading import check_period, terms_of
from mesto.domains.lighting.energy.reckoning import Screens
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers
from mesto.operations.calendars.reading import spot_of
from mesto.operations.reports.evidence import MEDIA_TYPE as ZIP
from mesto.operations.reports.pdf import MEDIA_TYPE as PDF
from mesto.web import asked
from mesto.web.answers import JSON, answer, answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture

LINES: Final = "application/x-ndjson"
NO_STORE: Final = {"cache-control": "no-store"}
A_YEAR = timedelta(days=365)
EVERY_TENTH = 10  #: night stands for those around it


async def show_ledger(request: Request, _picture: Picture) -> Response:
    """Say what lighting drew and saved, by month, cabinet and contract.

    Who takes lines of JSON is told how far it is meanwhile, `{"progress": 0.7}`, of a
    large town first what was known before, `{"known": …}`, and last `{"result": …}`.
    """
    now = datetime.now(UTC)
    visit = visit_of(request)
    days = await days_in(request, visit, now)
    check_period(
        days.first, days.end, now.astimezone((await spot_of(visit)).zone).date()
    )
    if LINES in request.headers.get("accept", ""):
        return StreamingResponse(
            _told(screens_of(visit, days, now)), headers=NO_STORE, media_type=LINES
        )
    return answer(
        request, (await last_of(visit, days, now)).ledger, JSON, headers=NO_STORE
    )


async def _told(steps: AsyncIterator[Step]) -> AsyncIterator[bytes]:
    async for step in steps:
        match step:
            case Screens():
                yield b'{"result":' + step.ledger + b"}\n"
            case Before(screens):
                yield b'{"known":' + screens.ledger + b"}\n"
            case share:
                yield b'{"progress":%.2f}\n' % share


async def show_price(request: Request, _picture: Picture) -> Response:
    """Say what a kilowatt-hour costs in the nights of the year to come, about."""
    city, now = visit_of(request), datetime.now(UTC)
    terms, spot = await terms_of(city), await spot_of(city)
    end = now + A_YEAR
    nights = Dark(terms.burning, now.date(), end.date(), spot).nights[::EVERY_TENTH]
    price = dark_price(terms.prices, nights, spot.zone)
    return answer_json(request, {"currency": terms.currency, "per_kwh": price})


async def show_segments(request: Request, _picture: Picture) -> Response:
    """Say how thriftily each street is lit whose class or area is known."""
    visit, now = visit_of(request), datetime.now(UTC)
    days = await days_in(request, visit, now)
    screens = await last_of(visit, days, now)
    return answer(request, screens.segments, JSON, headers=NO_STORE)


async def show_page(request: Request, _picture: Picture) -> Response:
    """Hand out the page to be signed, of the town or of a contract.

    Raises NotFound for a contract there is not, or that has no month in these days.
    """
    language = asked.language(request)
    contract = request.query_params.get("contract", "")
    wish = (await _wish(request))._replace(language=language, contract=contract)
    return answer(request, await made(visit_of(request), page, wish), PDF)


async def show_data(request: Request, _picture: Picture) -> Response:
    """Hand out everything the ledgers rest on, in one file."""
    headers = {"content-disposition": 'attachment; filename="lighting-energy.zip"'}
    content = await made(visit_of(request), data, await _wish(request))
    return answer(request, content, ZIP, headers=headers)


async def _wish(request: Request) -> Wish:
    now = datetime.now(UTC)
    return Wish(await days_in(request, visit_of(request), now), now)


ANSWERS: Answers = {
    Verb.SEE: (
        ("energy", "GET", show_ledger),
        ("energy/price", "GET", show_price),
        ("energy/segments", "GET", show_segments),
        ("energy/page", "GET", show_page),
        ("energy/data", "GET", show_data),
        ("energy/try", "POST", keeping.try_contract),
    ),
    Verb.RECORD: (
        ("energy/terms", "PUT", keeping.keep_terms),
        ("energy/contracts/{name}", "PUT", keeping.keep_contract),
        ("energy/contracts/{name}", "DELETE", keeping.drop_contract),
        ("energy/contracts/{name}/restore", "POST", keeping.restore_contract),
    ),
}
