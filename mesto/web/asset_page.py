"""One asset: everything about it, what it belongs to, and what belongs to it."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City
from mesto.kernel.question.links import Kin, LinksOf, LinksTo
from mesto.kernel.question.picture import NAME, Judged
from mesto.kernel.verdict import last_seen
from mesto.web import asked
from mesto.web.abnormal import because
from mesto.web.answers import answer_json
from mesto.web.api import described
from mesto.web.asset import fields, links, raw, relations
from mesto.web.kin import DEEPEST, Ancestry, Following, member, next_urns
from mesto.web.orders import hindrances, orders_of
from mesto.web.picture import Picture
from mesto.web.readings import heard_of

MOST_MEMBERS = 200


async def show_asset(request: Request, picture: Picture) -> Response:
    """Say everything about one entity."""
    await picture.ready()
    number, entity = await asked.entity(request, picture)
    urns = sorted({urn for _, urn in links(entity)})
    related = await picture.city.ask(Judged(attributes=[NAME], urns=urns))
    seen_at = last_seen(entity, (one.name for one in entity.attributes))
    document = {
        "id": number,
        "urn": entity.id,
        "type": entity.types[0] if entity.types else None,
        "last_seen": seen_at,
        "fields": fields(entity),
        "relations": list(relations(entity, related)),
        "raw": raw(entity),
    }
    row = picture.assets.row(number)
    if row is not None:
        layer = picture.layer_of(row)
        live = last_seen(entity, heard_of(layer))
        document |= described(row, picture)
        if row in picture.verdicts:
            document |= because([row], picture.assets, picture.verdicts)[row]
        document["last_seen"] = live or seen_at
        document["explains"] = picture.explained_by(number)
        document["hindrances"] = hindrances(
            request, orders_of(picture, number), entity.id
        )
    return answer_json(request, document)


async def show_relations(request: Request, picture: Picture) -> Response:
    """Say what an asset leads to, step by step, and what leads to it, in groups."""
    await picture.ready()
    number, entity = await asked.entity(request, picture)
    known = await _known_from(picture.city, entity.id)
    row = picture.assets.row(number)
    verdict = None if row is None else picture.verdicts.get(row)
    ancestry = Ancestry(
        known=known, assets=picture.assets, cause=verdict.by if verdict else ""
    )
    question = LinksTo(urn=entity.id)
    leading = await picture.city.ask(question)
    document = {
        "leads_to": ancestry.of(known[entity.id]) if entity.id in known else [],
        "led_from": _following(picture, entity.id).groups(leading),
        "cut": len(leading) == question.limit,
    }
    return answer_json(request, document)


async def show_members(request: Request, picture: Picture) -> Response:
    """List what leads to an asset by one relationship, the worst first."""
    await picture.ready()
    _, entity = await asked.entity(request, picture)
    name = str(request.path_params["relation"])
    kind = request.query_params.get("type")
    offset = asked.count(request, "offset", 0, LinksTo.limit, least=0)
    limit = asked.count(request, "limit", 50, MOST_MEMBERS)
    leading = [
        one
        for one in await picture.city.ask(LinksTo(urn=entity.id))
        if one.attribute == name and (kind is None or kind in one.types[:1])
    ]
    ranked = _following(picture, entity.id).worst_first(leading)
    page = ranked[offset : offset + limit]
    known = await picture.city.ask(LinksOf(urns=[one.urn for one in page]))
    items = [member(one.urn, known.get(one.urn), picture.assets) for one in page]
    return answer_json(request, {"items": items, "count": len(leading)})


def _following(picture: Picture, urn: str) -> Following:
    return Following(urn=urn, assets=picture.assets, verdicts=picture.verdicts)


async def _known_from(city: City, urn: str) -> Mapping[str, Kin]:
    """Read what an entity leads to, and what that leads to, as far as it matters."""
    known = await city.ask(LinksOf(urns=[urn]))
    fresh = list(known.values())
    for step in range(DEEPEST):
        wanted = next_urns(known, fresh, first=step == 0)
        if not wanted:
            break
        found = await city.ask(LinksOf(urns=sorted(wanted)))
        known |= found
        fresh = list(found.values())
    return known
