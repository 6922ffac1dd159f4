"""What was made of reports: listed, ordered now, handed out."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from msgspec import to_builtins
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import NotFound
from mesto.kernel.text import filled, refusal
from mesto.operations.reports.kept import Content, Files, OneRun, Runs
from mesto.operations.reports.making import Order
from mesto.operations.reports.period import days_of
from mesto.operations.reports.refusals import NO_FILE, NOTHING_MADE
from mesto.operations.reports.report import report_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.once import once_of
from mesto.web.picture import Picture
from mesto.web.reports.asking import gallery_of, require_role, urn_in
from mesto.web.reports.run import RUNS, town_of
from mesto.web.reports.sharing import may_share, require_share
from mesto.web.written import entity_in

LATEST = 30  #: runs of a report that are listed


async def show_runs(request: Request, _picture: Picture) -> Response:
    """List what was made of a report and what is being made, the newest first.

    Those that were made for a role that sees more than who asks are left out.
    """
    visit, urn = visit_of(request), urn_in(request)
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
    visit, urn = visit_of(request), urn_in(request)
    report = report_of(await entity_in(request, urn))
    await require_role(request, report.role)
    town = await town_of(gallery_of(request), visit.host)
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
    visit, urn = visit_of(request), urn_in(request)
    await entity_in(request, urn)
    id_: UUID = request.path_params["run"]
    run = await visit.host.ask(OneRun(id_))
    if run is None or run.report != urn:
        raise refusal(NotFound, NOTHING_MADE)
    require_share(visit.principal, run.role)
    name = str(request.path_params["file"])
    found = await visit.host.ask(Content(run.id, name))
    if found is None:
        raise refusal(NotFound, filled(NO_FILE, name=name[:80]))
    kind, content = found
    headers = {
        "content-disposition": f'inline; filename="{name}"',
        "cache-control": "no-store",
        "content-security-policy": "frame-ancestors 'none'",  # viewers of PDF need more
    }
    return Response(content, 200, headers, kind)


def _id_of(request: Request) -> UUID:
    """Return the id of what is ordered: the same deed orders the same run."""
    once = once_of(request)
    return uuid4() if once is None else uuid5(RUNS, once.token)
