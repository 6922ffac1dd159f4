"""The connections of a municipality: how they fare, and setting them up."""

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mistake import mistake_in
from mesto.kernel.model import TYPE, Connection, Entity, Kind
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    OfType,
    OneOf,
    Operator,
    Path,
)
from mesto.kernel.question.evolution import Evolutions
from mesto.kernel.question.find import Find
from mesto.kernel.question.handled import CLEARED, RAISED_TIME, STATE
from mesto.kernel.question.picture import NAME, Judged
from mesto.kernel.question.quarantine import Causes
from mesto.kernel.question.traffic import (
    Minute,
    Pulse,
    Total,
    Totals,
    Trouble,
    Troubles,
)
from mesto.kernel.registry import CONNECTION, PREFIX, WEBHOOK, read_connection
from mesto.kernel.text import filled, refusal
from mesto.kernel.words import said as in_words
from mesto.operations.alarms.missing import A_YEAR_S, EXPECTED_EVERY, expected_every
from mesto.web.answers import answer_json
from mesto.web.asker import gone, host_of, said
from mesto.web.body import read_body
from mesto.web.health import state_of
from mesto.web.once import record_once
from mesto.web.picture import Picture

NAMED = re.compile(r"[A-Za-z0-9][\w.-]{0,59}", re.ASCII)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEP_S = 900  #: of the day that is shown of one connection
MOST_ALERTS = 1_000
MOST_DEVICES = 100  #: that are named
ATTRIBUTES = ("gate", "url", "settings", "enabled", "secrets")

NO_NAME = in_words(
    "A name is made of letters, digits and . _ -",
    "Název tvoří písmena, číslice a . _ -",
    "Názov tvoria písmená, číslice a . _ -",
    "Naziv čine slova, cifre i . _ -",
)
NOT_THERE = in_words(
    "There is no connection {name}.",
    "Napojení {name} neexistuje.",
    "Napojenie {name} neexistuje.",
    "Veza {name} ne postoji.",
)
NEVER_WAS = in_words(
    "There never was a connection {name}.",
    "Napojení {name} nikdy neexistovalo.",
    "Napojenie {name} nikdy neexistovalo.",
    "Veza {name} nikad nije postojala.",
)


class Draft(msgspec.Struct, frozen=True):
    """A connection as it is sent."""

    gate: str
    url: str
    settings: dict[str, object]
    enabled: bool = True
    secrets: dict[str, str] = {}  #: credentials by name, beside those it has
    version: int = 0  #: of the settings it replaces; 0 where there are none yet


class Switch(msgspec.Struct, frozen=True):
    """Whether a connection shall run."""

    enabled: bool


class Expected(msgspec.Struct, frozen=True):
    """How long a connection may be silent."""

    every_s: Annotated[int, msgspec.Meta(ge=1, le=A_YEAR_S)] | None


