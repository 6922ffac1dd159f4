"""What cannot be true of connections and of what hangs on them: row by row. Pure.

Fail-safe currents are what stations draw when nobody reaches them, so cables have to
carry all of them at once, whatever the hour; a row with which they would not is refused
with the cable that is too weak.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, get_args

from mesto.domains.emobility.charging.tree import LEAST_A, Limit
from mesto.domains.emobility.keeping import doubts
from mesto.domains.emobility.keeping.limits import MOST_A, MOST_KW
from mesto.domains.emobility.keeping.site import (
    VOLTS,
    above,
    limits_of,
    most_of,
    phases_in,
    tail,
)
from mesto.domains.emobility.nouns import (
    CONNECTION_KIND,
    DRAWS,
    ENERGY_PRICE,
    FAIL_SAFE,
    FEEDS,
    GRID_CONNECTION,
    LIMITS,
    MOST_CURRENT,
    MOST_POWER,
    NUMBER,
    OF_CONNECTION,
    PHASES,
    RATE_UNIT,
    STEP,
    ConnectionKind,
)
from mesto.domains.emobility.savings.terms import read_prices
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity, Value
from mesto.kernel.plausible import (
    Doubt,
    Plausibility,
    Told,
    absent_targets,
    told_before,
)
from mesto.kernel.refusals import BEYOND
from mesto.kernel.text import Amount, filled, said_by
from mesto.names.charging import EVSE, OF_STATION, STATION

REFERS: Final = (OF_CONNECTION, OF_STATION, DRAWS, FEEDS)
_THREE: Final = 3
Values = Mapping[str, Value]


class WiringJudge:
    """Judges the rows of one file against what hangs together in town and file."""

    def __init__(self, beside: Iterable[Entity]) -> None:
        """Know the town's connections, stations and EVSEs."""
        self._first: dict[str, int] = {}  #: line of the file where each comes first
        self._values: dict[str, dict[str, Value]] = {}
        self._believed: set[str] = set()  #: EVSEs of the town that the file leaves
        self._sums: dict[str, list[float]] = {}  #: of fail-safes, by node and phase, A
        self._parents: dict[str, str] = {}
        for one in beside:
            values = {a.name: a.value for a in one.attributes if a.dataset is None}
            self._values[one.id] = values
            self._parents[one.id] = str(values.get(OF_CONNECTION) or "")
            if EVSE in one.types:
                self._believed.add(one.id)

    def survey(self, told: Told) -> None:
        """Remember what there is in the file."""
        self._first.setdefault(told.urn, told.line)
        known = self._values.setdefault(told.urn, {})
        known.update(told.values)
        self._parents[told.urn] = str(known.get(OF_CONNECTION) or "")
        self._believed.discard(told.urn)  # it counts once it is believed

    def doubts(self, told: Told, town: Mapping[str, Entity]) -> Iterator[Doubt]:
        """Yield why a row cannot be true."""
        yield from told_before(told, self._first)
        yield from absent_targets(told, REFERS, town, self._first)
        match told.type:
            case "GridConnection":
                yield from self._impossible_connection(told)
            case "EVChargingStation":
                yield from self._impossible_place(told)
            case "EVSE":
                yield from self._impossible_evse(told)

    def _impossible_connection(self, told: Told) -> Iterator[Doubt]:
        kind = told.values.get(CONNECTION_KIND)
        if kind is not None and kind not in get_args(ConnectionKind):
            known = ", ".join(get_args(ConnectionKind))
            said = {"found": str(kind), "known": known}
            yield Doubt(CONNECTION_KIND, filled(doubts.NO_KIND, **said))
        yield from _amount(told, MOST_CURRENT, MOST_A, "A")
        yield from _amount(told, MOST_POWER, MOST_KW, "kW")
        values = self._values[told.urn]
        try:
            read_prices(str(told.values.get(ENERGY_PRICE) or ""))
        except Malformed as error:
            yield Doubt(ENERGY_PRICE, said_by(error))
        try:
            limits = _limits(values)
        except Malformed as error:
            yield Doubt(LIMITS, said_by(error))
            return
        if not values.get(OF_CONNECTION) and not limits:
            yield Doubt(MOST_CURRENT, filled(doubts.CARRIES_WHAT))
        yield from self._impossible_place(told)

    def _impossible_place(self, told: Told) -> Iterator[Doubt]:
        """Doubt what hangs in a circle, and cables that fail-safes are too much for."""
        chain = self._above(told.urn)
        if chain is None:
            yield Doubt(OF_CONNECTION, filled(doubts.CIRCLE))
        else:
            yield from self._too_weak([told.urn, *chain], OF_CONNECTION)

    def _impossible_evse(self, told: Told) -> Iterator[Doubt]:
        values = self._values[told.urn]
        yield from _amount(told, MOST_CURRENT, MOST_A, "A")
        yield from _amount(told, MOST_POWER, MOST_KW, "kW")
        yield from _amount(told, STEP, LEAST_A, "A")
        yield from _amount(told, NUMBER, 1_000, "")
        unit = values.get(RATE_UNIT)
        if unit not in {None, "A", "W"}:
            said = {"found": str(unit), "known": "A, W"}
            yield Doubt(RATE_UNIT, filled(doubts.NO_RATE_UNIT, **said))
        phases = phases_in(values.get(PHASES))
        if not _are_phases(phases):
            yield Doubt(PHASES, filled(doubts.NO_PHASES, found=phases))
            return
        safe, most = _number(values, FAIL_SAFE) or 0.0, _most(values)
        if safe < 0 or 0 < safe < LEAST_A:
            amps = {"current": f"{safe:g} A", "least": f"{LEAST_A:g} A"}
            yield Doubt(FAIL_SAFE, filled(doubts.CHARGES_NO_CAR, **amps))
        elif safe > most > 0:
            amps = {"current": f"{safe:g} A", "most": f"{most:g} A"}
            yield Doubt(FAIL_SAFE, filled(doubts.MORE_THAN_IT_CAN, **amps))
        else:
            yield from self._unsafe(told)

    def _unsafe(self, told: Told) -> Iterator[Doubt]:
        """Doubt a fail-safe that a cable does not carry beside all the others."""
        self._drawn("")  # the others count first
        self._count(told.urn, 1.0)
        station = str(self._values[told.urn].get(OF_STATION) or "")
        chain = self._above(station) or ()
        found = list(self._too_weak([station, *chain], FAIL_SAFE))
        if found:
            self._count(told.urn, -1.0)
        yield from found

    def _too_weak(self, nodes: Sequence[str], field: str) -> Iterator[Doubt]:
        for node in nodes:
            try:
                limits = _limits(self._values.get(node, {}))
            except Malformed:
                continue
            amps = min((one.amps for one in limits if one.amps), default=None)
            watts = min((one.watts for one in limits if one.watts), default=None)
            drawn = self._drawn(node)
            over_a = max(drawn) - amps if amps is not None else 0.0
            over_w = sum(drawn) * VOLTS - watts if watts is not None else 0.0
            if over_a > 0 or over_w > 0:
                much = Amount(over_a, "A") if over_a > 0 else Amount(over_w, "W")
                name = self._values.get(node, {}).get("name") or tail(node)
                why = filled(
                    doubts.TOO_WEAK, name=str(name), much=much, field=FAIL_SAFE
                )
                yield Doubt(field, why)
                return

    def _drawn(self, node: str) -> Sequence[float]:
        """Return what fail-safes below a node come to, A on each phase."""
        if not self._sums:
            for evse in self._believed:
                self._count(evse, 1.0)
        return self._sums.get(node, [0.0] * _THREE)

    def _count(self, evse: str, times: float) -> None:
        """Let the fail-safe of an EVSE count on every cable above it, or no more."""
        station = str(self._values[evse].get(OF_STATION) or "")
        amps = _by_phase(self._values[evse])
        for node in (station, *(self._above(station) or ())):
            sums = self._sums.setdefault(node, [0.0] * _THREE)
            for phase, more in enumerate(amps):
                sums[phase] += times * more

    def _above(self, urn: str) -> Sequence[str] | None:
        return above(self._parents, urn)


