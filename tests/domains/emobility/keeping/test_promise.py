"""What drivers are promised, and when that counts as kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import numpy as np
import pytest

from mesto.domains.emobility.charging.learnt import Known, Outlook
from mesto.domains.emobility.keeping.ahead import ahead_of
from mesto.domains.emobility.keeping.cars import Car
from mesto.domains.emobility.keeping.promise import judged, promises_of
from mesto.domains.emobility.keeping.round import State, round_of
from mesto.domains.emobility.keeping.site import site_of
from mesto.domains.emobility.savings.terms import Terms, read_prices
from mesto.kernel.model import Entity
from tests import stating

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
CABINET = "urn:ngsi-ld:GridConnection:C1"


def entity(urn: str, **values: Any) -> Entity:
    return stating.entity(urn, AT, values)


def evse(number: int) -> str:
    return f"urn:ngsi-ld:EVSE:NS-1:{number}"


def town(*cars: tuple[list[float], list[float]]) -> State:
    """Return a cabinet of 16 A with so many cars, by their stays and energies."""
    station = "urn:ngsi-ld:EVChargingStation:NS-1"
    evses = {
        evse(k): entity(
            evse(k),
            refEVChargingStation=station,
            number=k,
            maximumCurrent=16,
            keptCurrent=0,
        )
        for k in range(1, len(cars) + 1)
    }
    site = site_of(
        {CABINET: entity(CABINET, maximumCurrent=16)},
        {station: entity(station, refGridConnection=CABINET, connected=True)},
        evses,
    )
    here = [
        Car(
            urn=f"urn:ngsi-ld:EVChargingSession:{k}",
            evse=evse(k),
            transaction=str(k),
            known=Known(arrived=AT),
            got_kwh=0.0,
        )
        for k in range(1, len(cars) + 1)
    ]
    ways = [Outlook(np_(stay), np_(energy)) for stay, energy in cars]
    outlooks = {one.urn: each for one, each in zip(here, ways, strict=True)}
    return State(at=AT, site=site, cars=here, evses=evses, told={}, outlooks=outlooks)


def np_(values: list[float]) -> Any:
    return np.resize(np.array(values, float), 128)


def test_a_car_alone_is_promised_what_most_like_it_took() -> None:
    state = town(([4.0], [8.0, 10.0, 12.0]))
    promise = promises_of(state, state.cars)[state.cars[0].urn]
    assert promise.by == AT + 4 * HOUR
    assert promise.energy_kwh == 10.0
    assert (promise.low_kwh, promise.high_kwh) == (8.0, 12.0)


def test_no_more_is_promised_than_the_cables_leave() -> None:
    state = town(([1.0], [20.0]), ([1.0], [20.0]))
    both = promises_of(state, state.cars).values()
    assert sum(one.energy_kwh for one in both) == pytest.approx(11.04)  # 16 A, an hour


def test_the_hours_to_come_keep_the_limit_and_go_by_the_hurried() -> None:
    state = town(([1.0], [8.0]), ([6.0], [22.0]))
    slots = ahead_of(state, steps=24, step=timedelta(minutes=15))
    assert all((one.burden <= one.carries + 1e-9).all() for one in slots)
    assert slots[3].got_kwh[evse(1)] == pytest.approx(8.0)
    assert slots[-1].got_kwh[evse(2)] == pytest.approx(22.0)


def test_where_the_connection_says_so_a_car_with_time_waits_for_the_cheaper_hour() -> (
    None
):
    state = town(([9.0], [8.0]))
    cheap = Terms(energy=read_prices("0.40; 11:00-24:00 0.10"))
    waits = msgspec.structs.replace(state, terms={CABINET: cheap})
    (now,) = round_of(state).given
    (later,) = round_of(waits).given
    assert (now.grant.amps, now.grant.why) == (16, "all")
    assert (later.grant.amps, later.grant.why) == (0, "cheaper")
    slots = ahead_of(waits, steps=24, step=timedelta(minutes=15))
    assert slots[11].got_kwh[evse(1)] == 0.0
    assert slots[-1].got_kwh[evse(1)] == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("energy", "ended_h", "more", "became"),
    [
        (10.0, 3, "", "kept"),
        (9.6, 3, "", "kept"),
        (6.0, 2, "", "left"),
        (6.0, 5, "", "broken"),
        (6.0, 5, "fullAt", "full"),
    ],
)
def test_a_promise_is_judged(
    energy: float, ended_h: int, more: str, became: str
) -> None:
    told: dict[str, Any] = {
        "promisedEnergy": 10.0,
        "promisedBy": (AT + 4 * HOUR).isoformat(),
        "endDateTime": (AT + ended_h * HOUR).isoformat(),
        "energy": energy,
    }
    if more:
        told[more] = AT.isoformat()
    assert judged(entity("urn:ngsi-ld:EVChargingSession:1", **told)) == became
    assert judged(entity("urn:ngsi-ld:EVChargingSession:1", energy=1.0)) is None
