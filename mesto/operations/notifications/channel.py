"""A channel of the town: a system that is told, or a gateway. Pure.

It is an entity `urn:ngsi-ld:NotificationChannel:NAME` with `kind`, `url`, `settings`
(JsonProperty) and `enabled`; what it proves itself with is kept apart.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.registry import CHANNEL_PREFIX, URL
from mesto.kernel.secret import Secret, Secrets, address_of
from mesto.operations.notifications.channels import sms

WEBHOOK, MQTT, SMS = "webhook", "mqtt", "sms"
KINDS: Final = (WEBHOOK, MQTT, SMS)
SIGNING: Final = "signing"  #: the name of the secret a webhook is signed with
_SCHEMES: Final = {
    WEBHOOK: {"http", "https"},
    SMS: {"http", "https"},
    MQTT: {"mqtt", "mqtts"},
}

Line = Annotated[str, msgspec.Meta(max_length=1_000)]


class ChannelSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """How a channel is spoken to; each kind uses its part."""

    title: Annotated[str, msgspec.Meta(max_length=120)] = ""
    headers: Mapping[str, Line] = {}  #: of webhook and SMS
    body: Line = ""  #: of SMS: with {phone}, {text} and {id}
    to: Line = ""  #: of SMS: the number told as channel:NAME
    topic: Line = ""  #: of MQTT


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A channel, ready to be used."""

    name: str
    kind: str
    url: str  #: empty, of MQTT: the town's own broker
    settings: ChannelSettings
    secrets: Secrets = Secrets()
    enabled: bool = True

    @property
    def headers(self) -> Mapping[str, str]:
        """What is sent along, with credentials."""
        told = self.settings.headers.items()
        return {name: self.secrets.in_text(text) for name, text in told}


def read_channel(entity: Entity, secrets: Iterable[Secret] = ()) -> Channel:
    """Read a channel; it may use the secrets given for its address.

    Raises Malformed, naming the place, where it makes no sense.
    """
    url = str(entity.value(URL) or "")
    address = address_of(url)
    channel = Channel(
        name=entity.id.removeprefix(CHANNEL_PREFIX),
        kind=str(entity.value("kind") or ""),
        url=url,
        settings=read_written(entity.value("settings") or {}, ChannelSettings),
        secrets=Secrets(
            {one.name: one.value for one in secrets if one.address == address}
        ),
        enabled=entity.value("enabled") is not False,
    )
    check(channel)
    return channel


def check(channel: Channel) -> None:
    """Raise Malformed, naming the place, for a channel that cannot work."""
    if channel.kind not in KINDS:
        raise Malformed(f"a channel is a {', '.join(KINDS)}", place=("kind",))
    scheme = channel.url.partition("://")[0]
    if scheme not in _SCHEMES[channel.kind] and (channel.url or channel.kind != MQTT):
        schemes = " or ".join(sorted(_SCHEMES[channel.kind]))
        raise Malformed(f"its url begins with {schemes}", place=("url",))
    topic = channel.settings.topic
    if channel.kind == MQTT and (not topic or {"#", "+", "\0"} & set(topic)):
        raise Malformed("say a topic without # and +", place=("settings", "topic"))
    if channel.kind == SMS and channel.settings.body:
        sms.fill(channel.settings.body, {"phone": "", "text": "", "id": ""}, "")
