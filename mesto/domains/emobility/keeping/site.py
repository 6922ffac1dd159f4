"""The tree of connections as the inventory has it. Pure.

A station is kept below what cables carry once it says by `refGridConnection` what it
hangs on; others are left alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import floor
from typing import Final

import msgspec

from mesto.domains.emobility.charging.tree import Connector, Limit, Node, Tree
from mesto.domains.emobility.keeping.limits import read_limits
from mesto.domains.emobility.nouns import (
    CLOCK_OFFSET,
    CONNECTED,
    FAIL_SAFE,
    KEPT,
    LIMITS,
    MOST_CURRENT,
    MOST_POWER,
    NUMBER,
    OF_CONNECTION,
    PHASES,
    POWER_TYPE,
    RATE_UNIT,
    STEP,
    VENDOR,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.kernel.verdict import number
from mesto.names.charging import OF_STATION

VOLTS: Final = 230.0
MOST_A: Final = 32.0  #: of an EVSE that says nothing
#: What a phase has at least and at most. Source: EN 50160, 4.2.2: 230 V ± 10 %
LOW_V, HIGH_V = 207.0, 253.0
LEAST_STEP_A: Final = 0.1  #: what OCPP can tell


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An EVSE as the keeper sees it.

    number: as its station counts
    fail_safe_a: what it shall draw without asking, A a phase
    kept: whether its station has confirmed that
    retell: whether it has to be told, e.g. since the station was started again
    connected: whether its line is open
    clock_s: its clock minus ours, s
    lines: where it is told watts, on how many phases at least they are drawn; 0: it is
        told amperes
    """

    evse: str
    station: str
    number: int
    fail_safe_a: float
    kept: bool
    retell: bool
    connected: bool
    clock_s: float
    lines: int = 0

    def kw(self, amps: float) -> float:
        """Return the most power that is no more than `amps` on any phase, kW.

        Whatever the voltage: the lower it is, the more current the same power draws.
        """
        return floor(amps * self.lines * LOW_V * 10 + 1e-6) / 10_000

    def amps(self, kw: float) -> float:
        """Return what a power may be on a phase, A, to what OCPP can tell of it."""
        return round(kw * 1000 / (self.lines * LOW_V), 2)


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """All that hangs together.

    places: by EVSE, which are the connectors of the tree
    names: of nodes and EVSEs, for people
    left_out: what could not be taken in, and why
    """

    tree: Tree
    places: Mapping[str, Place]
    names: Mapping[str, str]
    left_out: Mapping[str, str]


def site_of(
    connections: Mapping[str, Entity],
    stations: Mapping[str, Entity],
    evses: Mapping[str, Entity],
) -> Site:
    """Lay out connections, the stations that hang on them, and their EVSEs."""
    left_out: dict[str, str] = {}
    nodes: dict[str, Node] = {}
    hanging = [one for one in stations.values() if one.value(OF_CONNECTION) is not None]
    for one in (*connections.values(), *hanging):
        try:
            nodes[one.id] = node_of(one)
        except Malformed as error:
            left_out[one.id] = str(error)
    left_out |= _loose(nodes)
    for urn in left_out:
        nodes.pop(urn, None)
    connectors, places = [], {}
    for urn, one in evses.items():
        station = _text(one, OF_STATION)
        if station in nodes:
            places[urn] = _place(urn, one, stations[station])
            try:
                connectors.append(_connector(one, places[urn]))
            except Malformed as error:
                left_out[urn] = str(error)
                del places[urn]
    every = {**connections, **stations, **evses}
    names = {urn: _text(one, "name") or tail(urn) for urn, one in every.items()}
    tree = Tree(list(nodes.values()), connectors, volts=VOLTS)
    return Site(tree=tree, places=places, names=names, left_out=left_out)


def node_of(one: Entity) -> Node:
    """Read a connection or a station. Raises Malformed where its limits are none."""
    return Node(
        name=one.id,
        parent=_text(one, OF_CONNECTION),
        limits=limits_of(
            number(one, MOST_CURRENT), number(one, MOST_POWER), _text(one, LIMITS)
        ),
    )


def limits_of(amps: float | None, kw: float | None, text: str) -> list[Limit]:
    """Return all that a connection has to keep. Raises Malformed for no limits."""
    always = [Limit(amps=amps)] if amps is not None else []
    always += [Limit(watts=1000 * kw)] if kw is not None else []
    return [*always, *read_limits(text)]


