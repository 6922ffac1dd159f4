"""The channels of a town, and what became of messages, for those who govern it."""

import re
from collections.abc import Iterable, Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import Expect
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import TYPE, Entity, Kind
from mesto.kernel.registry import CHANNEL, CHANNEL_PREFIX
from mesto.kernel.secret import Secret
from mesto.kernel.signing import key_of
from mesto.operations.notifications.channel import (
    SIGNING,
    Channel,
    ChannelSettings,
    check,
)
from mesto.operations.notifications.log import entries, send_again
from mesto.operations.notifications.tell import tell
from mesto.web.answers import answer_json
from mesto.web.asker import gone, host_of, said
from mesto.web.body import read_body
from mesto.web.notifications.own import number_of, trial
from mesto.web.once import record_once
from mesto.web.picture import Picture

NAMED = re.compile(r"[A-Za-z0-9][\w.-]{0,59}", re.ASCII)
STATES = ("", "pending", "sending", "sent", "failed", "dead")


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A channel as it is sent."""

    kind: str
    url: str
    settings: ChannelSettings
    enabled: bool = True
    secrets: dict[str, str] = {}  #: credentials by name, beside those it has
    version: int = 0  #: of the settings it replaces; 0 where there are none yet


async def show_channels(request: Request, _picture: Picture) -> Response:
    """List the channels; what they prove themselves with is named and not said."""
    city = host_of(request)
    found = await city.entities(CHANNEL)
    secrets = await city.secrets(list(found))
    listed = [_written(one, secrets.get(urn, ())) for urn, one in found.items()]
    return answer_json(request, listed)


async def keep_channel(request: Request, _picture: Picture) -> Response:
    """Add a channel or change it.

    Raises Malformed with the place of the mistake, and Conflict where somebody else
    changed it meanwhile.
    """
    draft = await read_body(request, Draft)
    name = str(request.path_params["name"])
    if not NAMED.fullmatch(name):
        raise Malformed("letters, digits and . _ - make a name", place=("name",))
    check(Channel(name=name, kind=draft.kind, url=draft.url, settings=draft.settings))
    key_of(draft.secrets.get(SIGNING, ""))
    urn = CHANNEL_PREFIX + name
    settings = msgspec.to_builtins(draft.settings)
    seen = [
        said(urn, TYPE, [CHANNEL]),
        said(urn, "kind", draft.kind),
        said(urn, "url", draft.url),
        said(urn, "settings", settings, Kind.JSON_PROPERTY),
        said(urn, "enabled", draft.enabled),
    ]
    if draft.secrets:
        seen.append(said(urn, "secrets", draft.secrets, Kind.JSON_PROPERTY))
    expect = Expect(entity=urn, attribute="settings", position=draft.version)
    await record_once(request, seen, expect)
    return Response(status_code=204)


async def remove_channel(request: Request, _picture: Picture) -> Response:
    """Remove a channel. Raises NotFound where there is none."""
    urn = await _urn(request)
    await record_once(request, [gone(urn)], Expect(entity=urn))
    return Response(status_code=204)


async def try_channel(request: Request, _picture: Picture) -> Response:
    """Tell a channel something. Raises NotFound where there is none."""
    name = (await _urn(request)).removeprefix(CHANNEL_PREFIX)
    await tell(host_of(request), [trial(f"channel:{name}")])
    return Response(status_code=204)


async def show_messages(request: Request, _picture: Picture) -> Response:
    """List the newest messages, of one state or recipient where that is asked."""
    state = request.query_params.get("state", "")
    if state not in STATES:
        raise Malformed(f"state is one of{', '.join(STATES)}", place=("state",))
    recipient = request.query_params.get("recipient", "")
    async with host_of(request).bound() as connection:
        found = await entries(connection, state=state, recipient=recipient)
    return answer_json(request, found)


async def send_message_again(request: Request, _picture: Picture) -> Response:
    """Try a message anew that was given up. Raises Conflict where it was not."""
    async with host_of(request).bound() as connection:
        await send_again(connection, number_of(request))
    return Response(status_code=204)


async def _urn(request: Request) -> str:
    urn = CHANNEL_PREFIX + str(request.path_params["name"])
    if urn not in await host_of(request).present([urn]):
        raise NotFound(f"there is no channel {request.path_params['name']}")
    return urn


def _written(entity: Entity, secrets: Iterable[Secret]) -> dict[str, object]:
    settings = entity.value("settings")
    versions = {one.name: one.position for one in entity.attributes}
    return {
        "name": entity.id.removeprefix(CHANNEL_PREFIX),
        "kind": entity.value("kind"),
        "url": entity.value("url"),
        "settings": settings if isinstance(settings, Mapping) else {},
        "enabled": entity.value("enabled") is not False,
        "secrets": sorted(one.name for one in secrets),
        "version": versions.get("settings", 0),
    }
