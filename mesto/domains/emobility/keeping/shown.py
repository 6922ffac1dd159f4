"""What cables carry now and in the next hours, and who gets what. Pure.

What is told by phase is four numbers: A on L1, L2 and L3, and kW of all together.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np

from mesto.domains.emobility.charging.held import reckoned
from mesto.domains.emobility.charging.tree import Floats
from mesto.domains.emobility.keeping.ahead import Slot, ahead_of
from mesto.domains.emobility.keeping.cars import Car
from mesto.domains.emobility.keeping.round import State, moment_of
from mesto.domains.emobility.nouns import (
    CONNECTION_KIND,
    CURRENT,
    GRANTED,
    LIMIT,
    LIMIT_REASON,
    PROMISED_BY,
    PROMISED_ENERGY,
    PROMISED_WITHIN,
)
from mesto.kernel.errors import Infeasible
from mesto.kernel.model import Entity
from mesto.kernel.verdict import moment, number

STEP: Final = timedelta(minutes=30)
STEPS: Final = 24


def load_shown(
    state: State,
    connections: Mapping[str, Entity],
    sessions: Mapping[str, Entity],
) -> dict[str, Any]:
    """Return the whole tree.

    sessions: those that are open, by URN
    """
    slots = ahead_of(state, steps=STEPS, step=STEP)
    return {
        "at": state.at,
        "ahead": [one.since for one in slots],
        "nodes": _nodes(state, connections, slots),
        "sessions": [_session(state, one, sessions[one.urn]) for one in _kept(state)],
        "leftOut": [
            {"id": urn, "name": state.site.names.get(urn, urn), "why": why}
            for urn, why in state.site.left_out.items()
        ],
        "unsafe": _unsafe(state),
    }


def _nodes(
    state: State, connections: Mapping[str, Entity], slots: Sequence[Slot]
) -> list[dict[str, Any]]:
    tree, moment_ = state.site.tree, moment_of(state)
    loads = tree.loaded(moment_.loads)
    may = tree.burden(reckoned(tree, moment_)) + loads
    drawn = tree.burden(_drawn(state)) + loads
    limits = tree.limits(moment_.since, moment_.until)
    connected = {one.station: one.connected for one in state.site.places.values()}
    found = []
    for k, node in enumerate(tree.nodes):
        here = connections.get(node.name)
        found.append(
            {
                "id": node.name,
                "name": state.site.names.get(node.name, node.name),
                "kind": "station"
                if here is None
                else str(here.value(CONNECTION_KIND) or ""),
                "parent": node.parent or None,
                "connected": connected.get(node.name),
                "limit": _four(limits[k]),
                "draws": _four(drawn[k]),
                "mayDraw": _four(may[k]),
                "beside": _four(loads[k]),
                "ahead": [
                    {"draws": _four(one.burden[k]), "limit": _four(one.carries[k])}
                    for one in slots
                ],
            }
        )
    return found


def _session(state: State, car: Car, session: Entity) -> dict[str, Any]:
    place = state.site.places[car.evse]
    low, high = PROMISED_WITHIN
    return {
        "session": car.urn,
        "station": place.station,
        "name": state.site.names[place.station],
        "number": place.number,
        "since": car.known.arrived,
        "energy": round(car.got_kwh, 2),
        "granted": number(session, GRANTED),
        "limit": number(session, LIMIT),
        "draws": max(_phases_of(state.evses[car.evse]), default=0.0),
        "why": session.value(LIMIT_REASON),
        "promised": number(session, PROMISED_ENERGY),
        "promisedBy": moment(session, PROMISED_BY),
        "promisedLow": number(session, low),
        "promisedHigh": number(session, high),
    }


def _kept(state: State) -> list[Car]:
    return [one for one in state.cars if one.evse in state.site.places]


def _drawn(state: State) -> Floats:
    """Return what connectors draw as they last told, (connectors, 3), A."""
    tree = state.site.tree
    amps = np.zeros((len(tree.connectors), 3))
    going = {one.evse for one in state.cars}
    for k, one in enumerate(tree.connectors):
        if one.name in going:
            told = _phases_of(state.evses[one.name])
            for phase, drawn in zip(one.phases, told, strict=False):
                amps[k, int(phase) - 1] = drawn
    return amps


def _phases_of(evse: Entity) -> list[float]:
    return [number(evse, name) or 0.0 for name in CURRENT]


def _unsafe(state: State) -> dict[str, Any] | None:
    """Say which cable does not carry what stations draw without asking."""
    try:
        state.site.tree.proved(moment_of(state).loads, state.at)
    except Infeasible as error:
        node = str(error.facts["node"])
        return {**error.facts, "name": state.site.names.get(node, node)}
    return None


def _four(each: Floats) -> list[float | None]:
    """Return A by phase and kW; None: without end."""
    scaled = [*each[:3], each[3] / 1000]
    return [round(float(one), 2) if np.isfinite(one) else None for one in scaled]
