"""What a connection over MQTT may set, whichever gate reads its messages. Pure."""

from collections.abc import Sequence

import msgspec

from mesto.gates.mqtt.codec import check_filter
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Connection


class LinkSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a connection over MQTT may set, whichever gate reads its messages."""

    topics: Sequence[str] = ()  #: filters to subscribe to
    client_id: str = ""  #: of our session; empty: made of the connection and user
    keep_alive_s: int = 30
    ca_file: str = ""  #: whom to trust over mqtts beside the system's authorities


def read_settings(connection: Connection) -> LinkSettings:
    """Read what the link needs of the settings. Raises Malformed."""
    try:
        settings = msgspec.convert(connection.settings, LinkSettings, strict=False)
    except msgspec.ValidationError as error:
        raise Malformed(f"connection {connection.name}: {error}") from error
    if not settings.topics:
        raise Malformed(
            f'connection {connection.name} names no "topics" to subscribe to, '
            'for example ["sensors/#"]'
        )
    for pattern in settings.topics:
        check_filter(pattern)
    return settings
