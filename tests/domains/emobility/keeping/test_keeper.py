"""The keeper, on PostgreSQL and the OCPP gate: no cable carries more than it may."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from ocpp import v201
from ocpp.routing import on

from mesto.domains.emobility.keeping.reading import Reader
from mesto.kernel.model import Entity, Kind
from mesto.kernel.verdict import moment
from tests.conftest import Server
from tests.domains.emobility.keeping.wallboxes import Wallbox, now, point_of
from tests.gates.ocpp.conftest import connect, give, know, observed, sessions, station
from tests.gates.ocpp.test_new_stations import event
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


async def answered(server: Server, what: str) -> Any:
    """Return what a screen is answered."""
    async with httpx.AsyncClient(headers=server.headers, timeout=30) as client:
        path = f"{server.url}/api/{server.city.name}/emobility/{what}"
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def session_at(server: Server, name: str) -> Entity:
    """Return who charges, or charged, at a station."""
    (one,) = [
        one
        for one in await sessions(server)
        if one.value("refEVChargingStation") == urn(name)
    ]
    return one


async def hurry(server: Server, name: str, hours: float, kwh: float) -> None:
    """Let the driver at a station say when to leave, and with how much."""
    one = await session_at(server, name)
    leaves = (now() + timedelta(hours=hours)).replace(microsecond=0).isoformat()
    said = observed(one.id, departureTime=leaves, wishedEnergy=kwh)
    await server.city.record(said)


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
        a.deaf = True  # it hears nothing, and keeps what it has
        await second.plug_in()
        await hurry(server, b.name, hours=1, kwh=6)
        await watch.until(lambda: b.told == 1)
        assert b.draws(now()) == 6

        # who begins anew knows from the ledger what the silent one may hold
        state = await Reader(server.city).state(now())
        assert state is not None
        held = state.told_of("urn:ngsi-ld:EVSE:NS-1:1").held
        assert max(one.amps for one in held) == 26

        a.deaf, a.dumb = False, True  # it does what it hears, and does not say so
        await watch.until(lambda: a.draws(now()) == 6)
        assert b.draws(now()) == 6
        a.dumb = False
        await watch.until(lambda: b.draws(now()) == 26)

        async def is_said() -> bool:
            one = await session_at(server, b.name)
            granted = one.value("grantedCurrent"), one.value("chargingLimit")
            return granted == (26, 17.94)

        await until(is_said)
        why = (await session_at(server, a.name)).value("limitReason")
        assert "always kept free" in why["en"]

        load = await answered(server, "load")
        (cabinet,) = [one for one in load["nodes"] if one["id"] == CABINET]
        assert cabinet["limit"] == [32, 32, 32, None]
        assert cabinet["mayDraw"][0] == 32
        assert all(one["draws"][0] <= 32 for one in cabinet["ahead"])
        assert {one["granted"] for one in load["sessions"]} == {6, 26}
        assert load["unsafe"] is None

        hurried = await session_at(server, b.name)
        assert 0 < hurried.value("promisedEnergy") <= 6
        assert moment(hurried, "promisedBy") == moment(hurried, "departureTime")
        await second.plug_out(1000 + 500)

        async def is_judged() -> bool:
            return (await session_at(server, b.name)).value("promise") == "left"

        await until(is_judged)
    watch.check()  # their lines are closed


async def test_a_station_that_takes_watts_alone_shares_a_cable_at_any_voltage(
    server: Server,
) -> None:
    a, b = Wallbox("NS-1"), Wallbox("NS-2", watts=True)
    watch = Watch([a, b])
    await wire(server, [a.name, b.name])
    direct = {"chargingRateUnit": "W", "powerType": "DC"}
    await server.city.record(observed("urn:ngsi-ld:EVSE:NS-2:1", **direct))
    async with online(server, a) as first, online(server, b) as second:
        await first.boot()
        await second.boot()
        await watch.until(lambda: a.default == b.default == 6)
        await second.plug_in()
        await watch.until(lambda: b.draws(now()) == 26)

        async def is_said() -> bool:
            one = await session_at(server, b.name)
            granted = one.value("grantedCurrent"), one.value("chargingLimit")
            return granted == (26, 26 * 3 * 207 / 1000)

        await until(is_said)
        assert b.told == 1, "what it has heard is not told again"
        await first.plug_in()
        await hurry(server, a.name, hours=1, kwh=6)
        await watch.until(lambda: a.draws(now()) == 26)
        assert b.draws(now()) == 6
    watch.check()


async def test_a_station_that_lost_its_line_is_planned_again_when_it_is_back(
    server: Server,
) -> None:
    a, b = Wallbox("NS-1"), Wallbox("NS-2")
    watch = Watch([a, b])
    await wire(server, [a.name, b.name], fail_safe_a=0)
    async with online(server, a) as first:
        await first.boot()
        await watch.until(lambda: a.default == 0)
        await first.plug_in()
        await watch.until(lambda: a.draws(now()) == 0)
        # of the other nobody knows yet what it does by itself: all is kept for it
    async with online(server, b) as second:
        await second.boot()
        await watch.until(lambda: b.default == 0)
        await second.plug_in()
        await hurry(server, b.name, hours=1, kwh=20)
        await watch.until(lambda: b.draws(now()) == 32)
        async with online(server, a) as first:
            await watch.until(lambda: a.told > 0)
            await second.plug_out()
            await watch.until(lambda: a.draws(now()) == 32)


class NewBox(v201.ChargePoint):
    """A station of OCPP 2.0.1 that takes what it is told, and remembers it."""

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        self.profiles: dict[str, Any] = {}

    @on("SetChargingProfile")
    def limit(self, charging_profile: Any, **_told: Any) -> Any:
        purpose = charging_profile["charging_profile_purpose"]
        self.profiles[purpose] = charging_profile
        return v201.call_result.SetChargingProfile(status="Accepted")


async def test_a_station_of_the_newer_standard_is_kept_too(server: Server) -> None:
    await wire(server, ["NS-3"])
    async with station(server, "NS-3", version=v201, kind=NewBox) as point:
        maker = {"vendorName": "Volt", "model": "Post 3"}
        boot = v201.call.BootNotification(charging_station=maker, reason="PowerUp")
        await point.call(boot)

        async def is_safe() -> bool:
            return "TxDefaultProfile" in point.profiles

        await until(is_safe)
        card = {"idToken": "04AB", "type": "ISO14443"}
        await point.call(event("Started", 0, 0, 100, id_token=card))

        async def is_told() -> bool:
            return "TxProfile" in point.profiles

        await until(is_told)
    told = point.profiles["TxProfile"]
    assert told["transaction_id"] == "tx/1"
    (schedule,) = told["charging_schedule"]
    limits = [one["limit"] for one in schedule["charging_schedule_period"]]
    assert limits == [32, 6]
