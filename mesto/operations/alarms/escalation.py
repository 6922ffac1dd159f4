"""Which alarms are to be told now, and whether one by one or together. Pure.

Of each policy's step and severity a few notices are told in a while. What comes on top
waits and is told together: a storm is one sentence, not fifty thousand, and a critical
alarm does not wait behind those that matter less.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from mesto.operations.alarms.policy import (
    Key,
    Policy,
    Waiting,
    concerns,
    due_steps,
)
from mesto.operations.alarms.severity import SEVERITY

WHILE = timedelta(minutes=10)
MOST = 5  #: notices of one step and severity in a while
ESCALATIONS = UUID("5f0f0c3e-6f3a-5b1e-9a55-0c8a2f6a4b11")  #: namespace of their ids


class Line(NamedTuple):
    """What shares an allowance: a step of a policy, and how bad it is."""

    policy: str
    step: int
    severity: str


class Telling(NamedTuple):
    """A notice to be made: who is told of which groups."""

    id: UUID  #: derived from them all
    line: Line
    to: Sequence[str]
    groups: Sequence[Key]  #: the oldest first


def due(
    groups: Iterable[Waiting],
    policies: Mapping[str, Policy],
    told: Mapping[Line, int],
    now: datetime,
) -> list[Telling]:
    """Return what is to be told now.

    policies: those in force
    told: how many notices each line has told within the last WHILE
    """
    waiting: dict[Line, list[Key]] = defaultdict(list)
    for group in groups:
        for line in _lines(group, policies, now):
            waiting[line].append(group.key)
    return [
        Telling(
            _id(line, some), line, policies[line.policy].steps[line.step].tell, some
        )
        for line, keys in waiting.items()
        for some in _together(sorted(keys, key=_age), MOST - told.get(line, 0))
    ]


def _lines(
    group: Waiting, policies: Mapping[str, Policy], now: datetime
) -> Iterator[Line]:
    for name, policy in policies.items():
        if concerns(policy, group):
            for step in due_steps(policy, group, now):
                if (name, step) not in group.told:
                    yield Line(name, step, SEVERITY[group.status])


def _together(keys: Sequence[Key], left: int) -> Iterator[Sequence[Key]]:
    """Yield each alone where so many may be told, else all as one; or none yet."""
    if len(keys) < left or len(keys) == 1 <= left:
        yield from ([key] for key in keys)
    elif left > 0:
        yield keys


def _age(key: Key) -> tuple[datetime, int]:
    return key.began_at, key.entity


def _id(line: Line, keys: Sequence[Key]) -> UUID:
    cause = [*map(str, line), *(f"{one.entity} {one.began_at}" for one in keys)]
    return uuid5(ESCALATIONS, "\n".join(cause))
