"""What may become of each session, by who foretells it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import numpy as np

from mesto.bench.charging.acn import Charged
from mesto.domains.emobility.charging.learnt import NEAREST, Outlook, Past

Foretell: TypeAlias = Callable[[Sequence[Charged]], list[Outlook]]
_EVER_H: Final = 1_000.0


def learnt(sessions: Sequence[Charged]) -> list[Outlook]:
    """Foretell each from the sessions that had ended on the night before it began."""
    ends = [_ended_at(one) for one in sessions]
    found, day, past = [], None, Past([])
    for one in sessions:
        arrived = one.ended.known.arrived
        if arrived.date() != day:
            day = arrived.date()
            night = datetime.combine(day, datetime.min.time(), arrived.tzinfo)
            past = Past(
                [
                    other.ended
                    for other, end in zip(sessions, ends, strict=True)
                    if end < night
                ]
            )
        found.append(past.outlook(one.ended.known))
    return found


def stated(sessions: Sequence[Charged]) -> list[Outlook]:
    """Believe what drivers state; of who states nothing, the middle of all who did."""
    known = [one.ended.known for one in sessions if one.ended.known.stated_h]
    stay = float(np.median([one.stated_h or 0.0 for one in known]))
    energy = float(np.median([one.wanted_kwh or 0.0 for one in known]))
    return [
        _sure(one.ended.known.stated_h or stay, one.ended.known.wanted_kwh or energy)
        for one in sessions
    ]


def true(sessions: Sequence[Charged]) -> list[Outlook]:
    """Foretell each as it went: what nobody can, in the order of least laxity."""
    return [_sure(one.ended.stay_h, one.ended.energy_kwh) for one in sessions]


def none(sessions: Sequence[Charged]) -> list[Outlook]:
    """Foretell nothing: then who came first is first."""
    return [_sure(_EVER_H, 0.0) for _ in sessions]


#: By the name of the row in what is printed.
BY: Final[Mapping[str, Foretell]] = {
    "first come": none,
    "stated believed": stated,
    "learnt": learnt,
    "all known, least laxity": true,
}


def _sure(stay_h: float, energy_kwh: float) -> Outlook:
    return Outlook(np.full(NEAREST, stay_h), np.full(NEAREST, energy_kwh))


def _ended_at(one: Charged) -> datetime:
    return one.ended.known.arrived + timedelta(hours=one.ended.stay_h)