class Fares(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of how connections fare."""

    totals: Mapping[str, Total]
    troubles: Mapping[str, Trouble]
    minutes: Mapping[str, Sequence[Minute]]
    held: Mapping[str, int]  #: messages in quarantine
    late: Mapping[str, Entity]  #: alerts that a batch is missing


async def show_connections(request: Request, _picture: Picture) -> Response:
    """List every connection and how it fares."""
    now = datetime.now(UTC)
    city, exchange = host_of(request), request.scope["exchange"]
    entities = await city.entities(CONNECTION)
    fares = await _fares(city, exchange, entities, now - HOUR)
    listed = [_written(entity, fares, exchange, now) for entity in entities.values()]
    return answer_json(request, {"at": now, "connections": listed})


async def show_connection(request: Request, _picture: Picture) -> Response:
    """Say everything about one connection but its credentials."""
    now = datetime.now(UTC)
    city, exchange = host_of(request), request.scope["exchange"]
    entity = await _entity(request, city)
    name = _name_of(entity)
    fares = await _fares(city, exchange, {entity.id: entity}, now - HOUR)
    day = await city.ask(Pulse(since=now - DAY, step_s=STEP_S, connection=name))
    settings = entity.value("settings")
    document = _written(entity, fares, exchange, now) | {
        "settings": settings if isinstance(settings, Mapping) else {},
        "secrets": await exchange.register.credentials(entity),
        "version": _position(entity, "settings"),
        "step_s": STEP_S,
        "day": day.get(name, []),
        "behind": await _devices(city, exchange.register.behind(name, MOST_DEVICES)),
        "watchable": exchange.hears(name),
    }
    return answer_json(request, document)


async def keep_connection(request: Request, picture: Picture) -> Response:
    """Add a connection or change it.

    Raises Malformed with the place of the mistake, and Conflict where somebody else
    changed it meanwhile.
    """
    draft = await read_body(request, Draft)
    name = _name(request)
    if not NAMED.fullmatch(name):
        raise refusal(Malformed, NO_NAME, place=("name",))
    request.scope["exchange"].workbench.check(
        Connection(name=name, gate=draft.gate, url=draft.url, settings=draft.settings)
    )
    urn = PREFIX + name
    seen = [
        said(urn, TYPE, [CONNECTION]),
        said(urn, "gate", draft.gate),
        said(urn, "url", draft.url),
        said(urn, "settings", draft.settings, Kind.JSON_PROPERTY),
        said(urn, "enabled", draft.enabled),
    ]
    if draft.secrets:
        seen.append(said(urn, "secrets", draft.secrets, Kind.JSON_PROPERTY))
    expect = Expect(entity=urn, attribute="settings", position=draft.version)
    await record_once(request, seen, expect)
    return await show_connection(request, picture)


async def switch_connection(request: Request, picture: Picture) -> Response:
    """Let a connection run, or not.

    Raises NotFound if there is none of that name.
    """
    wanted = await read_body(request, Switch)
    entity = await _entity(request, host_of(request))
    seen = [said(entity.id, "enabled", wanted.enabled)]
    await record_once(request, seen, Expect(entity=entity.id))
    return await show_connection(request, picture)


async def expect_messages(request: Request, picture: Picture) -> Response:
    """Say how long a connection may be silent; null takes that back.

    Raises NotFound if there is none of that name.
    """
    wanted = await read_body(request, Expected)
    entity = await _entity(request, host_of(request))
    seen = said(entity.id, EXPECTED_EVERY, wanted.every_s)
    if wanted.every_s is None:
        seen = msgspec.structs.replace(seen, deleted=True)
    await record_once(request, [seen], Expect(entity=entity.id))
    return await show_connection(request, picture)


async def remove_connection(request: Request, _picture: Picture) -> Response:
    """Remove a connection; what it recorded stays, and it can be restored.

    Raises NotFound if there is none of that name.
    """
    entity = await _entity(request, host_of(request))
    await record_once(request, [gone(entity.id)], Expect(entity=entity.id))
    return Response(status_code=204)


async def restore_connection(request: Request, picture: Picture) -> Response:
    """Bring a removed connection back as it last was.

    Raises NotFound if there never was one, Conflict where there is one now.
    """
    urn = PREFIX + _name(request)
    question = Evolutions(urns=(urn,), attributes=ATTRIBUTES, newest=True, limit=1)
    past = (await host_of(request).ask(question)).get(urn)
    last = () if past is None else past.instances
    if not last:
        raise refusal(NotFound, filled(NEVER_WAS, name=_name(request)))
    seen = [said(urn, TYPE, [CONNECTION])] + [
        said(urn, one.attribute.name, one.attribute.value, one.attribute.kind)
        for one in last
        if not one.deleted
    ]
    await record_once(request, seen, Expect(entity=urn, exists=False))
    return await show_connection(request, picture)


# what is known


async def _entity(request: Request, city: City) -> Entity:
    """Return the connection the path names. Raises NotFound if there is none."""
    urn = PREFIX + _name(request)
    entity = (await city.present([urn])).get(urn)
    if entity is None:
        raise refusal(NotFound, filled(NOT_THERE, name=_name(request)))
    return entity


async def _fares(
    city: City, exchange: Any, entities: Mapping[str, Entity], since: datetime
) -> Fares:
    await exchange.tally.note()
    one = _name_of(next(iter(entities.values()))) if len(entities) == 1 else None
    totals, troubles, minutes, causes, late = await asyncio.gather(
        city.ask(Totals()),
        city.ask(Troubles()),
        city.ask(Pulse(since=since, connection=one)),
        city.ask(Causes(connection=one)),
        _late(city, entities),
    )
    held: dict[str, int] = {}
    for cause in causes:
        held[cause.connection] = held.get(cause.connection, 0) + cause.messages
    return Fares(
        totals=totals, troubles=troubles, minutes=minutes, held=held, late=late
    )


async def _late(city: City, urns: Collection[str]) -> Mapping[str, Entity]:
    """Return the open alerts that tell of connections, by the connection's URN."""
    if not urns:
        return {}
    about = Compare(Path("alertSource"), Operator.EQUAL, OneOf(tuple(urns)))
    where = AllOf((OfType("Alert"), about))
    found = await city.ask(Find(where=where, limit=MOST_ALERTS))
    alerts = await city.present(found.urns)
    return {
        str(alert.value("alertSource")): alert
        for alert in alerts.values()
        if alert.value("validTo") is None and alert.value(STATE) != CLEARED
    }


async def _devices(city: City, devices: Sequence[Any]) -> list[dict[str, object]]:
    """Name devices and the assets they speak for."""
    urns = [device.entity for device in devices]
    assets = await city.ask(Judged(attributes=[NAME], urns=urns))
    numbers = {entity.id: number for number, entity in assets.items()}
    names = {entity.id: entity.value(NAME) for entity in assets.values()}
    return [
        {
            "serial": device.serial,
            "profile": device.profile,
            "urn": device.entity,
            "id": numbers.get(device.entity),
            "name": names.get(device.entity),
        }
        for device in devices
    ]


def _written(
    entity: Entity, fares: Fares, exchange: Any, now: datetime
) -> dict[str, object]:
    name = _name_of(entity)
    trouble = _misfit(entity, exchange) or fares.troubles.get(name)
    total = fares.totals.get(name)
    alert = fares.late.get(entity.id)
    enabled = entity.value("enabled") is not False
    every = expected_every(entity)
    url = entity.value("url")
    return {
        "name": name,
        "gate": entity.value("gate"),
        "gate_title": exchange.workbench.title_of(str(entity.value("gate"))),
        "gate_icon": exchange.workbench.icon_of(str(entity.value("gate"))),
        "url": url,
        "hook": f"/hooks/{name}" if url == WEBHOOK else None,
        "enabled": enabled,
        "expected_every_s": every and every.total_seconds(),
        "state": state_of(
            enabled=enabled,
            trouble=trouble,
            late=alert is not None,
            total=total,
            now=now,
        ),
        "trouble": trouble,
        "alert": alert
        and {
            "text": alert.value("description"),
            "since": alert.value("validFrom") or alert.value(RAISED_TIME),
        },
        "total": total,
        "held": fares.held.get(name, 0),
        "devices": exchange.register.devices[name],
        "minutes": fares.minutes.get(name, []),
    }


def _misfit(entity: Entity, exchange: Any) -> Trouble | None:
    """Say why a connection cannot be understood at all; None where it can be."""
    try:
        exchange.workbench.check(read_connection(entity))
    except Malformed as error:
        since = entity.modified_at
        says = mistake_in(error)
        return Trouble(kind="malformed", reason=str(error), says=says, since=since)
    return None


# what is written


def _position(entity: Entity, attribute: str) -> int:
    found = (one.position for one in entity.attributes if one.name == attribute)
    return next(found, 0)


def _name(request: Request) -> str:
    return str(request.path_params["name"])


def _name_of(entity: Entity) -> str:
    return entity.id.removeprefix(PREFIX)
