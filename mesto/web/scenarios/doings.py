"""What scenarios do: starting one, a call from another system, runs, dry runs."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.rights import Thing, Verb
from mesto.kernel.errors import Forbidden, Malformed, NotFound
from mesto.kernel.model import Entity
from mesto.operations.context import relationships
from mesto.operations.scenarios import store
from mesto.operations.scenarios.compiled import Compiled
from mesto.operations.scenarios.decide import decide
from mesto.operations.scenarios.happening import Happening
from mesto.operations.scenarios.reading import Town, town_of
from mesto.operations.scenarios.surroundings import World, surroundings
from mesto.operations.scenarios.telling import told_decision
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import host_of, visit_of
from mesto.web.body import decode, read_body, read_bytes
from mesto.web.picture import Picture
from mesto.web.scenarios.answers import checked, entity_of
from mesto.web.scenarios.calls import ACCEPTED, LARGEST_BYTES, Call, Sort, set_off
from mesto.web.written import name_in


class Trial(msgspec.Struct, frozen=True):
    """What shall be supposed to have happened."""

    definition: dict[str, object]
    entity: str = ""  #: URN; empty: the town
    trigger: int = 0
    attribute: str = ""  #: what is supposed to be observed, where it is
    value: Any = None  # any JSON
    payload: Any = None  # any JSON
    at: datetime | None = None  #: None: now


async def start_scenario(request: Request, _picture: Picture) -> Response:
    """Start a scenario by hand. Raises NotFound, Conflict and Forbidden."""
    call = await read_body(request, Call)
    await _call(request, "hand", call)
    return Response(status_code=ACCEPTED)


async def hear_hook(request: Request, _picture: Picture) -> Response:
    """Hear another system; what it sends is the payload, `entity` in the query.

    Raises Malformed for what is no JSON, NotFound, Conflict and Forbidden.
    """
    body = await read_bytes(request, LARGEST_BYTES)
    payload = decode(body, object) if body else None
    entity = request.query_params.get("entity", "")
    await _call(request, "webhook", Call(uuid4(), entity, payload))
    return Response(status_code=ACCEPTED)


async def show_runs(request: Request, _picture: Picture) -> Response:
    """List what a scenario did, newest first, of what who asks may see."""
    await entity_of(request)
    before = asked.moment(request, "before") or datetime.max.replace(tzinfo=UTC)
    limit = asked.count(request, "limit", 50, 500)
    found = await host_of(request).ask(
        store.Runs(scenario=name_in(request), before=before, limit=limit)
    )
    visit = visit_of(request)
    urns = {str(one["entity"]) for one in found} - {""}
    seen = {""} | urns if visit.sees_all else {*await visit.outlines(sorted(urns)), ""}
    more = found[-1]["at"] if len(found) >= limit else None
    runs = [one for one in found if one["entity"] in seen]
    return answer_json(request, {"runs": runs, "next": more})


async def try_scenario(request: Request, picture: Picture) -> Response:
    """Say what a scenario would do, each condition with its result; do nothing.

    Raises Malformed with the place, and NotFound for an entity there is not.
    """
    trial = await read_body(request, Trial)
    town = await town_of(picture.city)
    name = request.query_params.get("name", "draft")
    scenario = await checked(town, name, trial.definition)
    if not 0 <= trial.trigger < len(scenario.definition.triggers):
        raise Malformed("there is no such trigger", place=("trigger",))
    entity = await _supposed(request, trial)
    decision = decide(
        scenario,
        trial.trigger,
        heard := Happening(
            sort="hand",
            at=trial.at or datetime.now(UTC),
            cause="trial",
            entity=entity,
            attribute=trial.attribute,
            value=trial.value,
            payload=trial.payload,
            by=visit_of(request).principal.name,
        ),
        await _context(request, scenario, trial, heard, town),
    )
    return answer_json(request, told_decision(decision))


async def _context(
    request: Request, scenario: Compiled, trial: Trial, heard: Happening, town: Town
) -> dict[str, Any]:  # JSON
    urns = sorted(set(relationships(heard.entity).values()))
    related = await visit_of(request).present(urns) if scenario.related else {}
    world = World(town.calendars, town.spot, related)
    return surroundings(scenario, trial.trigger, heard, world)


async def _supposed(request: Request, trial: Trial) -> Entity | None:
    """Return the entity of a trial with what is supposed. Raises NotFound."""
    if not trial.entity:
        return None
    entity = (await visit_of(request).present([trial.entity])).get(trial.entity)
    if entity is None:
        raise NotFound(f"there is no {trial.entity}", place=("entity",))
    attributes = tuple(
        msgspec.structs.replace(one, value=trial.value)
        if one.name == trial.attribute and one.dataset is None
        else one
        for one in entity.attributes
    )
    return msgspec.structs.replace(entity, attributes=attributes)


async def _call(request: Request, sort: Sort, call: Call) -> None:
    """Keep a call until it is heard.

    Raises NotFound, Forbidden where who asks may not command it, and as `set_off`.
    """
    entity = await entity_of(request)
    visit = visit_of(request)
    name = name_in(request)
    thing = Thing(entity.id, frozenset(entity.types), entity.scopes)
    if not visit.principal.may_on(Verb.COMMAND, thing, sort):
        raise Forbidden(f"{visit.principal.name} may not start {name}")
    about = None
    if call.entity:
        about = (await visit.present([call.entity])).get(call.entity)
        if about is None:
            raise NotFound(f"there is no {call.entity}", place=("entity",))
    by = visit.principal.name
    await set_off(visit.host, name, sort, call, about=about, by=by)
