"""What the page of a cabinet asks."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.lighting.faults.cabinet import (
    cabinet_shown,
    feeder_shown,
    lamps_shown,
)
from mesto.domains.lighting.faults.inventory import READ, Of, describe
from mesto.domains.lighting.inventory.panels import MODEL
from mesto.domains.lighting.rules import CABINET, FEEDER
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers
from mesto.kernel.question.links import LinksOf, LinksTo
from mesto.kernel.question.picture import Judged
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.kin import member
from mesto.web.picture import Picture


async def show_cabinet(request: Request, picture: Picture) -> Response:
    """Look into a cabinet: its phases and door, its load, its feeders, their lamps.

    Raises NotFound where there is no cabinet of that number.
    """
    await picture.ready()
    _, cabinet = await asked.entity(request, picture)
    if Of.CABINET not in cabinet.types:
        raise NotFound("this is no cabinet")
    city = picture.city
    feeders = await _leading(city, cabinet.id, CABINET, Of.FEEDER)
    lamps = {urn: await _leading(city, urn, FEEDER, Of.LAMP) for urn in feeders}
    models = await _models(city, (one for of in lamps.values() for one in of.values()))
    every = [*feeders, *(urn for of in lamps.values() for urn in of)]
    kin = await city.ask(LinksOf(urns=every))
    origin = describe(cabinet, {})
    shown = []
    for urn, feeder in feeders.items():
        rows = [
            one | member(name, kin.get(name), picture.assets)
            for one in lamps_shown(lamps[urn], models, origin)
            if (name := str(one["urn"]))
        ]
        itself = member(urn, kin.get(urn), picture.assets)
        shown.append(feeder_shown(feeder, rows) | itself | {"lamps": rows})
    return answer_json(request, cabinet_shown(cabinet, shown))


async def _leading(
    city: City, urn: str, relationship: str, of: Of
) -> dict[str, Entity]:
    """Read what leads to an entity by a relationship, of one type, by URN in order."""
    leading = await city.ask(LinksTo(urn=urn))
    numbers = [
        one.id for one in leading if one.attribute == relationship and of in one.types
    ]
    found = await city.ask(Judged(attributes=READ, ids=numbers))
    return {one.id: one for one in sorted(found.values(), key=lambda one: one.id)}


async def _models(city: City, lamps: Iterable[Entity]) -> Mapping[str, Entity]:
    urns = {str(one.value(MODEL)) for one in lamps if one.value(MODEL)}
    found = await city.ask(Judged(attributes=READ, urns=sorted(urns)))
    return {one.id: one for one in found.values()}


ANSWERS: Answers = {Verb.SEE: [("cabinets/{number:int}", "GET", show_cabinet)]}
