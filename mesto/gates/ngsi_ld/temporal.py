"""The past of entities: retrieved, queried, aggregated.

Source: ETSI GS CIM 009 v1.8.1, 5.7.3, 5.7.4, 6.18.3.2, 6.19.3.1, 6.24.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.codec.encode import Json, View
from mesto.gates.ngsi_ld.codec.kinds import NO_DATASET
from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.consumption import (
    PAGE_PARAMETERS,
    SPLIT,
    page_headers,
    read_page,
)
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.maps.using import MAP_PARAMETERS, find, of_one
from mesto.gates.ngsi_ld.problem import BadRequestData, ResourceNotFound
from mesto.gates.ngsi_ld.query.selection import (
    SELECTION_PARAMETERS,
    read_body,
    read_selection,
)
from mesto.gates.ngsi_ld.request import (
    JSON,
    LD_JSON,
    Request,
    Response,
    Route,
    Routes,
)
from mesto.gates.ngsi_ld.temporal_codec import (
    Frame,
    encode_head,
    encode_past,
    encode_totals,
    figures_of,
)
from mesto.gates.ngsi_ld.temporal_form import (
    FORM_PARAMETERS,
    FORMS,
    WINDOW_PARAMETERS,
    Form,
    Range,
    Stretches,
    cut,
    read_duration,
    read_form,
    read_last,
    read_methods,
    read_window,
)
from mesto.gates.ngsi_ld.views import VIEW_PARAMETERS, read_view
from mesto.kernel.model import SCOPE
from mesto.kernel.question.aggregate import Span, Total, Totals
from mesto.kernel.question.evolution import Evolution, Evolutions
from mesto.kernel.question.find import Find
from mesto.kernel.question.window import Window

#: Instances of one attribute of one entity in one answer; of several entities together,
#: each shows its share of them, but not less than INSTANCES_LEAST.
INSTANCES: Final = int(os.environ.get("MESTO_NGSI_LD_INSTANCES", "10000"))
INSTANCES_LEAST: Final = 20


#: Members that are no attributes, and scope, which is read anyway.
_HEAD: Final = frozenset({"id", "type", SCOPE, "createdAt", "modifiedAt"})


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown of the past."""

    view: View
    form: Form
    window: Window
    last: int | None

    @property
    def attributes(self) -> tuple[str, ...] | None:
        """The attributes to read; None: all."""
        picked = None if self.view.pick is None else self.view.pick - _HEAD
        wanted = self.view.attributes or picked
        return tuple(sorted({*wanted, SCOPE})) if wanted else None

    @property
    def datasets(self) -> tuple[str, ...] | None:
        """The datasets to read as the ledger names them; None: all."""
        wanted = self.view.datasets
        if wanted is None:
            return None
        return tuple("" if name == NO_DATASET else name for name in sorted(wanted))


async def retrieve_past(request: Request, urn: str) -> Response:
    """GET /temporal/entities/{id}."""
    accepted = request.accepted(JSON, LD_JSON)
    check_uri(urn, "the entity's id")
    context = await request.context()
    asked = read_asked(request, context)
    payloads, part = await _show(request, (urn,), asked, context)
    payload = payloads.get(urn)
    if payload is None:
        raise ResourceNotFound(f"nothing is known of the past of {urn}")
    return await request.answer(
        payload,
        context,
        accepted=accepted,
        status=_status(part),
        headers=[*_headers(part), *await of_one(request, urn, asked.window)],
    )


async def query_pasts(request: Request) -> Response:
    """GET /temporal/entities."""
    return await _answer_query(request, await request.context(), None)


async def query_pasts_by_post(request: Request) -> Response:
    """POST /temporal/entityOperations/query."""
    return await _answer_query(request, *await read_posted(request))


async def read_posted(request: Request) -> tuple[Context, object]:
    """Read a query of pasts in a body; what it says stands in the parameters then.

    Returns its @context and its selectors of entities.
    """
    body, context = await request.read()
    when = body.pop("temporalQ", {})
    if not isinstance(when, Mapping):
        raise BadRequestData("temporalQ is no object")
    said = read_body({**body, **when, "type": body.get("type")})
    request.parameters = {**request.parameters, **said}
    return context, body.get("entities")


def past_question(request: Request, context: Context, selectors: object) -> Find:
    """Return the question whose pasts are meant.

    Raises BadRequestData where it says no time.
    """
    said = request.parameters
    selection = read_selection(said, context, selectors=selectors)
    return Find(
        where=selection.where,
        attributes=selection.attributes,
        place=selection.place,
        past=read_window(said, needed=True),
        order=selection.order,
    )