def _limits(values: Values) -> list[Limit]:
    text = values.get(LIMITS)
    return limits_of(
        _number(values, MOST_CURRENT),
        _number(values, MOST_POWER),
        text if isinstance(text, str) else "",
    )


def _most(values: Values) -> float:
    phases = len(phases_in(values.get(PHASES)))
    amps, kw = _number(values, MOST_CURRENT), _number(values, MOST_POWER)
    return most_of(amps, kw, phases)


def _by_phase(values: Values) -> Sequence[float]:
    safe = _number(values, FAIL_SAFE) or 0.0
    phases = phases_in(values.get(PHASES))
    return [safe if str(k + 1) in phases else 0.0 for k in range(_THREE)]


def _are_phases(text: str) -> bool:
    return bool(text) and set(text) <= set("123") and len(set(text)) == len(text)


def _number(values: Values, name: str) -> float | None:
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _amount(told: Told, name: str, most: float, unit: str) -> Iterator[Doubt]:
    if name not in told.values:
        return
    said = told.number(name)
    if said is None or not 0 < said <= most:
        much = f"{told.values[name]} {unit}".rstrip()
        yield Doubt(name, filled(BEYOND, found=much, most=most))


PLAUSIBLE: Final = Plausibility(
    types=(GRID_CONNECTION, STATION, EVSE),
    beside=(GRID_CONNECTION, STATION, EVSE),
    refers=REFERS,
    begin=WiringJudge,
)
