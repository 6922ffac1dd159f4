"""What a connection over MQTT may set, whichever gate reads its messages. Pure."""

from collections.abc import Sequence

import msgspec

from mesto.gates.mqtt.codec import check_filter
from mesto.gates.mqtt.words import NO_TOPICS
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Connection
from mesto.kernel.text import filled, refusal


class LinkSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a connection over MQTT may set, whichever gate reads its messages."""

    topics: Sequence[str] = ()  #: filters to subscribe to
    client_id: str = ""  #: of our session; empty: made of the connection and user
    keep_alive_s: int = 30
    ca_file: str = ""  #: whom to trust over mqtts beside the system's authorities


def read_settings(connection: Connection) -> LinkSettings:
    """Read what the link needs of the settings. Raises Malformed."""
    settings = read_written(connection.settings, LinkSettings, strict=False)
    if not settings.topics:
        raise refusal(Malformed, filled(NO_TOPICS, example="sensors/#"))
    for pattern in settings.topics:
        check_filter(pattern)
    return settings
