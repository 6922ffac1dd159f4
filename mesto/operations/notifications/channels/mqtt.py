"""A letter on a topic of a broker, at least once; its `id` tells repetitions."""

import ssl
from urllib.parse import unquote, urlsplit

import aiomqtt

from mesto.kernel.errors import Malformed, Unavailable

TIMEOUT_S = 15.0
PORTS = {"mqtt": 1883, "mqtts": 8883}


async def publish(content: bytes, topic: str, url: str) -> None:
    """Publish, and return when the broker has it.

    Raises Malformed for what is no address of a broker, else Unavailable.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Malformed("a broker is at mqtt:// or mqtts://", place=("url",))
    try:
        async with aiomqtt.Client(
            parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            tls_context=(
                ssl.create_default_context() if parts.scheme == "mqtts" else None
            ),
            timeout=TIMEOUT_S,
        ) as client:
            await client.publish(topic, content, qos=1)
    except (aiomqtt.MqttError, OSError) as error:
        raise Unavailable(f"the broker does not take it: {error}") from error
