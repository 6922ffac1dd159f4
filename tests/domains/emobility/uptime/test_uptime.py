"""How much of a time one could charge is reckoned from what stations said."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from mesto.domains.emobility.uptime.reckon import Change, together, uptime
from mesto.kernel.model import Kind, Observation
from tests.conftest import Server
from tests.gates.ocpp.conftest import STATION, observed

pytestmark = pytest.mark.anyio

BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
EVSE = "urn:ngsi-ld:EVSE:NS-1:1"


def at(hour: float, value: str) -> Change:
    return Change(BEGIN + timedelta(hours=hour), value)


def day(**courses: list[Change]) -> tuple[float, ...]:
    """How a day went, in hours: usable, down, planned, unknown."""
    usual = {"connected": [at(-1, "true")], "status": [at(-1, "Available")]}
    told = {**usual, "planned": [], **courses}
    time = uptime(**told, since=BEGIN, until=BEGIN + timedelta(days=1))
    return tuple(round(one / 3600, 3) for one in time)


def test_who_charges_uses_the_place_and_a_fault_or_a_lost_line_does_not() -> None:
    assert day() == (24, 0, 0, 0)
    assert day(status=[at(-1, "Charging")]) == (24, 0, 0, 0)
    faulted = [at(-1, "Available"), at(6, "Faulted"), at(8.5, "Available")]
    assert day(status=faulted) == (21.5, 2.5, 0, 0)
    away = [at(-1, "true"), at(8, "false"), at(10, "true")]
    assert day(status=faulted, connected=away) == (20, 4, 0, 0)


def test_planned_work_and_what_is_not_known_do_not_count() -> None:
    work = [at(6, "true"), at(8, "false")]
    closed = [at(2, "Unavailable"), at(9, "Available")]
    assert day(planned=work, status=closed) == (15, 5, 2, 2)
    assert day(connected=[]) == (0, 0, 0, 24)
    nothing = uptime(connected=[], status=[], planned=[], since=BEGIN, until=BEGIN)
    assert nothing.share is None
    assert together([nothing, nothing]).share is None


async def test_a_month_is_told_by_place_and_held_against_the_contract(
    server: Server,
) -> None:
    def said(urn: str, name: str, value: object, hours: float) -> Observation:
        when = BEGIN + timedelta(hours=hours)
        return Observation(
            entity=urn,
            attribute=name,
            value=value,
            source="t",
            observed_at=when,
        )

    link = (Kind.RELATIONSHIP, STATION)
    await server.city.record(
        [
            *observed(STATION, type=["EVChargingStation"], name="NS-1"),
            *observed(EVSE, type=["EVSE"], number=1, refEVChargingStation=link),
            said(EVSE, "status", "Available", -5),
            *(said(STATION, "connected", value=True, hours=n) for n in (-6, 1, 2)),
            said(EVSE, "status", "Faulted", 24),
            said(EVSE, "status", "Available", 24 + 74.4),
        ]
    )
    api = f"/api/{server.city.name}/emobility"
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        agreed = {"definition": {"uptime": 0.95}}
        assert (await client.put(f"{api}/upkeep", json=agreed)).status_code == 200
        asked = f"{api}/uptime?month=2026-05&zone=UTC"
        told = (await client.get(asked)).json()
        (one,) = told["stations"]
        assert (one["uptime"], one["down_h"], one["kept"]) == (0.9, 74.4, False)
        assert told["all"]["usable_h"] == pytest.approx(31 * 24 - 74.4)
        alone = (await client.get(f"{asked}&station={STATION}")).json()
        assert alone["stations"] == [one]
        assert (await client.get(f"{asked}&station=urn:x:1")).status_code == 404
        table = (await client.get(f"{asked}&as=csv")).text.splitlines()
        assert table[1] == "NS-1,1,0.9,669.6,74.4,0.0,0.0,0.95"
        for wrong in ("month=May", "month=9000-01"):
            answer = await client.get(f"{api}/uptime?{wrong}")
            assert answer.status_code == 400, answer.text
