"""Limits in watts hold in amperes, whatever the voltage and wherever a car draws."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.emobility.keeping.cars import takes
from mesto.domains.emobility.keeping.site import HIGH_V, LOW_V, Place, site_of
from mesto.domains.emobility.keeping.told import Order, order_in, value_of
from mesto.kernel.model import State
from tests.domains.emobility.keeping.test_promise import AT, entity

EVSE, STATION = "urn:ngsi-ld:EVSE:1:1", "urn:ngsi-ld:EVChargingStation:1"
CABINET = "urn:ngsi-ld:GridConnection:C1"
BEFORE = datetime(2026, 3, 2, 7, tzinfo=UTC)


def place(lines: int) -> Place:
    return Place(
        evse=EVSE,
        station=STATION,
        number=1,
        fail_safe_a=6.0,
        kept=True,
        retell=False,
        connected=True,
        clock_s=0.0,
        lines=lines,
    )


def wired(**said: object) -> Place:
    evse = entity(EVSE, refEVChargingStation=STATION, failSafeCurrent=6.0, **said)
    site = site_of(
        {CABINET: entity(CABINET, maximumCurrent=400)},
        {STATION: entity(STATION, refGridConnection=CABINET, connected=True)},
        {EVSE: evse},
    )
    return site.places[EVSE]


@given(st.integers(0, 5_000), st.sampled_from([1, 2, 3]), st.floats(LOW_V, HIGH_V))
def test_watts_are_never_more_than_the_amperes_they_stand_for(
    tenths: int, lines: int, volts: float
) -> None:
    amps = tenths / 10
    one = place(lines)
    drawn = one.kw(amps) * 1000 / (lines * volts)
    assert drawn <= amps + 1e-9
    order = Order(evse=EVSE, amps=amps, until=AT, at=AT, transaction="7")
    value = value_of(order, one)
    assert "amps" not in value
    again = order_in(value, one, AT, State.SENT, 1)
    assert again.amps == pytest.approx(amps, abs=1e-9), "it is told once"


def test_only_direct_current_is_believed_to_be_drawn_evenly() -> None:
    assert wired().lines == 0
    assert wired(chargingRateUnit="A", powerType="DC").lines == 0
    assert wired(chargingRateUnit="W", powerType="DC").lines == 3
    assert wired(chargingRateUnit="W").lines == 1, "a car may draw on one phase alone"


def test_fewer_amperes_at_a_higher_voltage_are_no_car_that_takes_less() -> None:
    said = {"chargingRateUnit": "W", "powerType": "DC", "maximumPower": 150}
    evse = entity(EVSE, refEVChargingStation=STATION, **said)
    site = site_of(
        {CABINET: entity(CABINET, maximumCurrent=400)},
        {STATION: entity(STATION, refGridConnection=CABINET)},
        {EVSE: evse},
    )
    (connector,) = site.tree.connectors
    assert connector.most_a == pytest.approx(150_000 / (3 * LOW_V))
    told = Order(evse=EVSE, amps=100.0, until=AT, at=AT)
    seen = dict.fromkeys(("currentL1", "currentL2", "currentL3"), 100 * LOW_V / HIGH_V)
    drawing = entity(EVSE, **said, **seen)
    assert takes(connector, drawing, BEFORE, told)[0] == connector.most_a
