"""What each car is to draw now, and why. Pure.

Made anew every few minutes, and whenever somebody comes or goes. Who could least wait
is served first: by the laxity, the time that is left less the time it takes to charge,
that a session has in the more hurried of the ways it may go. Where prices differ by the
hour, who had better wait for a cheaper one is served only from what others leave, which
is nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

import msgspec
import numpy as np

from mesto.domains.emobility.charging.held import Moment, reckoned, room
from mesto.domains.emobility.charging.learnt import Outlook, still
from mesto.domains.emobility.charging.prices import later
from mesto.domains.emobility.charging.share import Asked, share
from mesto.domains.emobility.charging.tree import WATTS, Floats, Tree

HURRIED: Final = 0.15  #: the quantile of laxity it goes by
LEAST_KW: Final = 0.001  #: who takes nothing is never charged in time, nor for ever
HOUR: Final = timedelta(hours=1)

#: Why a car draws what it does; see `words.py`.
Why: TypeAlias = Literal["all", "cable", "turn", "cheaper", "kept"]


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A car that wants energy.

    outlook: what may become of it, as it was foretold when it came
    got_kwh: what it has taken
    takes_a: the most its car takes, A a phase; phases: on how many
    """

    connector: str
    arrived: datetime
    outlook: Outlook
    got_kwh: float = 0.0
    takes_a: float = 32.0
    phases: int = 3


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a car may draw, A a phase, and why.

    node, phase: the cable that holds it down, "" for all phases together
    until: when it is cheaper; None if it does not wait for that
    """

    connector: str
    amps: float
    why: Why
    node: str = ""
    phase: str = ""
    until: datetime | None = None


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """Prices of a kilowatt-hour from now on, in slots of `slot_h` hours."""

    each: Sequence[float]
    slot_h: float


def plan(
    tree: Tree,
    sessions: Sequence[Session],
    moment: Moment,
    price: Price | None = None,
) -> list[Grant]:
    """Plan what every session draws in a moment, who is first in rank first.

    moment: `held` is of the stations nobody hears; of their sessions none is planned
    """
    here = [one for one in sessions if one.connector not in moment.held]
    if not here:
        return []
    powers = np.maximum(
        [tree.volts * one.takes_a * one.phases / 1000 for one in here], LEAST_KW
    )
    lefts = [_left(one, moment.since) for one in here]
    wait = _waits(lefts, powers, price)
    order = np.lexsort((laxity(lefts, powers), wait))
    rank = [tree.place[here[k].connector] for k in order]
    wanted = np.zeros(len(tree.connectors))
    wanted[rank] = [0.0 if wait[k] else here[k].takes_a for k in order]
    phases = {one.connector: one.phases for one in here}
    most = reckoned(tree, moment)
    asked = Asked(wanted=wanted, reserved=most, used=tree.used(phases))
    given = share(tree, room(tree, moment, most), rank, asked)
    cheaper = _cheaper(price, moment.since)
    return [
        _granted(
            tree,
            here[k],
            float(given.amps[place]),
            given.held_by[place],
            cheaper if wait[k] else None,
        )
        for k, place in zip(order, rank, strict=True)
    ]


def laxity(lefts: Sequence[Outlook], powers_kw: Floats) -> Floats:
    """Return how long each could wait and still be charged in time, if hurried, h."""
    return np.array(
        [
            one.quantile(one.stay_h - one.energy_kwh / power_kw, HURRIED)
            for one, power_kw in zip(lefts, powers_kw, strict=True)
        ]
    )


def _left(session: Session, now: datetime) -> Outlook:
    return still(session.outlook, (now - session.arrived) / HOUR, session.got_kwh)


def _waits(lefts: Sequence[Outlook], powers: Floats, price: Price | None) -> Floats:
    if price is None:
        return np.zeros(len(lefts), bool)
    each = np.asarray(price.each)
    return np.asarray(later(lefts, powers, each, price.slot_h) < each[0])


def _cheaper(price: Price | None, since: datetime) -> datetime | None:
    """Return when it next costs less than now."""
    if price is None:
        return None
    less = np.flatnonzero(np.asarray(price.each) < price.each[0])
    return since + float(less[0]) * price.slot_h * HOUR if less.size else None


def _granted(
    tree: Tree,
    session: Session,
    amps: float,
    held_by: tuple[int, int] | None,
    cheaper: datetime | None,
) -> Grant:
    why: Why = "all"
    node = phase = ""
    if cheaper:
        why = "cheaper"
    elif held_by is not None:
        why = "cable" if amps else "turn"
        if amps and amps <= tree.connectors[tree.place[session.connector]].fail_safe_a:
            why = "kept"
        node = tree.nodes[held_by[0]].name
        phase = "" if held_by[1] == WATTS else f"L{held_by[1] + 1}"
    return Grant(
        connector=session.connector,
        amps=amps,
        why=why,
        node=node,
        phase=phase,
        until=cheaper,
    )
