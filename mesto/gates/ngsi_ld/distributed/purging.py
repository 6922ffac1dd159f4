"""Purging entities, here and wherever else they are held.

Source: ETSI GS CIM 009 v1.9.1, 5.6.21.
"""

from collections.abc import Iterable, Iterator, Mapping

import orjson

from mesto.gates.ngsi_ld.distributed.asked import again, matching
from mesto.gates.ngsi_ld.distributed.errands import Asked, narrowed, wanted_of
from mesto.gates.ngsi_ld.distributed.outcomes import is_circle, single
from mesto.gates.ngsi_ld.distributed.way import Errand, Way
from mesto.gates.ngsi_ld.maps.model import Member
from mesto.gates.ngsi_ld.maps.using import AT_ONCE, members
from mesto.gates.ngsi_ld.problem import Conflict
from mesto.gates.ngsi_ld.query.selection import split_words
from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.gates.ngsi_ld.request import JSON, Handler, Response
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Forbidden
from mesto.kernel.visit import Visit

OPERATION = "purgeEntity"


async def purge(way: Way, handler: Handler) -> Response:
    """Purge what a query finds; a source purges what it registered, and no more."""
    request = way.request
    context = await request.context()
    asked = Asked(said=request.parameters, selectors=None, context=context)
    matches = matching(way, wanted_of(asked))
    among = await members(request, context)
    if among is not None:
        matches = [one for one in matches if _known(among, one)]
    own = await handler(again(request, b""))
    if not matches:
        return own
    _require_everything(request.city)
    told = [one for one in matches if OPERATION in one.registration.operations]
    errands = [_errand(asked, one, some) for one in told for some in _each(among, one)]
    answers = [one for one in await way.ask(errands) if not is_circle(one)]
    errors = [
        {"registrationId": one.of, "error": one.problem()}
        for one in answers
        if not one.is_well
    ]
    for one in matches:
        if one not in told and one.registration.mode.is_proxied:
            of = one.registration.id
            problem = Conflict(f"{of} holds some of it, and offers no {OPERATION}")
            errors.append({"registrationId": of, "error": problem.as_json()})
    if not errors:
        return own
    if len(errors) == len(matches) == 1 and matches[0].registration.mode.is_proxied:
        problem_of = errors[0]["error"]
        assert isinstance(problem_of, dict)
        return single(problem_of)
    body = orjson.dumps({"success": [], "errors": errors})
    return Response(207, body, [("Content-Type", JSON)])


def _known(among: Iterable[Member], match: Match) -> list[str]:
    """Return which entities of a map a source was known to know."""
    return [one.urn for one in among if match.registration.id in one.sources]


def _each(among: Iterable[Member] | None, match: Match) -> Iterator[Mapping[str, str]]:
    """Yield by which ids a source is asked at once; without a map, by none."""
    if among is None:
        yield {}
        return
    urns = _known(among, match)
    for start in range(0, len(urns), AT_ONCE):
        yield {"id": ",".join(urns[start : start + AT_ONCE])}


def _errand(asked: Asked, match: Match, some: Mapping[str, str]) -> Errand:
    said = {**{n: t for n, t in asked.said.items() if n != "local"}, **some}
    query = narrowed(said, match, asked.context)
    if match.attributes is not None:
        query.pop("attrs", None)
        query |= {"attrs": said["attrs"]} if "attrs" in said else {}
        query["drop"] = _dropped(asked, match)
        query.pop("keep", None)
    return Errand(
        registration=match.registration,
        method="DELETE",
        path="/entities",
        query=query,
        spelled=asked.context,
    )


def _dropped(asked: Asked, match: Match) -> str:
    """Return which attributes a source that holds only some is to drop."""
    expand, compact = asked.context.expand, asked.context.compact
    theirs = match.attributes or frozenset()
    drop = {*map(expand, split_words(asked.said.get("drop"), "drop"))}
    keep = {*map(expand, split_words(asked.said.get("keep"), "keep"))}
    left = (theirs & drop if drop else theirs) - keep
    return ",".join(compact(name) for name in sorted(left))


def _require_everything(city: object) -> None:
    """Raise Forbidden unless who asks may record whatever a source purges."""
    if isinstance(city, Visit) and not city.principal.may_everywhere(Verb.RECORD):
        raise Forbidden(f"{city.principal.name} may not purge what others hold")
