"""Checklists: what there is and what fits, keeping and dropping."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.checklist import Checklist
from mesto.kernel.mistake import read_written
from mesto.kernel.plugin import Domain
from mesto.operations.work.checklists import CHECKLIST, Checklists
from mesto.operations.work.order import OrderType
from mesto.operations.written import read_all, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import Draft, drop, keep, name_in, shown


def built_in_checklists(domains: Iterable[Domain]) -> Checklists:
    """Return what the domains bring; a town has none of its own yet."""
    known = list(domains)
    return Checklists(
        built_in={name: one for d in known for name, one in d.checklists.items()},
        services={d.name: [layer.type for layer in d.layers] for d in known},
    )


async def show_checklists(request: Request, picture: Picture) -> Response:
    """List every checklist, the town's own in place of what a domain brings.

    Asked with `work` and with `about`, URNs of assets, it names what fits all of them
    best; empty where nothing does.
    """
    visit = visit_of(request)
    own = await visit.entities(CHECKLIST)
    built_in = built_in_checklists(picture.domains)
    lists = built_in._replace(written=read_all(own, Checklist))
    listed = [
        shown(own[urn_of(CHECKLIST, name)]) | {"definition": one}
        if name in lists.written
        else {"name": name, "definition": one, "version": 0}
        for name, one in lists.all.items()
    ]
    work = request.query_params.get("work", OrderType.REPAIR)
    about = await visit.present(request.query_params.getlist("about"))
    fitting = lists.fitting(work, about.values())
    return answer_json(request, {"checklists": listed, "fitting": fitting})


async def keep_checklist(request: Request, _picture: Picture) -> Response:
    """Keep a checklist. Raises Malformed with the place, and Conflict."""
    urn = urn_of(CHECKLIST, name_in(request))
    draft = await read_body(request, Draft)
    read_written(draft.definition, Checklist, at=("definition",))
    return answer_json(request, shown(await keep(request, urn, draft)))


async def drop_checklist(request: Request, _picture: Picture) -> Response:
    """Throw a checklist away; its history stays. Raises NotFound.

    In place of one that a domain brings, that one is there again.
    """
    return await drop(request, urn_of(CHECKLIST, name_in(request)))
