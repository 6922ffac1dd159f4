"""Sessions that were, charged again under a limit. Pure.

Every five minutes all are planned anew, by the product's own planner on a tree of one
cable; a car takes what it is granted, until it has what it took in truth.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from mesto.bench.charging.acn import MOST_A, POWER_KW, STEP, STEP_H, VOLTS, Charged
from mesto.domains.emobility.charging.held import Moment
from mesto.domains.emobility.charging.learnt import Outlook
from mesto.domains.emobility.charging.plan import Price, Session, plan
from mesto.domains.emobility.charging.tree import Connector, Floats, Limit, Node, Tree

_DONE: Final = 1e-9


class Played(NamedTuple):
    """What charging came to: kWh of each session, and kW in each step."""

    energy_kwh: Floats
    power_kw: Floats


def play(
    sessions: Sequence[Charged],
    outlooks: Sequence[Outlook],
    midnight: datetime,
    *,
    limit_kw: float | None = None,
    price: Callable[[int], Price] | None = None,
) -> Played:
    """Charge all again; price: prices from a step on."""
    tree = cache(lambda count: tree_of(count, limit_kw))
    got = np.zeros(len(sessions))
    power = np.zeros(max(one.last for one in sessions))
    first = min(one.first for one in sessions)
    coming, here = 0, list[int]()
    for step in range(first, len(power)):
        while coming < len(sessions) and sessions[coming].first <= step:
            here.append(coming)
            coming += 1
        here = [
            k
            for k in here
            if sessions[k].last > step and got[k] < sessions[k].energy_kwh - _DONE
        ]
        if not here:
            continue
        now = midnight + step * STEP
        asked = asked_of(sessions, outlooks, here, got)
        grants = plan(
            tree(len(here)),
            asked,
            Moment(since=now, until=now + STEP),
            price(step) if price else None,
        )
        for one in grants:
            k = here[int(one.connector)]
            offered = one.amps * VOLTS / 1000 * STEP_H
            taken = min(offered, sessions[k].energy_kwh - float(got[k]))
            got[k] += taken
            power[step] += taken / STEP_H
    return Played(got, power)


def uncontrolled(sessions: Sequence[Charged]) -> Played:
    """Charge each at once, as fast as it can."""
    power = np.zeros(max(one.last for one in sessions))
    for one in sessions:
        left = one.energy_kwh
        for step in range(one.first, one.last):
            taken = min(POWER_KW * STEP_H, left)
            power[step] += taken / STEP_H
            left -= taken
    return Played(np.array([one.energy_kwh for one in sessions]), power)


def asked_of(
    sessions: Sequence[Charged],
    outlooks: Sequence[Outlook],
    here: Sequence[int],
    got: Floats,
) -> list[Session]:
    """Return what the planner knows of those that are here, by their places in both.

    got: kWh of each session
    """
    return [
        Session(
            connector=str(place),
            arrived=sessions[k].ended.known.arrived,
            outlook=outlooks[k],
            got_kwh=float(got[k]),
            takes_a=MOST_A,
            phases=1,
        )
        for place, k in enumerate(here)
    ]


def tree_of(count: int, limit_kw: float | None) -> Tree:
    """Return so many connectors on one cable."""
    limits = [] if limit_kw is None else [Limit(watts=1000 * limit_kw)]
    return Tree(
        [Node(name="site", limits=limits)],
        [
            Connector(name=str(k), at="site", phases="1", most_a=MOST_A)
            for k in range(count)
        ],
        volts=VOLTS,
    )
