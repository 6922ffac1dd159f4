"""The proof is kept beside a town's work: nobody waits for it, and nothing is left."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.chain.seal import heads
from mesto.kernel.chain.strands import LEDGER, ROWS
from mesto.kernel.model import Observation
from mesto.operations.audit.proof import seal_all

pytestmark = pytest.mark.anyio

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


async def test_a_rush_is_sealed_by_blocks_that_let_go_between(city):
    lent = []

    @asynccontextmanager
    async def bound():
        lent.append("taken")
        async with city.bound() as connection:
            yield connection
        lent.append("back")

    await city.record(
        Observation(
            entity="urn:ngsi-ld:Streetlight:1",
            attribute="presence",
            value=True,
            source="test",
            observed_at=NOON + timedelta(seconds=second),
        )
        for second in range(ROWS + 1)
    )
    await seal_all(bound, [LEDGER], share=0.5)
    assert lent == ["taken", "back"] * 2
    async with city.bound() as connection:
        [head] = await heads(connection, [LEDGER])
    assert head.number == 2
