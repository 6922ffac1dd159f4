"""Which reports there are: listed, kept, thrown away, brought back."""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import structs, to_builtins
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.municipality import Municipality
from mesto.kernel.visit import Visit
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.reports.report import LANGUAGES, Language, read_report, report_of
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.reports.asking import (
    gallery_of,
    require_calendar,
    require_role,
    times_of,
    urn_in,
)
from mesto.web.reports.ready import ready_reports
from mesto.web.reports.run import reports_of, town_of
from mesto.web.reports.sharing import may_share
from mesto.web.written import (
    Draft,
    drop,
    keep,
    last_definition,
    put_back,
    shown,
)


async def show_reports(request: Request, picture: Picture) -> Response:
    """List the reports there are, those to begin with, and for which roles one may."""
    await picture.ready()
    visit, now = visit_of(request), datetime.now(UTC)
    town = await town_of(gallery_of(request), visit.host)
    calendars = await calendars_of(visit)
    roles = await callers_of(request).roles[visit.name].all()
    first = (one for one in LANGUAGES if one in town.languages[:1])
    language: Language = next(first, "en")
    ready = ready_reports(picture.domains, language)
    document = {
        "reports": [
            _written(entity, visit, now, town, calendars)
            for entity in (await reports_of(picture.city)).values()
        ],
        "ready": [
            {"name": name, "definition": to_builtins(report)}
            for name, report in ready.items()
        ],
        "roles": [
            {"name": role.name, "title": role.title}
            for role in roles.values()
            if may_share(visit.principal, role.name)
        ],
        "timezone": town.timezone,
    }
    return answer_json(request, document)


async def keep_report(request: Request, _picture: Picture) -> Response:
    """Keep a report; one that others changed meanwhile is not overwritten.

    Raises Malformed for what is none, Forbidden where its role sees more than who
    keeps it, and Conflict.
    """
    draft = await read_body(request, Draft)
    report, urn = read_report(draft.definition), urn_in(request)
    await require_role(request, report.role)
    require_calendar(report, await calendars_of(visit_of(request)))
    kept = await keep(request, urn, structs.replace(draft, definition=report))
    return await _answer_one(request, kept)


async def drop_report(request: Request, _picture: Picture) -> Response:
    """Throw a report away; what was made stays, and it can be restored.

    Raises NotFound if there is none.
    """
    return await drop(request, urn_in(request))


async def restore_report(request: Request, _picture: Picture) -> Response:
    """Bring a report back as it last was.

    Raises NotFound if there never was one, Conflict where there is one now.
    """
    urn = urn_in(request)
    report = read_report(await last_definition(request, urn))
    await require_role(request, report.role)
    return await _answer_one(request, await put_back(request, urn, report))


def _written(
    entity: Entity,
    visit: Visit,
    now: datetime,
    town: Municipality,
    calendars: Mapping[str, Calendar],
) -> dict[str, object]:
    """Say what a report is; of one that is none, why."""
    told = shown(entity)
    try:
        report = report_of(entity)
    except Malformed as error:
        return told | {"problem": str(error), "readable": False, "times": []}
    readable = may_share(visit.principal, report.role)
    times = times_of(report, now, town.zone, calendars)
    return told | {"readable": readable, "times": times}


async def _answer_one(request: Request, entity: Entity) -> Response:
    visit = visit_of(request)
    town = await town_of(gallery_of(request), visit.host)
    now, calendars = datetime.now(UTC), await calendars_of(visit)
    return answer_json(request, _written(entity, visit, now, town, calendars))
