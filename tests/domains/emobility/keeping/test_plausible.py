"""What a file may say of connections, and what is refused with the reason."""

from typing import Any

import pytest

from mesto.domains.emobility.keeping.limits import read_limits
from mesto.domains.emobility.keeping.plausible import WiringJudge
from mesto.kernel.errors import Malformed
from mesto.kernel.plausible import Told

CABINET = "urn:ngsi-ld:GridConnection:C1"
STATION = "urn:ngsi-ld:EVChargingStation:NS-1"


def row(line: int, urn: str, **values: Any) -> Told:
    return Told(line, urn, urn.split(":")[2], values, {})


def cabinet(line: int = 2, **values: Any) -> Told:
    return row(line, CABINET, **{"maximumCurrent": 10, **values})


def station(line: int = 3, **values: Any) -> Told:
    return row(line, STATION, **{"refGridConnection": CABINET, **values})


def evse(line: int, number: int, **values: Any) -> Told:
    urn = f"urn:ngsi-ld:EVSE:NS-1:{number}"
    return row(line, urn, refEVChargingStation=STATION, number=number, **values)


def doubts(*rows: Told) -> list[tuple[int, str]]:
    judge = WiringJudge([])
    for one in rows:
        judge.survey(one)
    return [(one.line, doubt.field) for one in rows for doubt in judge.doubts(one, {})]


def test_what_hangs_together_is_believed() -> None:
    wired = [cabinet(limits="Mo-Fr 16:00-21:00 8 A; 22:00-06:00 5 kW"), station()]
    assert doubts(*wired, evse(4, 1, failSafeCurrent=6, phases="231")) == []


def test_a_station_on_no_connection_and_a_circle_are_refused() -> None:
    assert doubts(station()) == [(3, "refGridConnection")]
    other = "urn:ngsi-ld:GridConnection:C2"
    ring = [cabinet(refGridConnection=other), row(3, other, refGridConnection=CABINET)]
    assert doubts(*ring) == [(2, "refGridConnection"), (3, "refGridConnection")]


def test_the_fail_safe_that_a_cable_no_longer_carries_is_refused() -> None:
    safe = [evse(4, 1, failSafeCurrent=6), evse(5, 2, failSafeCurrent=6)]
    assert doubts(cabinet(), station(), *safe) == [(5, "failSafeCurrent")]
    turned = [
        evse(4, 1, failSafeCurrent=6, phases="1"),
        evse(5, 2, failSafeCurrent=6, phases="2"),
    ]
    assert doubts(cabinet(), station(), *turned) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"failSafeCurrent": 3}, "failSafeCurrent"),
        ({"failSafeCurrent": 40, "maximumCurrent": 32}, "failSafeCurrent"),
        ({"phases": "11"}, "phases"),
        ({"maximumCurrent": -1}, "maximumCurrent"),
    ],
)
def test_an_evse_that_cannot_be_is_refused(values: Any, field: str) -> None:
    assert doubts(cabinet(), station(), evse(4, 1, **values)) == [(4, field)]


def test_a_connection_says_what_it_carries() -> None:
    nothing = row(2, CABINET, name="C1")
    assert doubts(nothing) == [(2, "maximumCurrent")]
    assert doubts(cabinet(limits="a lot")) == [(2, "limits")]
    assert doubts(cabinet(energyPrice="cheap")) == [(2, "energyPrice")]
    assert doubts(cabinet(connectionKind="pipe")) == [(2, "connectionKind")]


@pytest.mark.parametrize("text", ["63", "Mo-Xx 63 A", "25:00-26:00 6 A", "0 A"])
def test_no_limit_is_read_where_none_is_said(text: str) -> None:
    with pytest.raises(Malformed):
        read_limits(text)


def test_limits_are_read_by_days_and_hours() -> None:
    first, second = read_limits("63 A; Fr-Mo 22:00-06:00 30,5 kW")
    assert (first.amps, first.watts) == (63, None)
    assert (second.watts, second.weekdays) == (30_500, (0, 4, 5, 6))
    assert (second.since.hour, second.until.hour) == (22, 6)
