from datetime import UTC, datetime, timedelta

import pytest

from tests.stating import entity

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)


@pytest.fixture
def now():
    return NOON


@pytest.fixture
def asset():
    """Make an entity whose attributes were observed some time ago."""

    def make(type_, *, name="1", ago=timedelta(minutes=1), at=NOON, **values):
        return entity(f"urn:ngsi-ld:{type_}:{name}", at - ago, values)

    return make
