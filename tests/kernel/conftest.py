"""Words the kernel's tests share."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mesto.kernel.model import Observation

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
BIN = "urn:ngsi-ld:WasteContainer:1"


@pytest.fixture
def seen() -> Callable[..., Observation]:
    """Make an observation of a container's level, all else as told."""

    def make(value: object = 0.5, **told: object) -> Observation:
        words = {"entity": BIN, "attribute": "fillingLevel", "source": "test"}
        return Observation(**{**words, "value": value, **told})

    return make