async def _answer_query(
    request: Request, context: Context, selectors: object
) -> Response:
    accepted = request.accepted(JSON, LD_JSON)
    request.flag(SPLIT)
    whole = past_question(request, context, selectors)
    asked = read_asked(request, context)
    limit, offset = read_page(request)
    count = request.flag("count")
    question = replace(whole, limit=limit, offset=offset, count=count)
    page, status, of_map = await find(request, question, context, selectors)
    payloads, part = await _show(request, page.urns, asked, context)
    return await request.answer(
        [payloads[urn] for urn in page.urns if urn in payloads],
        context,
        accepted=accepted,
        status=status if part is None else _status(part),
        headers=[
            *page_headers(request, page, limit, offset),
            *_headers(part),
            *of_map,
        ],
    )


def read_asked(request: Request, context: Context) -> Asked:
    """Return what a request wants to be shown of pasts."""
    return Asked(
        view=read_view(request, context, also=frozenset(FORMS)),
        form=read_form(request.options, request.parameters.get("format")),
        window=read_window(request.parameters),
        last=read_last(request.parameters),
    )


async def _show(
    request: Request, urns: tuple[str, ...], asked: Asked, context: Context
) -> tuple[dict[str, Json], Range | None]:
    """Return payloads by URN, and which part of the past they hold if not all."""
    if asked.form is Form.AGGREGATED:
        return await _aggregate(request, urns, asked, context), None
    most = max(INSTANCES // max(1, len(urns)), min(INSTANCES, INSTANCES_LEAST))
    newest = asked.last is not None
    wanted = most + 1 if asked.last is None else min(asked.last, most + 1)
    pasts = await request.city.ask(evolutions_of(urns, asked, wanted, newest=newest))
    part = cut(pasts, most, asked.window, asked.last)
    frame = Frame(asked.view, asked.form, asked.window.clock, context, part)
    payloads = {
        urn: encode_past(past, frame)
        for urn, past in pasts.items()
        if _is_shown(past, asked.view)
    }
    return {urn: payload for urn, payload in payloads.items() if payload}, part


def evolutions_of(
    urns: tuple[str, ...], asked: Asked, limit: int, *, newest: bool
) -> Evolutions:
    """Return the question for what is to be shown of some pasts."""
    return Evolutions(
        urns=urns,
        window=asked.window,
        attributes=asked.attributes,
        datasets=asked.datasets,
        newest=newest,
        limit=limit,
    )


def _is_shown(past: Evolution, view: View) -> bool:
    """Whether there is something of what was asked for by name."""
    narrowed = view.attributes is not None or view.datasets is not None
    return not narrowed or any(
        view.shows_attribute(one.attribute) for one in past.instances
    )


async def _aggregate(
    request: Request, urns: tuple[str, ...], asked: Asked, context: Context
) -> dict[str, Json]:
    """Return what attributes came to, by URN."""
    methods = read_methods(request.parameters)
    duration = read_duration(request.parameters.get("aggrPeriodDuration", "0"))
    city, window, names = request.city, asked.window, asked.attributes
    heads = await city.ask(evolutions_of(urns, asked, 1, newest=True))
    span = await city.ask(Span(urns=urns, attributes=names, window=window))
    shown = {
        urn: encode_head(past, asked.view, context)
        for urn, past in heads.items()
        if _is_shown(past, asked.view)
    }
    if span is None:
        return shown
    first = window.after or window.since or span[0]
    edges = duration.edges(first, span[1])
    totals = await city.ask(
        Totals(
            urns=urns,
            edges=edges,
            attributes=names,
            counted=figures_of(methods),
            window=window,
        )
    )
    stretches = Stretches(edges, duration, window.before or span[1])
    for urn, payload in shown.items():
        mine = [one for one in totals.get(urn, ()) if _counts(one, asked.view)]
        payload.update(encode_totals(mine, methods, stretches, context))
    return shown


def _counts(total: Total, view: View) -> bool:
    """Whether an aggregated attribute is wanted."""
    name, dataset = total.attribute, total.dataset or NO_DATASET
    picked = view.pick is None or name in view.pick
    listed = view.datasets is None or dataset in view.datasets
    return picked and listed and name not in view.omit


def _status(part: Range | None) -> int:
    return 200 if part is None else 206


def _headers(part: Range | None) -> list[tuple[str, str]]:
    return [] if part is None else [part.as_header()]


_ONE: Final = VIEW_PARAMETERS | WINDOW_PARAMETERS | FORM_PARAMETERS | MAP_PARAMETERS
#: What a query of pasts by GET reads.
PASTS_PARAMETERS: Final = _ONE | SELECTION_PARAMETERS | PAGE_PARAMETERS | {SPLIT}

ROUTES: Final[Routes] = {
    "/temporal/entities": {"GET": Route(query_pasts, PASTS_PARAMETERS)},
    "/temporal/entities/{}": {"GET": Route(retrieve_past, _ONE)},
    "/temporal/entityOperations/query": {
        "POST": Route(query_pasts_by_post, PAGE_PARAMETERS | MAP_PARAMETERS)
    },
}
