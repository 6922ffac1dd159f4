"""Sessions as the planner wants them: what each car can take, and may want. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from math import ceil
from typing import Final, TypeAlias

import msgspec

from mesto.domains.emobility.charging.learnt import Ended, Known, Outlook, Past
from mesto.domains.emobility.charging.plan import Session
from mesto.domains.emobility.charging.tree import LEAST_A, Connector
from mesto.domains.emobility.keeping.site import HIGH_V, LOW_V, lines_of
from mesto.domains.emobility.keeping.told import Order
from mesto.domains.emobility.nouns import (
    BEGIN,
    CHARGING_STATE,
    CURRENT,
    DEPARTURE,
    ENERGY,
    FULL_AT,
    METER_START,
    PROMISED_ENERGY,
    REGISTER,
    TRANSACTION,
    WISHED_ENERGY,
)
from mesto.domains.emobility.nouns import END as ENDS
from mesto.domains.emobility.nouns import ID_TOKEN as CARD
from mesto.kernel.model import Entity
from mesto.kernel.verdict import moment, number
from mesto.names.charging import OF_EVSE

HOUR: Final = timedelta(hours=1)
FLOWS_A: Final = 5.0  #: with less, it has not begun
LEAKS_A: Final = 1.0  #: with less, it does not use this phase
LESS_A: Final = 2.0  #: a car so far below what it was told cannot take it
#: Of what an outlook is: a session, by URN, and what was known of it.
Foretold: TypeAlias = tuple[str, Known]


class Car(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is open, as it is known.

    leaves: when the driver says to leave
    is_promised: whether it was told what it will have, after all the driver said
    full: whether it was seen to take no more
    """

    urn: str
    evse: str
    transaction: str
    known: Known
    got_kwh: float
    leaves: datetime | None = None
    is_promised: bool = False
    full: bool = False

    def with_outlook(
        self, outlook: Outlook, connector: Connector, evse: Entity, told: Order | None
    ) -> Session:
        """Return it as the planner wants it; told: what it was last told."""
        takes_a, phases = takes(connector, evse, self.known.arrived, told)
        return Session(
            connector=self.evse,
            arrived=self.known.arrived,
            outlook=outlook,
            got_kwh=self.got_kwh,
            takes_a=takes_a,
            phases=phases,
        )


def cars_of(sessions: Sequence[Entity], zone: tzinfo) -> list[Car]:
    """Read open sessions, the last of each EVSE; times are by the clock of the town."""
    found: dict[str, Car] = {}
    for one in sessions:
        evse, known = one.value(OF_EVSE), known_of(one, zone)
        if isinstance(evse, str) and known is not None:
            before = found.get(evse)
            if before is None or before.known.arrived < known.arrived:
                found[evse] = Car(
                    urn=one.id,
                    evse=evse,
                    transaction=str(one.value(TRANSACTION) or ""),
                    known=known,
                    got_kwh=got_kwh(one),
                    leaves=moment(one, DEPARTURE),
                    is_promised=_is_promised(one),
                    full=one.value(FULL_AT) is not None,
                )
    return list(found.values())


def known_of(session: Entity, zone: tzinfo) -> Known | None:
    """Return what is known of a session when it begins; None: not when it began."""
    began = moment(session, BEGIN)
    if began is None:
        return None
    leaves = moment(session, DEPARTURE)
    stated_h = None if leaves is None else max((leaves - began) / HOUR, 0.0)
    card = session.value(CARD)
    return Known(
        arrived=began.astimezone(zone),
        stated_h=stated_h or None,
        wanted_kwh=number(session, WISHED_ENERGY) or None,
        card=card if isinstance(card, str) else "",
    )


def ended_of(sessions: Sequence[Entity], zone: tzinfo) -> list[Ended]:
    """Return what became of sessions that have ended."""
    found = []
    for one in sessions:
        known, ended = known_of(one, zone), moment(one, ENDS)
        energy = number(one, ENERGY)
        if known is not None and ended is not None and energy is not None:
            stay_h = (ended - known.arrived) / HOUR
            found.append(Ended(known=known, stay_h=stay_h, energy_kwh=energy))
    return found


def got_kwh(session: Entity) -> float:
    """Return what a session has taken."""
    start, meter = number(session, METER_START), number(session, REGISTER)
    return max(meter - start, 0.0) if start is not None and meter is not None else 0.0


def _is_promised(session: Entity) -> bool:
    promised = session.attribute(PROMISED_ENERGY)
    said = [session.attribute(name) for name in (DEPARTURE, WISHED_ENERGY)]
    return promised is not None and all(
        one is None or one.modified_at <= promised.modified_at for one in said
    )


def takes(
    connector: Connector, evse: Entity, arrived: datetime, told: Order | None
) -> tuple[float, int]:
    """Return what a car takes, A a phase, and on how many phases.

    told: what it was last told: who draws less cannot take it, and keeps room to take
        more
    """
    every = len(connector.phases)
    before = min(told.phases, every) if told is not None else every
    if evse.value(CHARGING_STATE) == "SuspendedEV":
        return min(LEAST_A, connector.most_a), before
    seen = [evse.attribute(name) for name in CURRENT]
    fresh = [
        float(one.value)
        for one in seen
        if one is not None
        and isinstance(one.value, int | float)
        and one.observed_at is not None
        and one.observed_at > arrived
    ]
    most = max(fresh, default=0.0)
    if most < FLOWS_A:
        return connector.most_a, before
    if lines_of(evse):  # the same watts are fewer amperes at a higher voltage
        most = min(most * HIGH_V / LOW_V, connector.most_a)
    if len(fresh) == len(CURRENT):
        before = min(sum(one > LEAKS_A for one in fresh), every) or before
    if told is not None and most < told.amps - LESS_A:
        less_a = max(float(ceil(most)) + 1, LEAST_A)
        return min(less_a, connector.most_a), before
    return connector.most_a, before


def outlooks_of(
    cars: Sequence[Car], past: Past, before: Mapping[Foretold, Outlook]
) -> dict[Foretold, Outlook]:
    """Return what may become of each session.

    Foretold when it came, and anew when its driver says something else.
    """
    each = [(one.urn, one.known) for one in cars]
    return {one: before.get(one) or past.outlook(one[1]) for one in each}
