"""The keeper, on PostgreSQL and the OCPP gate: no cable carries more than it may."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from mesto.kernel.model import Kind
from tests.conftest import Server
from tests.domains.emobility.keeping.wallboxes import Wallbox, now, point_of
from tests.gates.ocpp.conftest import connect, give, know, observed, sessions, station
from tests.waiting import until

pytestmark = pytest.mark.anyio

LIMIT_A = 32.0
LATER = [timedelta(minutes=m) for m in (0, 1, 5, 14, 15, 16, 60)]
CABINET = "urn:ngsi-ld:GridConnection:C1"


def urn(name: str) -> str:
    return f"urn:ngsi-ld:EVChargingStation:{name}"


async def wire(server: Server, names: Sequence[str], fail_safe_a: float = 6.0) -> None:
    """Hang stations on one cabinet of 32 A."""
    await connect(server, answer_s=1)
    await give(server, "04AB")
    seen = observed(
        CABINET,
        type=["GridConnection"],
        name="Cabinet 1",
        maximumCurrent=LIMIT_A,
    )
    for name in names:
        seen += observed(
            f"urn:ngsi-ld:EVSE:{name}:1",
            type=["EVSE"],
            number=1,
            refEVChargingStation=(Kind.RELATIONSHIP, urn(name)),
            failSafeCurrent=fail_safe_a,
        )
    await server.city.record(seen)
    for name in names:
        await know(server, name, urn(name))
        told = observed(urn(name), refGridConnection=(Kind.RELATIONSHIP, CABINET))
        await server.city.record(told)


@asynccontextmanager
async def online(server: Server, box: Wallbox) -> AsyncIterator[Any]:
    async with station(server, box.name, kind=point_of(box)) as point:
        yield point


class Watch:
    """Looks, whenever something is waited for, at what all may draw from then on."""

    def __init__(self, boxes: Sequence[Wallbox]) -> None:
        self.boxes = boxes

    def drawn(self, later: timedelta = timedelta()) -> float:
        return sum(one.draws(now() + later) for one in self.boxes)

    def check(self) -> None:
        for later in LATER:
            assert self.drawn(later) <= LIMIT_A, (later, self.boxes)

    async def until(self, holds: Any) -> None:
        async def is_so() -> bool:
            self.check()
            return bool(holds())

        await until(is_so)


async def test_cars_share_a_cable_and_one_that_is_silent_is_reckoned_with(
    server: Server,
) -> None:
    a, b = Wallbox("NS-1"), Wallbox("NS-2")
    watch = Watch([a, b])
    await wire(server, [a.name, b.name])
    async with online(server, a) as first, online(server, b) as second:
        await first.boot()
        await second.boot()
        await watch.until(lambda: a.default == b.default == 6)
        await first.plug_in()
        await watch.until(lambda: a.draws(now()) == 26)
        a.dumb = True  # it will do what it hears, and answer nothing
        await second.plug_in()
        await watch.until(lambda: b.draws(now()) > 0)
        assert b.draws(now()) == 6
