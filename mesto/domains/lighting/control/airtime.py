"""How long the switchings of a night take by radio, and whether that is in time. Pure.

What lamps are told at a moment has to be out before their next turn, and within an
hour; what went out before may hold it up.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from mesto.domains.lighting.control.cohorts import Written, schedule_of
from mesto.domains.lighting.control.fading import stepped
from mesto.domains.lighting.control.groups import within
from mesto.domains.lighting.control.kinds import Kind
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.nights import Night, told_in
from mesto.kernel.radio import Radio, Way
from mesto.operations.commands.radio import Sent, busy_s, sent_to, takes_all_s

LONGEST: Final = timedelta(hours=1)  #: lamps are to be told within


class Aired(NamedTuple):
    """A switching as one connection carries it."""

    connection: str
    gateways: int
    at: datetime
    commands: int
    messages: int  #: on the radio, by which they are told; groups are told by one
    takes_s: float  #: until the last lamp has been told
    window_s: float  #: until the first of them has its next turn

    @property
    def strain(self) -> float:
        """How much of its time it takes; above 1 it is late."""
        return self.takes_s / self.window_s


STRAIN: Final = attrgetter("strain")


class _Told(NamedTuple):
    """Lamps of a cohort that are told at a moment, by one connection."""

    at: datetime
    window: timedelta  #: within which they have to be told
    commands: int
    sent: Sent
    schedules: frozenset[str]


def hardest_in(
    night: Night, ways: Mapping[str, Way], about: Collection[str]
) -> dict[str, Aired]:
    """Return by connection the switching of a night that has the least time to spare.

    ways: by URN of a lamp, how commands go to it by radio
    about: schedules; only what they switch is looked at, with all that goes beside it

    Lamps that keep their programme are told nothing.
    """
    radios = {way.connection: way.radio for way in ways.values()}
    found: dict[str, Aired] = {}
    for connection, told in _told_by_connection(night, ways).items():
        switchings = _in_turn(connection, radios[connection], told, about)
        hardest = max(switchings, key=STRAIN, default=None)
        if hardest is not None:
            found[connection] = hardest
    return found


def by_connection(nights: Iterable[Mapping[str, Aired]]) -> list[list[Aired]]:
    """Return what `hardest_in` found in some nights, for each connection."""
    found: defaultdict[str, list[Aired]] = defaultdict(list)
    for night in nights:
        for connection, one in night.items():
            found[connection].append(one)
    return [found[connection] for connection in sorted(found)]


def schedules_with(kind: Kind, name: str, written: Written) -> Collection[str]:
    """Return the schedules whose switchings something that is written may change.

    A lamp that leaves a group may follow any other schedule then; a group that no
    schedule has leads nobody.
    """
    if kind == "schedules":
        return {name}
    if kind == "programmes":
        return {
            other
            for other, one in written.schedules.items()
            if name in {one.programme, *(event.programme for event in one.events)}
        }
    if kind == "groups":
        lists = [one.groups for one in written.schedules.values()]
        if not any(name in within(one, written.groups) for one in lists):
            return ()
    return written.schedules.keys()


def _told_by_connection(
    night: Night, ways: Mapping[str, Way]
) -> Mapping[str, Sequence[_Told]]:
    found: defaultdict[str, list[_Told]] = defaultdict(list)
    for cohort, lamps in night.cohorts.items():
        if cohort.schedules:
            names = frozenset(map(schedule_of, cohort.schedules))
            held = night.courses[cohort]
            for by_steps in (False, True):
                alike = [one for one in lamps if (one.fading == "steps") is by_steps]
                moments = told_in(stepped(held) if by_steps else held)
                windows = list(_windows(moments))
                for connection, (count, sent) in _by_radio(alike, ways).items():
                    found[connection] += [
                        _Told(*one, count, sent, names) for one in windows
                    ]
    return found


def _by_radio(
    lamps: Iterable[Lamp], ways: Mapping[str, Way]
) -> Mapping[str, tuple[int, Sent]]:
    """Count the lamps that are told what to do, and the messages, by connection."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    by_name: dict[str, Way] = {}
    for one in lamps:
        way = None if one.keeps else ways.get(one.urn)
        if way is not None:
            told[way.connection].append(one.urn)
            by_name[way.connection] = way
    return {
        name: (len(urns), sent_to(urns, by_name[name])) for name, urns in told.items()
    }


def _windows(moments: Sequence[datetime]) -> Iterator[tuple[datetime, timedelta]]:
    """Yield each moment, and how long there is until the next one."""
    ends = [*moments[1:], *(last + LONGEST for last in moments[-1:])]
    for at, next_at in zip(moments, ends, strict=True):
        yield at, min(next_at - at, LONGEST)


def _in_turn(
    connection: str, radio: Radio, told: Iterable[_Told], about: Collection[str]
) -> Iterator[Aired]:
    """Yield switchings one after the other, as the gateways come to them."""
    moments: defaultdict[datetime, list[_Told]] = defaultdict(list)
    for one in told:
        moments[one.at].append(one)
    free_at = None
    for at in sorted(moments):
        here = moments[at]
        commands = sum(one.commands for one in here)
        sent = Sent(
            sum(one.sent.alone for one in here), sum(one.sent.together for one in here)
        )
        begins_at = at if free_at is None else max(at, free_at)
        free_at = begins_at + timedelta(seconds=busy_s(sent, radio))
        if any(not one.schedules.isdisjoint(about) for one in here):
            takes_s = takes_all_s(sent, radio)
            window = min(one.window for one in here)
            yield Aired(
                connection=connection,
                gateways=radio.gateways,
                at=at,
                commands=commands,
                messages=sent.messages,
                takes_s=(begins_at - at).total_seconds() + takes_s,
                window_s=window.total_seconds(),
            )
