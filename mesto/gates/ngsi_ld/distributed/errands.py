"""What sources are asked, so that a retrieval or a query here is answered whole.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6.7, 5.2.23 (Query), 5.7.1 to 5.7.4.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

import msgspec

from mesto.gates.ngsi_ld.consumption import SPLIT
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.distributed.asked import again
from mesto.gates.ngsi_ld.distributed.way import Errand, Way
from mesto.gates.ngsi_ld.query.selection import as_word, read_body, split_words
from mesto.gates.ngsi_ld.query.types import ANY_TYPE, read_types
from mesto.gates.ngsi_ld.registrations.asking import attributes_of
from mesto.gates.ngsi_ld.registrations.matching import Match, Wanted
from mesto.gates.ngsi_ld.request import Request
from mesto.gates.ngsi_ld.temporal_form import WINDOW_PARAMETERS, Form
from mesto.gates.ngsi_ld.views import SYS_ATTRS
from mesto.kernel.question.condition import AnyOf
from mesto.kernel.question.find import Find

_USUAL: Final = 20  #: entities in a page where nobody says how many
_MOST: Final = 1_000
_LITTLE: Final = {"attrs", "type", "datasetId"}  #: what a retrieval asks of a source
#: What a query asks of a source: which entities, not how they are shown here.
_ASKED: Final = frozenset(
    {"id", "type", "idPattern", "attrs", "q", "georel", "geometry", "coordinates"}
    | {"geoproperty", "scopeQ", "datasetId", "count", "expandValues", "jsonKeys"}
)
_GEO: Final = ("georel", "geometry", "coordinates", "geoproperty")
_OF_VALUES: Final = frozenset(
    {"q", "georel", "geometry", "coordinates", "geoproperty", "attrs", "scopeQ"}
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A query: its parameters, or its body as parameters; `entities` of a body."""

    said: Mapping[str, str]
    selectors: Any
    context: Context


async def read_asked(request: Request, body: bytes) -> Asked:
    """Read what a query asks for, by GET or by POST."""
    if request.method != "POST":
        context = await request.context()
        return Asked(said=request.parameters, selectors=None, context=context)
    payload, context = await again(request, body).read()
    when = payload.pop("temporalQ", {})
    times = {n: t for n, t in dict(when).items() if n in WINDOW_PARAMETERS}
    said = {**request.parameters, **read_body({**payload, **times})}
    return Asked(said=said, selectors=payload.get("entities"), context=context)


def wanted_of(asked: Asked) -> Wanted:
    """Return what sources are asked for; the query itself was read already."""
    said, expand = asked.said, asked.context.expand
    attributes = frozenset(map(expand, split_words(said.get("attrs"), "attrs")))
    datasets = frozenset(split_words(said.get("datasetId"), "datasetId")) or None
    if asked.selectors is None:
        return Wanted(
            types=read_types(said["type"], expand) if "type" in said else None,
            urns=split_words(said.get("id"), "id"),
            pattern=said.get("idPattern") if "id" not in said else None,
            attributes=attributes,
            datasets=datasets,
        )
    selectors = [one for one in asked.selectors if isinstance(one, Mapping)]
    types = [read_types(as_word("type", one["type"]), expand) for one in selectors]
    urns = [split_words(one.get("id"), "id") for one in selectors if "id" in one]
    return Wanted(
        types=AnyOf(tuple(types)),
        urns=tuple(u for listed in urns for u in listed)
        if len(urns) == len(selectors)
        else (),
        attributes=attributes,
        datasets=datasets,
    )


def retrieval(way: Way, match: Match, urn: str, context: Context) -> Errand:
    """Ask for one entity; who offers queries only is queried."""
    one = match.registration
    said = {n: t for n, t in way.request.parameters.items() if n in _LITTLE}
    if "retrieveEntity" in one.operations:
        said = narrow_attributes(said, match, context)
        return Errand(
            registration=one,
            method="GET",
            path=f"/entities/{quote(urn, safe=':')}",
            query=_with_times(way, said),
            spelled=context,
        )
    query = narrowed({**said, "id": urn}, match, context)
    if "queryEntity" in one.operations:
        return _get(way, match, query, context)
    return _post(match, _body_of(query), context)


