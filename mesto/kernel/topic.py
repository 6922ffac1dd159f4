"""Writing to a topic of any broker, wherever people name one."""

import ssl
from typing import Any
from urllib.parse import unquote, urlsplit

from mesto.kernel.errors import Malformed, Unavailable
from mesto.kernel.outbound import addresses_of

TIMEOUT_S = 15.0
PORTS = {"mqtt": 1883, "mqtts": 8883}


async def publish(  # noqa: PLR0913 - what is published, and how
    content: bytes,
    topic: str,
    url: str,
    *,
    allow_private: bool = False,
    qos: int = 1,
    version: str = "3.1.1",
) -> None:
    """Publish, and return when the broker has it; with `qos` 0, when it was sent.

    url: of the broker; a path is not looked at
    allow_private: also to a broker at a private address
    qos: 0, 1 or 2; version: 3.1.1 or 5.0, of MQTT

    Raises Malformed for what is no address of a broker, Forbidden for one that may not
    be reached, else Unavailable.
    """
    import aiomqtt  # noqa: PLC0415 - read when a town writes to a broker

    protocols = {
        "3.1.1": aiomqtt.ProtocolVersion.V311,
        "5.0": aiomqtt.ProtocolVersion.V5,
    }
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Malformed("a broker is at mqtt:// or mqtts://", place=("url",))
    port = parts.port or PORTS[parts.scheme]
    address, *_ = await addresses_of(parts.hostname, port, allow_private=allow_private)
    try:
        async with aiomqtt.Client(
            address,
            port=port,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            tls_context=(
                _trusting(parts.hostname) if parts.scheme == "mqtts" else None
            ),
            timeout=TIMEOUT_S,
            protocol=protocols[version],
        ) as client:
            await client.publish(topic, content, qos=qos)
    except (aiomqtt.MqttError, OSError) as error:
        raise Unavailable(f"the broker does not take it: {error}") from error


class _Named(ssl.SSLContext):
    """Asks a peer for the name it was looked up by, not for its address."""

    name: str

    def wrap_socket(self, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        """Wrap a socket to the peer of that name."""
        return super().wrap_socket(
            *arguments, **(options | {"server_hostname": self.name})
        )


def _trusting(name: str) -> ssl.SSLContext:
    context = _Named(ssl.PROTOCOL_TLS_CLIENT)
    context.name = name
    context.load_default_certs()
    return context
