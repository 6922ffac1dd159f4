"""Scenarios as they are written: list, read, keep, set to work, drop, put back."""

from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import Expect
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.question.observed import Mark, Observed
from mesto.kernel.question.versions import Versions
from mesto.operations.scenarios.compiled import Compiled, Written
from mesto.operations.scenarios.definition import Definition, Stage
from mesto.operations.scenarios.happening import PREFIX, SCENARIO
from mesto.operations.scenarios.hooks import EndHook
from mesto.operations.scenarios.reading import REASON, STAGE, Town, town_of
from mesto.operations.scenarios.store import NEVER, Doings
from mesto.operations.scenarios.templates import templates
from mesto.operations.written import DEFINITION, name_of
from mesto.web import asked
from mesto.web.answers import answer_json
from mesto.web.asker import host_of, said, visit_of
from mesto.web.body import read_body
from mesto.web.once import record_once
from mesto.web.picture import Picture
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


class Wanted(msgspec.Struct, frozen=True):
    """The stage a scenario shall be in."""

    stage: Stage
    version: int  #: of the definition that was seen


async def show_scenarios(request: Request, picture: Picture) -> Response:
    """List every scenario with its stage, and what it did in the last 30 days.

    What it did is told to who may see all of the town: it may be about anything in it.
    """
    city, visit = picture.city, visit_of(request)
    town = await town_of(city)
    doings = await host_of(request).ask(Doings()) if visit.sees_all else None
    now = datetime.now(UTC)
    listed = [
        {
            **written(entity, town, whole=False),
            "next_at": town.next_time(name_of(entity), now),
            "lately": None
            if doings is None
            else doings.get(name_of(entity), NEVER)._asdict(),
        }
        for entity in (await city.entities(SCENARIO)).values()
    ]
    return answer_json(request, {"scenarios": listed})


async def show_templates(request: Request, _picture: Picture) -> Response:
    """List scenarios ready to begin with, and what is asked to fill one in."""
    listed = [{"name": name, **template} for name, template in templates().items()]
    return answer_json(request, {"templates": listed})


async def show_scenario(request: Request, picture: Picture) -> Response:
    """Say everything about one scenario. Raises NotFound."""
    entity = await entity_of(request)
    return answer_json(request, written(entity, await town_of(picture.city)))


async def show_versions(request: Request, picture: Picture) -> Response:
    """List how a scenario was written and set to work before, newest first."""
    name = name_in(request)
    before = request.query_params.get("before")
    mark = None
    if before is not None:
        at, _, position = before.rpartition(",")
        if not position.isdecimal():
            raise Malformed("before is a time, a comma and a number", given=before[:60])
        mark = Mark(asked.read_moment("before", at), int(position))
    limit = asked.count(request, "limit", 20, 100)
    found = await picture.city.ask(
        Versions(urn=PREFIX + name, before=mark, limit=limit)
    )
    if not found and mark is None:
        raise NotFound(f"there is no scenario {name}")
    more = found[-1].mark if len(found) >= limit else None
    document = {
        "versions": [_version(one) for one in found],
        "next": None if more is None else f"{more.at.isoformat()},{more.position}",
    }
    return answer_json(request, document)


async def check_scenario(request: Request, picture: Picture) -> Response:
    """Say whether a scenario that is being written makes sense.

    Raises Malformed, with the place, for the first thing that does not.
    """
    name = request.query_params.get("name", "")
    draft = await read_body(request, Draft)
    await checked(await town_of(picture.city), name, draft.definition)
    return Response(status_code=204)


async def keep_scenario(request: Request, picture: Picture) -> Response:
    """Keep a scenario; a new one is a draft. Raises Malformed and Conflict."""
    name = name_in(request)
    draft = await read_body(request, Draft)
    await checked(await town_of(picture.city), name, draft.definition)
    urn = PREFIX + name
    new = [] if draft.version else [said(urn, STAGE, "draft")]
    kept = await keep(request, urn, draft, *new)
    if new:  # the address of one that was called so before is not its own
        await host_of(request).ask(EndHook(name))
    return answer_json(request, written(kept, await town_of(picture.city)))


async def set_stage(request: Request, picture: Picture) -> Response:
    """Set a scenario to work, or to rest. Raises NotFound, Malformed and Conflict."""
    wanted = await read_body(request, Wanted)
    entity = await entity_of(request)
    town = await town_of(picture.city)
    name = name_in(request)
    if name not in town.written:
        raise Malformed("the scenario makes no sense any more", place=("definition",))
    town.compiled(town.written[name])
    seen = [said(entity.id, STAGE, wanted.stage)]
    if entity.value(REASON) is not None:
        seen.append(
            msgspec.structs.replace(said(entity.id, REASON, None), deleted=True)
        )
    expect = Expect(entity=entity.id, attribute=DEFINITION, position=wanted.version)
    await record_once(request, seen, expect)
    return Response(status_code=204)


async def drop_scenario(request: Request, picture: Picture) -> Response:
    """Throw a scenario away; it can be put back. Raises NotFound and Conflict."""
    name = name_in(request)
    for other in (await town_of(picture.city)).written.values():
        text = msgspec.json.encode(other.definition.actions).decode()
        if other.name != name and f'"scenario":"{name}"' in text:
            raise Conflict(f"the scenario {other.name} starts {name}; change it first")
    return await drop(request, PREFIX + name)


async def restore_scenario(request: Request, picture: Picture) -> Response:
    """Put back a scenario that was thrown away, as a draft.

    Raises NotFound where there never was one, Conflict where there is one.
    """
    urn = PREFIX + name_in(request)
    definition = await last_definition(request, urn)
    kept = await put_back(request, urn, definition, said(urn, STAGE, "draft"))
    return answer_json(request, written(kept, await town_of(picture.city)))


async def checked(town: Town, name: str, definition: object) -> Compiled:
    """Make a definition ready. Raises Malformed with the place of a mistake."""
    read = read_written(definition, Definition, at=("definition",))
    try:
        return town.compiled(Written(name=name, definition=read))
    except Malformed as error:
        place = error.facts.get("place", ())
        assert isinstance(place, tuple)
        raise Malformed(str(error), place=("definition", *place)) from error


async def entity_of(request: Request) -> Entity:
    """Return the scenario the path names, if who asks may see it. Raises NotFound."""
    return await entity_in(request, PREFIX + name_in(request))


def written(entity: Entity, town: Town, *, whole: bool = True) -> dict[str, object]:
    """Write a scenario; `problem` says where it makes no sense any more."""
    stage = entity.attribute(STAGE)
    told = shown(entity)
    definition = told["definition"] if whole else told.pop("definition")
    title = definition.get("title") if isinstance(definition, dict) else None
    return {
        **told,
        "title": title,
        "stage": "draft" if stage is None else stage.value,
        "stage_at": None if stage is None else stage.modified_at,
        "stage_by": "" if stage is None else stage.source,
        "reason": entity.value(REASON),
        "problem": _problem(town, name_of(entity)),
    }


def _problem(town: Town, name: str) -> dict[str, object] | None:
    one = town.written.get(name)
    if one is None:
        return {"detail": "it is no scenario", "place": []}
    try:
        town.compiled(one)
    except Malformed as error:
        return {"detail": str(error), "place": error.facts.get("place", ())}
    return None


def _version(one: Observed) -> dict[str, object]:
    return {
        "at": one.observed_at,
        "version": one.position,
        "what": one.attribute,
        "value": one.value,
        "deleted": one.deleted,
        "source": one.source,
    }