def querying(way: Way, match: Match, question: Find, asked: Asked) -> Errand:
    """Ask for entities, as it was asked, narrowed to what is registered."""
    request, one = way.request, match.registration
    context, selectors = asked.context, asked.selectors
    said = _searched(match, question, asked)
    offers = one.operations
    by_post = request.method == "POST" and "queryBatch" in offers
    if by_post or "queryEntity" not in offers:
        typed = _typed(selectors, match, context)
        return _post(match, _body_of(said, typed), context)
    return _get(way, match, _unlisted(said, selectors), context)


def confirming(
    way: Way, match: Match, question: Find, urns: Sequence[str], asked: Asked
) -> Errand:
    """Ask for these of the entities that were asked for."""
    narrow = _searched(match, question, among(asked, urns))
    if "queryEntity" in match.registration.operations:
        return _get(way, match, narrow, asked.context)
    return _post(match, _body_of(narrow), asked.context)


def among(asked: Asked, urns: Sequence[str]) -> Asked:
    """Return a query for these of the entities it is for."""
    said = {**_unlisted(asked.said, asked.selectors), "id": ",".join(urns)}
    return Asked(said=said, selectors=None, context=asked.context)


def querying_pasts(match: Match, question: Find, asked: Asked) -> Errand:
    """Ask for pasts of entities, as it was asked, narrowed to what is registered.

    Instances are asked for as they are, with all their times: what they come to, or
    how they are shown, is decided when all are here.
    """
    said = _searched(match, question, asked)
    return Errand(
        registration=match.registration,
        method="GET",
        path="/temporal/entities",
        query={**_unlisted(said, asked.selectors), **_when(asked.said)},
        spelled=asked.context,
    )


def retrieving_past(
    match: Match, urn: str, said: Mapping[str, str], context: Context
) -> Errand:
    """Ask for the past of one entity."""
    little = {n: t for n, t in said.items() if n in _LITTLE}
    return Errand(
        registration=match.registration,
        method="GET",
        path=f"/temporal/entities/{quote(urn, safe=':')}",
        query={**narrow_attributes(little, match, context), **_when(said)},
        spelled=context,
    )


def _when(said: Mapping[str, str]) -> dict[str, str]:
    """Return which instances of a past are asked for, and that they say their times.

    Where they are put together to figures, all of them are.
    """
    named = {said.get("format", ""), *said.get("options", "").split(",")}
    together = Form.AGGREGATED in named
    names = WINDOW_PARAMETERS if together else {*WINDOW_PARAMETERS, "lastN"}
    asked = {name: text for name, text in said.items() if name in names}
    return {**asked, "options": SYS_ATTRS}


def _searched(match: Match, question: Find, asked: Asked) -> dict[str, str]:
    """Return by which parameters entities are looked for at a source."""
    said = {n: t for n, t in asked.said.items() if n in _ASKED}
    split = asked.said.get(SPLIT)
    if _is_part(match, question) if split is None else split == "true":
        said = {n: t for n, t in said.items() if n not in _OF_VALUES}
    end = question.offset + question.limit
    if end != _USUAL:
        said["limit"] = str(min(max(end, 1), _MOST))
    is_listed = asked.selectors is not None
    return narrowed(said, match, asked.context, is_listed=is_listed)


