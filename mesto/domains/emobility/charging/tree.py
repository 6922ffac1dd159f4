"""The tree of connections: what each cable carries, on each phase, by time. Pure.

transformer → feeder → cabinet → station → connector. A limit is in amperes, which each
phase has to keep, or in watts, which all phases keep together; a cable may have both.
All limits that apply at any moment of a span are kept through the whole span, so that
what is granted for a quarter of an hour is right in its last minute too.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from mesto.kernel.errors import Infeasible, Malformed

Floats: TypeAlias = NDArray[np.float64]

PHASES: Final = 3
WATTS: Final = PHASES  #: the column after the phases: all of them together
LEAST_A: Final = 6.0  #: with less, no car charges. Source: IEC 61851-1, Annex A
EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)
_EPSILON: Final = 1e-6


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What a node carries, and when.

    amps: on each phase, A; watts: of all phases together, W; None: not limited
    since, until: by the clock of the town; the same: all day; may go over midnight
    weekdays: on which it begins, 0 is Monday
    """

    amps: float | None = None
    watts: float | None = None
    since: time = time.min
    until: time = time.min
    weekdays: Sequence[int] = EVERY_DAY


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A transformer, feeder, cabinet or station; `parent` is empty at a root."""

    name: str
    parent: str = ""
    limits: Sequence[Limit] = ()


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """Where one car is charged.

    at: name of its node
    phases: on which phases of the cable its L1, L2 and L3 lie: "231", or "2" alone
    most_a: what it can carry, A a phase
    fail_safe_a: what it draws without asking: when a car comes, or when it is silent
    step_a: grants are multiples of it, A
    """

    name: str
    at: str
    phases: str = "123"
    most_a: float = 32.0
    fail_safe_a: float = 0.0
    step_a: float = 1.0


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What else hangs on a node: lamps, a building; below zero what feeds in.

    amps: the most it draws on each phase while the plan holds, A
    """

    at: str
    amps: tuple[float, float, float]


class Tree:
    """Connections with all their connectors, laid out for reckoning.

    Raises Malformed of nodes that are not there, go in a circle or stand twice, and of
    phases that are none.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        connectors: Sequence[Connector],
        *,
        volts: float = 230.0,
    ) -> None:
        """Lay them out; volts: of a phase."""
        self.nodes = tuple(nodes)
        self.connectors = tuple(connectors)
        self.volts = volts
        self.index: Mapping[str, int] = {one.name: k for k, one in enumerate(nodes)}
        self.place: Mapping[str, int] = {
            one.name: k for k, one in enumerate(connectors)
        }
        if len(self.index) < len(nodes) or len(self.place) < len(connectors):
            raise Malformed("two connections have the same name")
        above = [self._above(one) for one in nodes]
        #: (nodes, connectors): whether a connector is below a node
        self.below = np.zeros((len(nodes), len(connectors)), bool)
        for k, one in enumerate(connectors):
            self.below[above[self._at(one.at)], k] = True
        #: (nodes, nodes): whether what hangs on the second burdens the first
        self.carries = np.zeros((len(nodes), len(nodes)), bool)
        for k, chain in enumerate(above):
            self.carries[chain, k] = True
        self._wired = np.array([_wired(one) for one in connectors]).reshape(-1, PHASES)
        self.fail_safe = np.array([one.fail_safe_a for one in connectors], float)
        #: (connectors, 3): what they draw without asking, by a car of three phases
        self.unasked = self.fail_safe[:, None] * self.used({})

    def used(self, phases: Mapping[str, int]) -> Floats:
        """Return what an ampere of each connector is on each phase, (connectors, 3).

        phases: on how many a car draws, by connector; all of them where it is not known
        """
        most = [phases.get(one.name, PHASES) for one in self.connectors]
        uses = (self._wired >= 0) & (self._wired < np.array(most, int).reshape(-1, 1))
        return uses.astype(float)

    def burden(self, amps: Floats) -> Floats:
        """Return what connectors put on every node, (nodes, 4): A a phase, then W.

        amps: of each connector on each phase of the cable, (connectors, 3)
        """
        return self._summed(self.below @ amps)

    def loaded(self, loads: Sequence[Load]) -> Floats:
        """Return what else hangs on every node, (nodes, 4): A a phase, then W."""
        each = np.zeros((len(self.nodes), PHASES))
        for one in loads:
            each[self._at(one.at)] += one.amps
        return self._summed(self.carries @ each)

    def limits(self, since: datetime, until: datetime) -> Floats:
        """Return what every node carries through a span of time, (nodes, 4)."""
        kept = np.full((len(self.nodes), PHASES + 1), np.inf)
        for k, node in enumerate(self.nodes):
            for one in node.limits:
                if applies(one, since, until):
                    if one.amps is not None:
                        kept[k, :PHASES] = np.minimum(kept[k, :PHASES], one.amps)
                    if one.watts is not None:
                        kept[k, WATTS] = min(kept[k, WATTS], one.watts)
        return kept

    def proved(self, loads: Sequence[Load], since: datetime) -> None:
        """Make sure that all cables carry what stations draw without asking.

        loads: the most that each can be
        since: a moment by the clock of the town; the week after it is looked at

        Raises Infeasible with the first node that does not, and by how much.
        """
        drawn = self.burden(self.unasked) + self.loaded(loads)
        over = drawn - self.limits(since, since + timedelta(days=7))
        if np.any(over > _EPSILON):
            node, column = np.unravel_index(int(np.argmax(over)), over.shape)
            raise Infeasible(
                "the cable does not carry what stations draw without asking",
                node=self.nodes[node].name,
                phase="" if column == WATTS else f"L{column + 1}",
                excess=round(float(over[node, column]), 1),
                unit="W" if column == WATTS else "A",
            )

    def _summed(self, amps: Floats) -> Floats:
        return np.column_stack([amps, self.volts * amps.sum(axis=1)])

    def _at(self, name: str) -> int:
        if name not in self.index:
            raise Malformed("there is no such connection", name=name)
        return self.index[name]

    def _above(self, node: Node) -> list[int]:
        """Return a node and all above it."""
        chain = [self.index[node.name]]
        while node.parent:
            above = self._at(node.parent)
            if above in chain:
                raise Malformed("connections go in a circle", name=node.name)
            chain.append(above)
            node = self.nodes[above]
        return chain


def applies(limit: Limit, since: datetime, until: datetime) -> bool:
    """Say whether a limit applies at any moment of [since, until)."""
    if limit.since == limit.until and len(set(limit.weekdays)) == len(EVERY_DAY):
        return True
    zone, day = since.tzinfo, since.date() - timedelta(days=1)
    while day <= until.astimezone(zone).date():
        over_midnight = limit.until <= limit.since
        begins = datetime.combine(day, limit.since, zone)
        ends = datetime.combine(day + timedelta(days=over_midnight), limit.until, zone)
        # told apart as moments: two times of one zone are compared by their clocks
        if (
            day.weekday() in limit.weekdays
            and begins.astimezone(UTC) < until.astimezone(UTC)
            and ends.astimezone(UTC) > since.astimezone(UTC)
        ):
            return True
        day += timedelta(days=1)
    return False


def _wired(connector: Connector) -> list[int]:
    """Return for each phase of the cable which of the connector's it is; -1: none."""
    wired = [-1] * PHASES
    for own, phase in enumerate(connector.phases):
        if phase not in "123" or wired[int(phase) - 1] >= 0:
            raise Malformed(
                "these are no phases", name=connector.name, phases=connector.phases
            )
        wired[int(phase) - 1] = own
    return wired