def above(parents: Mapping[str, str], urn: str) -> Sequence[str] | None:
    """Return what is above a node, the nearest first; None: it goes in a circle."""
    chain: list[str] = []
    while urn := parents.get(urn, ""):
        if urn in chain:
            return None
        chain.append(urn)
    return chain


def root_of(tree: Tree, connector: str) -> str:
    """Return the node that a connector hangs on at the very top."""
    at = tree.nodes[tree.index[tree.connectors[tree.place[connector]].at]]
    while at.parent:
        at = tree.nodes[tree.index[at.parent]]
    return at.name


def tail(urn: str) -> str:
    """Return how a URN ends, which is a name for people where there is no better."""
    return urn.split(":", 3)[-1]


def kept_at(evse: Entity) -> datetime | None:
    """Return when a station was told what this EVSE draws without asking."""
    told = evse.attribute(KEPT)
    return None if told is None else told.observed_at


def _loose(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Return what hangs on nothing, or in a circle, and why it is left out."""
    parents = {urn: one.parent for urn, one in nodes.items()}
    found: dict[str, str] = {}
    for urn in nodes:
        chain = above(parents, urn)
        if chain is None:
            found[urn] = "connections go in a circle"
        else:
            for one in chain:
                if one not in nodes:
                    found[urn] = f"{tail(one)} is no connection of the town"
    return found


def _place(urn: str, evse: Entity, station: Entity) -> Place:
    fail_safe, lines = max(number(evse, FAIL_SAFE) or 0.0, 0.0), lines_of(evse)
    if lines:
        fail_safe = floor(fail_safe * 10 + 1e-6) / 10  # as it is read back from watts
    told, at = number(evse, KEPT), kept_at(evse)
    booted = station.attribute(VENDOR)
    again = at is not None and booted is not None and booted.modified_at > at
    return Place(
        evse=urn,
        station=station.id,
        number=int(number(evse, NUMBER) or 1),
        fail_safe_a=fail_safe,
        kept=told == fail_safe,
        retell=told != fail_safe or again,
        connected=station.value(CONNECTED) is True,
        clock_s=number(station, CLOCK_OFFSET) or 0.0,
        lines=lines,
    )


def _connector(evse: Entity, place: Place) -> Connector:
    """Read an EVSE: until its station keeps the fail-safe, it may draw all it can."""
    phases = phases_in(evse.value(PHASES))
    most_a = most_of(
        number(evse, MOST_CURRENT),
        number(evse, MOST_POWER),
        len(phases),
        LOW_V if lines_of(evse) else VOLTS,
    )
    told = number(evse, KEPT)
    unasked = most_a if told is None else max(told, place.fail_safe_a)
    if not set(phases) <= set("123") or len(set(phases)) < len(phases):
        raise Malformed(f"{phases} are no phases")
    return Connector(
        name=evse.id,
        at=place.station,
        phases=phases,
        most_a=most_a,
        fail_safe_a=unasked,
        step_a=max(number(evse, STEP) or 1.0, LEAST_STEP_A),
    )


def phases_in(value: object) -> str:
    """Read how phases lie, which a table may tell as a number; "123" if nobody does.

    What is none is returned as it was told.
    """
    return str(value) if isinstance(value, str | int) and value else "123"


def lines_of(evse: Entity) -> int:
    """Return on how many phases an EVSE that is told watts draws them at least.

    0: it is told amperes. Only direct current is sure to be drawn evenly; a car at
    alternating current may take all of it on one phase.
    """
    if evse.value(RATE_UNIT) != "W":
        return 0
    return len(phases_in(evse.value(PHASES))) if evse.value(POWER_TYPE) == "DC" else 1


def most_of(
    amps: float | None, kw: float | None, phases: int, volts: float = VOLTS
) -> float:
    """Return what an EVSE can carry, A a phase."""
    by_power = 1000 * kw / (volts * phases) if kw is not None else None
    told = [one for one in (amps, by_power) if one is not None]
    return min(told, default=MOST_A)


def _text(entity: Entity, name: str) -> str:
    value = entity.value(name)
    return value if isinstance(value, str) else ""