def _body_of(said: Mapping[str, str], selectors: Any = None) -> dict[str, Any]:
    """Return a Query (5.2.23) of parameters."""
    body: dict[str, Any] = {"type": "Query"}
    for name in ("q", "scopeQ", "limit", "count"):
        if name in said:
            body[name] = said[name]
    for name in ("attrs", "datasetId"):
        if name in said:
            body[name] = said[name].split(",")
    geo = {n: said[n] for n in _GEO if n in said}
    if geo:
        body["geoQ"] = geo
    if selectors is not None:
        body["entities"] = selectors
    elif "type" in said:
        about = {n: said[n] for n in ("type", "id", "idPattern") if n in said}
        body["entities"] = [about]
    return body


def _unlisted(said: Mapping[str, str], selectors: Any) -> dict[str, str]:
    """Return parameters that ask for what a list of selectors in a body does, or more.

    What is too much is left out when the answers are put together.
    """
    if selectors is None:
        return dict(said)
    types = [as_word("type", one["type"]) for one in selectors]
    selection = ANY_TYPE if ANY_TYPE in types else ",".join(types)
    ids = [one["id"] for one in selectors if "id" in one]
    whole = len(ids) == len(selectors)
    return {"type": selection, **({"id": ",".join(ids)} if whole else {}), **said}


def _typed(selectors: Any, match: Match, context: Context) -> Any:
    """Return a list of selectors that asks for any type as for those registered."""
    if selectors is None or not match.about:
        return selectors
    types = _types(match, context)
    return [
        {**one, "type": types} if one["type"] == ANY_TYPE else one for one in selectors
    ]


def _types(match: Match, context: Context) -> str:
    names = sorted({name for one in match.about for name in one.types})
    return ",".join(map(context.compact, names))


def _get(way: Way, match: Match, said: Mapping[str, str], context: Context) -> Errand:
    return Errand(
        registration=match.registration,
        method="GET",
        path="/entities",
        query=_with_times(way, said),
        spelled=context,
    )


def _post(match: Match, body: dict[str, Any], context: Context) -> Errand:
    paging = {
        name: str(body.pop(name))
        for name in list(body)
        if name in ("limit", "count", "options")
    }
    return Errand(
        registration=match.registration,
        method="POST",
        path="/entityOperations/query",
        query=paging,
        body=body,
        spelled=context,
    )


def narrowed(
    said: Mapping[str, str],
    match: Match,
    context: Context,
    *,
    is_listed: bool = False,
) -> dict[str, str]:
    """Return parameters of a query, narrowed to what a source registered.

    is_listed: entities are selected by a list in the body
    """
    narrow = dict(said)
    about = match.about
    if about and not is_listed:
        if narrow.get("type", ANY_TYPE) == ANY_TYPE:
            narrow["type"] = _types(match, context)
        ids = [one.id for one in about if one.id is not None]
        if "id" in narrow:
            asked = narrow["id"].split(",")
            covered = [u for u in asked if any(one.covers(u) for one in about)]
            narrow["id"] = ",".join(covered or asked)
        elif len(ids) == len(about):
            narrow["id"] = ",".join(dict.fromkeys(ids))
        elif len(about) == 1 and about[0].pattern and "idPattern" not in narrow:
            narrow["idPattern"] = about[0].pattern.pattern
    return narrow_attributes(narrow, match, context)


def narrow_attributes(
    said: Mapping[str, str], match: Match, context: Context
) -> dict[str, str]:
    """Return parameters that ask for no other attributes than a source registered."""
    names = match.attributes
    if names is None:
        return dict(said)
    return {**said, "attrs": ",".join(map(context.compact, sorted(names)))}


def _with_times(way: Way, said: Mapping[str, str]) -> dict[str, str]:
    times = {"options": SYS_ATTRS} if SYS_ATTRS in way.request.options else {}
    return {**said, **times}


def _is_part(match: Match, question: Find) -> bool:
    """Tell whether a source knows a part of entities only, by which none can be chosen.

    Its part is put together with the rest first, and chosen then.
    """
    known = match.attributes
    if known is None:
        return False
    asked = {*attributes_of(question.where), *question.attributes}
    return question.place is not None or bool(asked - known)
