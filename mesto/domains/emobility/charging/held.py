"""What stations may be drawing, and what may be told to them now. Pure.

A station that was told a current may draw it until that profile ends, whether it has
answered or not; afterwards, or with a new car, it falls to its fail-safe current. So a
station is reckoned with the most of all it may hold. To give to one what another is to
give up, the other must first have answered: what is taken is told first, what is given
when it is sure. That no cable is overloaded follows from this alone, and not from
stations doing as they are told, or being heard.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
import numpy as np

from mesto.domains.emobility.charging.share import Shared, share
from mesto.domains.emobility.charging.tree import Floats, Load, Tree


class Held(msgspec.Struct, frozen=True):
    """A current that a station was told: `amps` a phase, and when that profile ends."""

    amps: float
    until: datetime
    phases: int = 3  #: on how many the car of then draws, as it was known


def reckoned(
    tree: Tree, held: Mapping[str, Sequence[Held]], since: datetime
) -> Floats:
    """Return the most each connector may draw from `since` on, A, (connectors, 3).

    held: by connector, all it was told since the last answer, and what it answered to
    """
    most = tree.unasked.copy()
    for name, told in held.items():
        place = tree.place[name]
        for one in told:
            if one.until > since:
                used = tree.used({name: one.phases})[place]
                most[place] = np.maximum(most[place], one.amps * used)
    return most


def may_tell(
    tree: Tree,
    wanted: Mapping[str, float],
    held: Mapping[str, Sequence[Held]],
    loads: Sequence[Load],
    *,
    phases: Mapping[str, int],
    since: datetime,
    until: datetime,
) -> Shared:
    """Return what connectors may be told now to draw until `until`, A a phase.

    wanted: what the plan grants, by connector, who is first in rank comes first
    held: see `reckoned`
    phases: on how many a car draws, by connector
    """
    most = reckoned(tree, held, since)
    room = tree.limits(since, until) - tree.loaded(loads) - tree.burden(most)
    amps = np.zeros(len(tree.connectors))
    rank = [tree.place[name] for name in wanted]
    amps[rank] = list(wanted.values())
    return share(
        tree, room, rank=rank, wanted=amps, reserved=most, used=tree.used(phases)
    )
