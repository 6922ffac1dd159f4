from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.model import Attribute, Entity

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)


@pytest.fixture
def now():
    return NOON


@pytest.fixture
def asset():
    """Make an entity whose attributes were observed some time ago."""

    def make(type_, *, name="1", ago=timedelta(minutes=1), at=NOON, **values):
        seen_at = at - ago
        return Entity(
            id=f"urn:ngsi-ld:{type_}:{name}",
            types=(type_,),
            scopes=(),
            created_at=seen_at,
            modified_at=seen_at,
            attributes=tuple(
                Attribute(
                    name=attribute,
                    value=value,
                    kind=0,
                    position=1,
                    observed_at=seen_at,
                    created_at=seen_at,
                    modified_at=seen_at,
                    source="test",
                )
                for attribute, value in sorted(values.items())
            ),
        )

    return make
