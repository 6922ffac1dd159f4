"""The ledger of what charging saves: shown, and as a file."""

import asyncio
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.refusals import SEES_A_PART
from mesto.domains.emobility.savings.export import write_zip
from mesto.domains.emobility.savings.month import Month
from mesto.domains.emobility.savings.reading import month_of
from mesto.domains.emobility.savings.shown import month_shown, results_of
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Forbidden
from mesto.kernel.plugin import Answers
from mesto.kernel.text import refusal
from mesto.operations.reports.evidence import MEDIA_TYPE as ZIP
from mesto.web.answers import answer, answer_json
from mesto.web.asker import host_of, visit_of
from mesto.web.picture import Picture


async def show_savings(request: Request, _picture: Picture) -> Response:
    """Say what a month of charging saved, by connection; `month` is YYYY-MM."""
    month = await _month(request)
    results = await asyncio.to_thread(results_of, month)
    return answer_json(request, month_shown(month, results))


async def show_data(request: Request, _picture: Picture) -> Response:
    """Hand out everything a month's savings rest on, in one file."""
    month = await _month(request)
    content = await asyncio.to_thread(lambda: write_zip(month, results_of(month)))
    headers = {"content-disposition": 'attachment; filename="charging-savings.zip"'}
    return answer(request, content, ZIP, headers=headers)


async def _month(request: Request) -> Month:
    """Read the month asked for, or this one.

    Raises Forbidden for who sees a part of the town only: a peak is of all on a cable.
    """
    if not visit_of(request).sees_all:
        raise refusal(Forbidden, SEES_A_PART)
    city = host_of(request)
    now = datetime.now(UTC).astimezone((await city.municipality()).zone)
    return await month_of(city, request.query_params.get("month") or f"{now:%Y-%m}")


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Answers = {
    Verb.SEE: (
        ("savings", "GET", show_savings),
        ("savings/data", "GET", show_data),
    ),
}
