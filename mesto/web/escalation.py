"""Who is on call and who is told of which alarms: reading, writing, trying."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City, Expect
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import TYPE, Kind
from mesto.kernel.question.catalogue import OfType
from mesto.operations.alarms.duty import DEFINITION, DUTY, Duty, on_call
from mesto.operations.alarms.policy import POLICY, Policy
from mesto.operations.alarms.reading import (
    Written,
    duties_of,
    policies_of,
    urn_of,
    written_in,
    zone_of,
)
from mesto.operations.alarms.run import due_now, notices_of
from mesto.operations.calendars.reading import calendars_of
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, gone, host_of, said, visit_of
from mesto.web.body import read_body
from mesto.web.once import record_once
from mesto.web.picture import Picture

NAMED = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
#: What is written, and what it has to be, by the folder of its address.
KINDS: Mapping[str, tuple[str, type[Duty | Policy]]] = {
    "duties": (DUTY, Duty),
    "policies": (POLICY, Policy),
}
CREW = "Crew"  #: the entity type


class Draft(msgspec.Struct, frozen=True):
    """A duty or a policy as it is sent."""

    definition: Any  # of the kind its address names
    version: int = 0  #: of what it replaces; 0 where there is none yet


async def show_escalation(request: Request, _picture: Picture) -> Response:
    """Say who is on call, who is told when, and who would be told now."""
    city, now = visit_of(request), datetime.now(UTC)
    called = await _on_call(city, now)
    duties = await written_in(city, DUTY)
    policies = await written_in(city, POLICY)
    return answer_json(
        request,
        {
            "duties": [
                _written(name, one) | {"on_call": called.get(name, [])}
                for name, one in duties.items()
            ],
            "policies": [_written(name, one) for name, one in policies.items()],
            "calendars": sorted(await calendars_of(city)),
            "now": await _told_now(city.host, called, now),
        },
    )


async def show_recipients(request: Request, _picture: Picture) -> Response:
    """List who alarms can be assigned to, and who can be told of them."""
    city = visit_of(request)
    people = await callers_of(request).accounts.of_municipality(city.name)
    crews = await city.ask(OfType(type=CREW))
    duties = await duties_of(city)
    listed = [
        *({"who": f"person:{one.login}", "title": one.name} for one in people),
        *(
            {"who": f"crew:{name}", "title": name}
            for name in sorted(urn.rpartition(":")[2] for urn in crews)
        ),
        *({"who": f"duty:{name}", "title": one.title} for name, one in duties.items()),
    ]
    return answer_json(request, listed)


async def keep_escalation(request: Request, picture: Picture) -> Response:
    """Write a duty or a policy.

    Raises Malformed with the place of the mistake, and Conflict where somebody else
    changed it meanwhile.
    """
    kind, shape = _kind(request)
    name = str(request.path_params["name"])
    if not NAMED.fullmatch(name):
        raise Malformed("small letters, digits and - make a name", place=("name",))
    draft = await read_body(request, Draft)
    try:
        definition = msgspec.convert(draft.definition, shape)
    except msgspec.ValidationError as error:
        raise Malformed(str(error), place=("definition",)) from error
    urn = urn_of(kind, name)
    seen = [
        said(urn, TYPE, [kind]),
        said(urn, DEFINITION, msgspec.to_builtins(definition), Kind.JSON_PROPERTY),
    ]
    expect = Expect(entity=urn, attribute=DEFINITION, position=draft.version)
    await record_once(request, seen, expect)
    return await show_escalation(request, picture)


async def drop_escalation(request: Request, _picture: Picture) -> Response:
    """Remove a duty or a policy. Raises NotFound if there is none of that name."""
    kind, _ = _kind(request)
    urn = urn_of(kind, str(request.path_params["name"]))
    if urn not in await host_of(request).present([urn]):
        raise NotFound(f"there is no {urn}")
    await record_once(request, [gone(urn)], Expect(entity=urn))
    return Response(status_code=204)


def _kind(request: Request) -> tuple[str, type[Duty | Policy]]:
    folder = str(request.path_params["kind"])
    if folder not in KINDS:
        raise NotFound(f"there are no {folder}")
    return KINDS[folder]


def _written(name: str, one: Written) -> dict[str, object]:
    return {"name": name, "definition": one.definition, "version": one.version}


async def _on_call(city: City, now: datetime) -> dict[str, list[str]]:
    """Return who is on call, by duty."""
    calendars, zone = await calendars_of(city), await zone_of(city)
    duties = await duties_of(city)
    return {name: on_call(one, calendars, now, zone) for name, one in duties.items()}


async def _told_now(
    city: City, called: Mapping[str, Sequence[str]], now: datetime
) -> list[dict[str, object]]:
    """Say who would be told now, and of what; nobody is."""
    tellings = await due_now(city, now)
    notices = await notices_of(city, tellings, now)
    policies = await policies_of(city)
    return [
        {
            "policy": policies[telling.line.policy].title,
            "step": telling.line.step,
            "to": telling.to,
            "people": _people(telling.to, called),
            "count": len(telling.groups),
            "subject": notice.subject,
            "body": notice.body,
        }
        for telling, notice in zip(tellings, notices, strict=True)
    ]


def _people(to: Sequence[str], called: Mapping[str, Sequence[str]]) -> list[str]:
    """Put those on call in the place of their duty."""
    found = [
        who
        for one in to
        for who in (called.get(one[5:], [one]) if one.startswith("duty:") else [one])
    ]
    return list(dict.fromkeys(found))
