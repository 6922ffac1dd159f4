"""How charging will go in the next hours, as far as it can be foretold. Pure.

All is planned again in steps, as the keeper will, with each car staying and taking as
most like it did. Cars to come are not in it: nobody knows them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec
import numpy as np

from mesto.domains.emobility.charging.held import Moment
from mesto.domains.emobility.charging.learnt import MIDDLE, still
from mesto.domains.emobility.charging.plan import Session
from mesto.domains.emobility.charging.tree import Floats
from mesto.domains.emobility.keeping.loads import loads_of
from mesto.domains.emobility.keeping.pricing import planned
from mesto.domains.emobility.keeping.round import State, sessions_of

HOUR: Final = timedelta(hours=1)
_DONE_KWH: Final = 0.01


class Slot(NamedTuple):
    """A stretch of time to come.

    burden, carries: of every node, (nodes, 4): A a phase, then W
    got_kwh: what each session will have at its end, by EVSE
    """

    since: datetime
    until: datetime
    burden: Floats
    carries: Floats
    got_kwh: Mapping[str, float]


class Stay(NamedTuple):
    """Until when a car is reckoned with, and what it takes in all."""

    until: datetime
    energy_kwh: float


def ahead_of(
    state: State,
    *,
    steps: int,
    step: timedelta,
    stays: Mapping[str, Stay] | None = None,
) -> list[Slot]:
    """Return how the next hours go.

    stays: of some EVSEs, instead of what is likely
    """
    sessions = sessions_of(state)
    likely = {one.connector: stay_of(one, state.at) for one in sessions}
    likely |= stays or {}
    got = {one.connector: one.got_kwh for one in sessions}
    found = []
    for k in range(steps):
        since = state.at + k * step
        found.append(_slot(state, sessions, likely, got, (since, since + step)))
        got = dict(found[-1].got_kwh)
    return found


def stay_of(session: Session, now: datetime) -> Stay:
    """Return what is likely of a session: the middle of all its ways."""
    here_h = (now - session.arrived) / HOUR
    left = still(session.outlook, here_h, session.got_kwh)
    return Stay(
        now + left.quantile(left.stay_h, MIDDLE) * HOUR,
        session.got_kwh + left.quantile(left.energy_kwh, MIDDLE),
    )


def _slot(
    state: State,
    sessions: Sequence[Session],
    stays: Mapping[str, Stay],
    got: Mapping[str, float],
    span: tuple[datetime, datetime],
) -> Slot:
    since, until = span
    tree = state.site.tree
    loads = loads_of(state.hangs, state.past, since, until)
    here = [
        msgspec.structs.replace(one, got_kwh=got[one.connector])
        for one in sessions
        if stays[one.connector].until > since
        and got[one.connector] < stays[one.connector].energy_kwh - _DONE_KWH
    ]
    moment = Moment(since=since, until=until, loads=loads)
    grants = planned(tree, here, moment, state.terms)
    by_connector = {one.connector: one for one in here}
    used = tree.used({one.connector: one.phases for one in here})
    amps = np.zeros((len(tree.connectors), 3))
    after = dict(got)
    for grant in grants:
        one, place = by_connector[grant.connector], tree.place[grant.connector]
        stay = stays[one.connector]
        drawn_a = min(grant.amps, one.takes_a)
        kw = drawn_a * float(used[place].sum()) * tree.volts / 1000
        there_h = (min(until, stay.until) - since) / HOUR
        more = min(kw * there_h, stay.energy_kwh - got[one.connector])
        after[one.connector] = got[one.connector] + more
        amps[place] = drawn_a * used[place]
    return Slot(
        since=since,
        until=until,
        burden=tree.burden(amps) + tree.loaded(loads),
        carries=tree.limits(since, until),
        got_kwh=after,
    )
