"""What the console asks about reports: which there are, what was made, make one now."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast, get_args
from uuid import UUID, uuid4, uuid5

from msgspec import structs, to_builtins
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.municipality import Municipality
from mesto.kernel.visit import Visit
from mesto.operations.reports.kept import Content, Files, OneRun, Order, Runs
from mesto.operations.reports.period import days_of
from mesto.operations.reports.report import (
    PREFIX,
    Format,
    Language,
    Report,
    read_report,
    report_of,
)
from mesto.operations.reports.schedule import next_times
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, host_of, visit_of
from mesto.web.body import read_body
from mesto.web.gallery import Gallery
from mesto.web.once import once_of
from mesto.web.picture import Picture
from mesto.web.reports.filling import count_left, fill
from mesto.web.reports.printing import print_one
from mesto.web.reports.ready import ready_reports
from mesto.web.reports.run import RUNS, picture_of_role, reports_of, town_of
from mesto.web.reports.sharing import may_share, require_share
from mesto.web.written import (
    Draft,
    drop,
    entity_in,
    keep,
    last_definition,
    name_in,
    put_back,
    shown,
)

LANGUAGES: Sequence[Language] = get_args(Language)
FORMATS: Sequence[Format] = get_args(Format)
LATEST = 30  #: runs of a report that are listed


async def show_reports(request: Request, picture: Picture) -> Response:
    """List the reports there are, those to begin with, and for which roles one may."""
    await picture.ready()
    visit, now = visit_of(request), datetime.now(UTC)
    town = await town_of(_gallery(request), visit.host)
    roles = await callers_of(request).roles[visit.name].all()
    first = (one for one in LANGUAGES if one in town.languages[:1])
    language: Language = next(first, "en")
    ready = ready_reports(picture.domains, language)
    document = {
        "reports": [
            _written(entity, visit, now, town)
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
    report, urn = read_report(draft.definition), _urn(request)
    await _require_share(request, report.role)
    kept = await keep(request, urn, structs.replace(draft, definition=report))
    return await _answer_one(request, kept)


async def drop_report(request: Request, _picture: Picture) -> Response:
    """Throw a report away; what was made stays, and it can be restored.

    Raises NotFound if there is none.
    """
    return await drop(request, _urn(request))


async def restore_report(request: Request, _picture: Picture) -> Response:
    """Bring a report back as it last was.

    Raises NotFound if there never was one, Conflict where there is one now.
    """
    urn = _urn(request)
    report = read_report(await last_definition(request, urn))
    await _require_share(request, report.role)
    return await _answer_one(request, await put_back(request, urn, report))


async def show_runs(request: Request, _picture: Picture) -> Response:
    """List what was made of a report and what is being made, the newest first.

    Those that were made for a role that sees more than who asks are left out.
    """
    visit, urn = visit_of(request), _urn(request)
    await entity_in(request, urn)
    runs = [
        run
        for run in await visit.host.ask(Runs(urn, LATEST))
        if not run.role or may_share(visit.principal, run.role)
    ]
    files = await visit.host.ask(Files([run.id for run in runs]))
    listed = [
        to_builtins(run)
        | {"files": [to_builtins(one) for one in files if one.run == run.id]}
        for run in runs
    ]
    return answer_json(request, listed)


async def make_now(request: Request, _picture: Picture) -> Response:
    """Order that a report be made of its period as it is now; return the run's id.

    Raises Forbidden where its role sees more than who asks, NotFound.
    """
    visit, urn = visit_of(request), _urn(request)
    report = report_of(await entity_in(request, urn))
    await _require_share(request, report.role)
    town = await town_of(_gallery(request), visit.host)
    today = datetime.now(town.zone).date()
    first, end = days_of(report.period, today)
    run = Order(
        id=_id_of(request),
        report=urn,
        first=first,
        end=end,
        asked_by=visit.principal.name,
    )
    await visit.host.ask(run)
    return answer_json(request, {"id": str(run.id)}, status=202)


async def hand_out(request: Request, _picture: Picture) -> Response:
    """Hand out a file that was made. Raises NotFound, and Forbidden as above."""
    visit, urn = visit_of(request), _urn(request)
    await entity_in(request, urn)
    id_: UUID = request.path_params["run"]
    run = await visit.host.ask(OneRun(id_))
    if run is None or run.report != urn:
        raise NotFound("nothing was made then")
    require_share(visit.principal, run.role)
    name = str(request.path_params["file"])
    found = await visit.host.ask(Content(run.id, name))
    if found is None:
        raise NotFound(f"there is no file {name[:80]}")
    kind, content = found
    return _send(content, kind, name)


async def preview(request: Request, _picture: Picture) -> Response:
    """Make a report that nobody keeps, in one language and format.

    `x-left-hours` tells how many hours of figures are still being counted.

    Raises Malformed, Forbidden where its role sees more than who asks, NotFound.
    """
    form, language = _form(request), _language(request)
    report = read_report((await read_body(request, Draft)).definition)
    await _require_share(request, report.role)
    visit, gallery = visit_of(request), _gallery(request)
    town = await town_of(gallery, visit.host)
    seen = await picture_of_role(gallery, callers_of(request), visit.host, report.role)
    left, now = await count_left(seen, report), datetime.now(UTC)
    days = days_of(report.period, now.astimezone(town.zone).date())
    filled = await fill(seen, town, report, days=days, at=now)
    made = await asyncio.to_thread(print_one, filled, language, form)
    return _send(made.content, made.kind, made.name, {"x-left-hours": str(left)})


async def foretell(request: Request, _picture: Picture) -> Response:
    """Say which days a report would be about today, and when it is due next.

    Raises Malformed for what is no report.
    """
    report = read_report((await read_body(request, Draft)).definition)
    town = await town_of(_gallery(request), host_of(request))
    now = datetime.now(UTC)
    days = days_of(report.period, now.astimezone(town.zone).date())
    return answer_json(
        request,
        {"first": days.first, "last": days.last, "times": _times(report, now, town)},
    )


def _written(
    entity: Entity, visit: Visit, now: datetime, town: Municipality
) -> dict[str, object]:
    """Say what a report is; of one that is none, why."""
    told = shown(entity)
    try:
        report = report_of(entity)
    except Malformed as error:
        return told | {"problem": str(error), "readable": False, "times": []}
    readable = may_share(visit.principal, report.role)
    return told | {"readable": readable, "times": _times(report, now, town)}


def _times(report: Report, now: datetime, town: Municipality) -> Sequence[datetime]:
    return next_times(report.schedule, now, town.zone) if report.schedule else []


async def _answer_one(request: Request, entity: Entity) -> Response:
    visit = visit_of(request)
    town = await town_of(_gallery(request), visit.host)
    return answer_json(request, _written(entity, visit, datetime.now(UTC), town))


async def _require_share(request: Request, role: str) -> None:
    """Raise Malformed without such a role, Forbidden where it sees more than they."""
    visit = visit_of(request)
    if role not in await callers_of(request).roles[visit.name].all():
        raise Malformed(f"there is no role {role}", place=("definition", "role"))
    require_share(visit.principal, role)


def _urn(request: Request) -> str:
    """Return the report the path names. Raises Malformed where it cannot be a name."""
    return PREFIX + name_in(request)


def _id_of(request: Request) -> UUID:
    """Return the id of what is ordered: the same deed orders the same run."""
    once = once_of(request)
    return uuid4() if once is None else uuid5(RUNS, once.token)


def _form(request: Request) -> Format:
    form = request.path_params["format"]
    if form not in FORMATS:
        raise NotFound(f"a format is one of {', '.join(FORMATS)}")
    return cast("Format", form)


def _language(request: Request) -> Language:
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise NotFound(f"a language is one of {', '.join(LANGUAGES)}")
    return cast("Language", language)


def _gallery(request: Request) -> Gallery:
    gallery: Gallery = request.scope["gallery"]
    return gallery


def _send(
    content: bytes, kind: str, name: str, more: Mapping[str, str] | None = None
) -> Response:
    headers = {
        "content-disposition": f'inline; filename="{name}"',
        "cache-control": "no-store",
        "content-security-policy": "frame-ancestors 'none'",  # viewers of PDF need more
        **(more or {}),
    }
    return Response(content, 200, headers, kind)
