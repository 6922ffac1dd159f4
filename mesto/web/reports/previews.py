"""What a report would be: shown as a page before it is kept, and when it is due."""

from datetime import UTC, datetime
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import NotFound
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.reports.page import document_in
from mesto.operations.reports.period import days_of
from mesto.operations.reports.report import LANGUAGES, Language, read_report
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.reports.as_page import write_page
from mesto.web.reports.asking import (
    gallery_of,
    require_calendar,
    require_role,
    times_of,
)
from mesto.web.reports.filling import count_left, fill
from mesto.web.reports.run import picture_of_role, town_of
from mesto.web.written import Draft


async def preview(request: Request, _picture: Picture) -> Response:
    """Say what a report would show now, part by part, in one language.

    `left_hours` tells how many hours of figures are still being counted; as long as
    there are any, there is no page: it would say there is no data where there is.

    Raises Malformed, Forbidden where its role sees more than who asks, NotFound.
    """
    language = _language(request)
    report = read_report((await read_body(request, Draft)).definition)
    await require_role(request, report.role)
    visit, gallery = visit_of(request), gallery_of(request)
    town = await town_of(gallery, visit.host)
    seen = await picture_of_role(gallery, callers_of(request), visit.host, report.role)
    now = datetime.now(UTC)
    days = days_of(report.period, now.astimezone(town.zone).date())
    left = await count_left(visit.host, seen, town, report, days)
    if left:
        return answer_json(request, {"page": None, "left_hours": left})
    filled = await fill(seen, town, report, days=days, at=now)
    page = write_page(document_in(language, filled))
    return answer_json(request, {"page": page, "left_hours": 0})


async def foretell(request: Request, _picture: Picture) -> Response:
    """Say which days a report would be about today, and when it is due next.

    Raises Malformed for what is no report.
    """
    report = read_report((await read_body(request, Draft)).definition)
    visit, now = visit_of(request), datetime.now(UTC)
    calendars = await calendars_of(visit)
    require_calendar(report, calendars)
    town = await town_of(gallery_of(request), visit.host)
    days = days_of(report.period, now.astimezone(town.zone).date())
    times = times_of(report, now, town.zone, calendars)
    return answer_json(
        request, {"first": days.first, "last": days.last, "times": times}
    )


def _language(request: Request) -> Language:
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise NotFound(f"a language is one of {', '.join(LANGUAGES)}")
    return cast("Language", language)
