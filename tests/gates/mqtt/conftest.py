"""A real broker for the tests of MQTT."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mesto.gates.mqtt.broker import Broker

KEYS = {"kladno": "key-of-kladno", "novi_sad": "key-of-novi-sad"}


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[Broker]:
    running = Broker(tmp_path / "broker", 0, KEYS, answer_within_s=1)
    await running.start()
    yield running
    await running.stop()
