"""Who is on call and who is told of which alarms: reading, writing, trying."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.registry import CHANNEL, CHANNEL_PREFIX
from mesto.operations.alarms.duty import DUTY, Duty, on_call
from mesto.operations.alarms.policy import POLICY, Policy
from mesto.operations.alarms.reading import duties_of, policies_of
from mesto.operations.alarms.run import due_now, notices_of
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.work.reading import crews_of
from mesto.operations.written import name_of, urn_of
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import Draft, drop, keep, name_in, shown

#: What is written, and what it has to be, by the folder of its address.
KINDS: Mapping[str, tuple[str, type[Duty | Policy]]] = {
    "duties": (DUTY, Duty),
    "policies": (POLICY, Policy),
}


async def show_escalation(request: Request, picture: Picture) -> Response:
    """Say who is on call, who is told when, and who would be told now."""
    await picture.ready()
    city, now = visit_of(request), datetime.now(UTC)
    called = await _on_call(city, now)
    duties, policies = await city.entities(DUTY), await city.entities(POLICY)
    return answer_json(
        request,
        {
            "duties": [
                shown(one) | {"on_call": called.get(name_of(one), [])}
                for one in duties.values()
            ],
            "policies": [shown(one) for one in policies.values()],
            "districts": sorted(set(picture.assets.districts) - {""}),
            "now": await _told_now(city.host, called, now),
        },
    )


async def show_recipients(request: Request, _picture: Picture) -> Response:
    """List whom alarms can be assigned to, and who can be told of things."""
    city = visit_of(request)
    roles = await callers_of(request).roles[city.name].all()
    channels = await city.host.entities(CHANNEL)
    people = await callers_of(request).accounts.of_municipality(city.name)
    crews = await crews_of(city)
    duties = await duties_of(city)
    listed = [
        *({"who": f"person:{one.login}", "title": one.name} for one in people),
        *({"who": f"role:{one.name}", "title": one.title} for one in roles.values()),
        *({"who": f"crew:{name}", "title": one.title} for name, one in crews.items()),
        *({"who": f"duty:{name}", "title": one.title} for name, one in duties.items()),
        *({"who": f"channel:{one}", "title": one} for one in _names(channels)),
    ]
    return answer_json(request, listed)


async def keep_escalation(request: Request, picture: Picture) -> Response:
    """Write a duty or a policy.

    Raises Malformed with the place of the mistake, and Conflict where somebody else
    changed it meanwhile.
    """
    kind, shape = _kind(request)
    draft = await read_body(request, Draft)
    read = read_written(draft.definition, shape, at=("definition",))
    plain = msgspec.structs.replace(draft, definition=read)
    await keep(request, urn_of(kind, name_in(request)), plain)
    return await show_escalation(request, picture)


async def drop_escalation(request: Request, _picture: Picture) -> Response:
    """Remove a duty or a policy. Raises NotFound if there is none of that name."""
    kind, _ = _kind(request)
    return await drop(request, urn_of(kind, name_in(request)))


def _names(channels: Mapping[str, Entity]) -> list[str]:
    """Return what channels are called; where they lead is for those who govern."""
    return [urn.removeprefix(CHANNEL_PREFIX) for urn in channels]


def _kind(request: Request) -> tuple[str, type[Duty | Policy]]:
    folder = str(request.path_params["kind"])
    if folder not in KINDS:
        raise NotFound(f"there are no {folder}")
    return KINDS[folder]


async def _on_call(city: City, now: datetime) -> dict[str, list[str]]:
    """Return who is on call, by duty."""
    calendars, zone = await calendars_of(city), (await city.municipality()).zone
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
