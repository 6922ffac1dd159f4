"""Round after round, whatever stations hear and say, no cable carries too much."""

from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import msgspec
import numpy as np
import pytest

from mesto.domains.emobility.charging.learnt import Known, Outlook
from mesto.domains.emobility.keeping.cars import Car
from mesto.domains.emobility.keeping.round import State, round_of
from mesto.domains.emobility.keeping.site import site_of
from mesto.domains.emobility.keeping.told import Order, told_in
from mesto.kernel.model import Entity
from mesto.kernel.model import State as Life
from tests.domains.emobility.keeping.test_promise import entity

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
CABINET = "urn:ngsi-ld:GridConnection:C1"
LIMIT_A, MOST_A, SAFE_A = 40.0, 32.0, 6.0
#: How long a car may stay; so the one in a hurry is another in each round.
STAYS = [Outlook(np.full(128, stay_h), np.full(128, 20.0)) for stay_h in (9.0, 30.0)]


CARS = count(1)  #: numbers of transactions
ENDS = ["unanswered", "lost"]


class Box:
    """One station: what it holds, and so what its car may draw."""

    def __init__(self, number: int) -> None:
        self.station = f"urn:ngsi-ld:EVChargingStation:{number}"
        self.evse = f"urn:ngsi-ld:EVSE:{number}:1"
        self.car = 0  #: the number of its transaction; 0: nobody is there
        self.known_car = 0  #: as the ledger knows it
        self.holds: Order | None = None
        self.connected = True

    def hear(self, order: Order) -> bool:
        """Take a profile; a car that is no more there has none."""
        if not self.car or order.transaction != str(self.car):
            return False
        self.holds = order
        return True

    def draws(self, at: datetime) -> float:
        if not self.car:
            return 0.0
        holds = self.holds
        if holds is None or holds.until is None or at >= holds.until:
            return SAFE_A
        return holds.amps


def state_of(
    boxes: list[Box], orders: list[Order], at: datetime, hurried: int
) -> State:
    def evse(box: Box) -> Entity:
        said: dict[str, Any] = {"refEVChargingStation": box.station, "number": 1}
        return entity(box.evse, **said, failSafeCurrent=SAFE_A, keptCurrent=SAFE_A)

    stations = {
        box.station: entity(
            box.station, refGridConnection=CABINET, connected=box.connected
        )
        for box in boxes
    }
    evses = {box.evse: evse(box) for box in boxes}
    cars = [
        Car(
            urn=f"urn:ngsi-ld:EVChargingSession:{box.known_car}",
            evse=box.evse,
            transaction=str(box.known_car),
            known=Known(arrived=AT),
            got_kwh=0.0,
        )
        for box in boxes
        if box.known_car
    ]
    charging = {one.evse: one.transaction for one in cars}
    return State(
        at=at,
        site=site_of(
            {CABINET: entity(CABINET, maximumCurrent=LIMIT_A)}, stations, evses
        ),
        cars=cars,
        evses=evses,
        told=told_in(orders, charging, at),
        outlooks={one.urn: STAYS[k != hurried] for k, one in enumerate(cars)},
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_round_overloads_the_cable_whatever_becomes_of_orders(seed: int) -> None:
    chance = Random(seed)
    boxes = [Box(k) for k in range(3)]
    by_evse = {box.evse: box for box in boxes}
    orders: list[Order] = []
    at = AT
    for _ in range(150):
        happens(boxes, chance)
        state = state_of(boxes, orders, at, chance.randrange(3))
        for order in round_of(state).orders:
            kind = chance.choice(["done", "done", *ENDS, "unsent", "late"])
            orders.append(became(order, kind, by_evse[order.evse]))
        for minutes in (0, 3, 14, 16, 60):
            later = at + timedelta(minutes=minutes)
            assert sum(box.draws(later) for box in boxes) <= LIMIT_A
        at += timedelta(seconds=chance.choice([1, 5, 61, 300, 900, 1300]))
        for k, order in enumerate(orders):  # what was on its way comes, or expires
            if order.state is Life.SENT:
                kind = chance.choice(["done", *ENDS])
                orders[k] = became(order, kind, by_evse[order.evse])


def happens(boxes: list[Box], chance: Random) -> None:
    """Let cars come and go, and lines open and close."""
    for box in boxes:
        match chance.choice(["", "", "comes", "comes", "goes", "line"]):
            case "comes" if not box.car:
                box.car = next(CARS)
            case "goes":
                box.car, box.holds = 0, None
            case "line":
                box.connected = not box.connected
        if box.connected:  # what happened without a line is told afterwards
            box.known_car = box.car


def became(order: Order, kind: str, box: Box) -> Order:
    """Return an order after it went well, was heard only, was lost, or is under way."""
    heard = kind in ("done", "unanswered") and box.hear(order)
    state = {
        "done": Life.CONFIRMED if heard else Life.FAILED,
        "unanswered": Life.EXPIRED,
        "lost": Life.FAILED,
        "unsent": Life.EXPIRED,
        "late": Life.SENT,
    }[kind]
    return msgspec.structs.replace(order, state=state, tries=int(kind != "unsent"))
