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

from mesto.domains.emobility.charging.share import Asked, Shared, share
from mesto.domains.emobility.charging.tree import Floats, Load, Tree


class Held(msgspec.Struct, frozen=True):
    """A current that a station was told: `amps` a phase, and when that profile ends."""

    amps: float
    until: datetime
    phases: int = 3  #: on how many the car of then draws, as it was known


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """For when something is planned or told, and what is so meanwhile.

    since, until: by the clock of the town
    loads: the most that hangs on cables meanwhile, beside the stations
    held: by connector, all it was told since its last answer, and what that was about
    """

    since: datetime
    until: datetime
    loads: Sequence[Load] = ()
    held: Mapping[str, Sequence[Held]] = {}


def reckoned(tree: Tree, moment: Moment) -> Floats:
    """Return the most each connector may draw in a moment, A, (connectors, 3)."""
    most = tree.unasked.copy()
    for name, told in moment.held.items():
        place = tree.place[name]
        for one in told:
            if one.until > moment.since:
                used = tree.used({name: one.phases})[place]
                most[place] = np.maximum(most[place], one.amps * used)
    return most


def room(tree: Tree, moment: Moment, most: Floats) -> Floats:
    """Return what is left on every node, (nodes, 4), where connectors draw `most`."""
    carried = tree.limits(moment.since, moment.until)
    return carried - tree.loaded(moment.loads) - tree.burden(most)


def may_tell(
    tree: Tree,
    wanted: Mapping[str, float],
    moment: Moment,
    phases: Mapping[str, int],
) -> Shared:
    """Return what connectors may be told now to draw until the moment ends, A a phase.

    wanted: what the plan grants, by connector, who is first in rank comes first
    moment: with what every connector holds
    phases: on how many a car draws, by connector
    """
    most = reckoned(tree, moment)
    amps = np.zeros(len(tree.connectors))
    rank = [tree.place[name] for name in wanted]
    amps[rank] = list(wanted.values())
    asked = Asked(wanted=amps, reserved=most, used=tree.used(phases))
    return share(tree, room(tree, moment, most), rank, asked)
