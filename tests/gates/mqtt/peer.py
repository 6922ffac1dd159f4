"""A third party's MQTT client, run by its own thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from queue import SimpleQueue

import paho.mqtt.client as paho

from tests.waiting import LONG_S

NUMBERS = count()


class Peer:
    """Somebody at a broker, let in or not."""

    def __init__(self, port: int, user: str | None, key: str) -> None:
        self.heard: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
        self.refused: SimpleQueue[bool] = SimpleQueue()
        self.subscribed: SimpleQueue[list[int]] = SimpleQueue()
        self.client = paho.Client(
            paho.CallbackAPIVersion.VERSION2, client_id=f"peer{next(NUMBERS)}"
        )
        if user is not None:
            self.client.username_pw_set(user, key)
        self.client.on_connect = lambda *a: self.refused.put(a[3].is_failure)
        self.client.on_subscribe = lambda *a: self.subscribed.put(
            [code.value for code in a[3]]
        )
        self.client.on_message = lambda *a: self.heard.put((a[2].topic, a[2].payload))
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def is_in(self) -> bool:
        return not self.refused.get(timeout=LONG_S)

    def subscribe(self, pattern: str) -> list[int]:
        self.client.subscribe(pattern, qos=1)
        return self.subscribed.get(timeout=LONG_S)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Return when the broker has answered."""
        told = self.client.publish(topic, payload, qos=1, retain=retain)
        told.wait_for_publish(timeout=LONG_S)


@contextmanager
def peer_at(port: int, user: str | None, key: str) -> Iterator[Peer]:
    made = Peer(port, user, key)
    try:
        yield made
    finally:
        made.client.disconnect()
        made.client.loop_stop()
