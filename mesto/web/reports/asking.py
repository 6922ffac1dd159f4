"""What every answer about reports asks first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request

from mesto.kernel.errors import Malformed
from mesto.kernel.text import filled, refusal
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.reports.refusals import NO_CALENDAR, NO_ROLE
from mesto.operations.reports.report import PREFIX, Report
from mesto.operations.reports.schedule import next_times
from mesto.web.asker import callers_of, visit_of
from mesto.web.gallery import Gallery
from mesto.web.reports.sharing import require_share
from mesto.web.written import name_in


def urn_in(request: Request) -> str:
    """Return the report the path names. Raises Malformed where it cannot be a name."""
    return PREFIX + name_in(request)


def gallery_of(request: Request) -> Gallery:
    """Return the pictures of what is served here."""
    gallery: Gallery = request.scope["gallery"]
    return gallery


async def require_role(request: Request, role: str) -> None:
    """Raise Malformed without such a role, Forbidden where it sees more than they."""
    visit = visit_of(request)
    if role not in await callers_of(request).roles[visit.name].all():
        says = filled(NO_ROLE, role=role)
        raise refusal(Malformed, says, place=("definition", "role"))
    require_share(visit.principal, role)


def require_calendar(report: Report, calendars: Mapping[str, Calendar]) -> None:
    """Raise Malformed where a report is made by a calendar there is not."""
    name = report.schedule.calendar if report.schedule else ""
    if name and name not in calendars:
        place = ("definition", "schedule", "calendar")
        raise refusal(Malformed, filled(NO_CALENDAR, name=name), place=place)


def times_of(
    report: Report, now: datetime, zone: ZoneInfo, calendars: Mapping[str, Calendar]
) -> Sequence[datetime]:
    """Return when a report is due next; it may be never."""
    if report.schedule is None:
        return []
    held = calendars.get(report.schedule.calendar)
    return next_times(report.schedule, now, zone, calendar=held)
