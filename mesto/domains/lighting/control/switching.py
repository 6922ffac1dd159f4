"""What each lamp is told at a moment: only what it was not told yet. Pure.

The id of a command is derived from the lamp, the turn, the level and the command the
lamp was told last, so that twice is once, and what is changed and changed back is told.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from mesto.domains.lighting.control import fading
from mesto.domains.lighting.control.cohorts import schedule_of
from mesto.domains.lighting.control.decide import Cohort, Decision, Plan
from mesto.domains.lighting.control.kept import KEEP, Special, kept
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.panels import AGAIN_AFTER, SET_DIM_LEVEL
from mesto.kernel.model import Command, Value

SOURCE: Final = "schedule:"  #: before the name of the schedule
LIGHT: Final = UUID("7d2f2d52-6a0c-5b7e-9c8e-7c1f0a5f3f10")
LONGEST: Final = timedelta(hours=12)  #: a command is tried
SHORTEST: Final = timedelta(minutes=5)


class Told(NamedTuple):
    """What a lamp was told last by us, and when."""

    id: str
    value: Value
    at: datetime


#: By command and lamp.
Memory = Mapping[tuple[str, str], Told]


def wanted(
    lamp: Lamp, decision: Decision, programme: dict[str, object] | None
) -> Value:
    """Return what a lamp is to be told: a level, or null to follow its own programme.

    Where it fades by itself the level comes with the time it takes.

    programme: the one it keeps, if it keeps one
    """
    follows = lamp.keeps and programme is not None
    if follows and _by_programme(decision):
        return None
    return fading.told(decision.held, lamp.fading)


def programme_for(
    lamp: Lamp, cohort: Cohort, plan: Plan, special: Special
) -> dict[str, object] | None:
    """Return the programme that a lamp shall keep by itself; None where it cannot.

    special: the days of the town's calendars that it has to know
    """
    if not lamp.keeps or not cohort.schedules:
        return None
    written = plan.programmes.get(plan.schedules[cohort.schedules[0]].programme)
    if written is None:
        return None
    return kept(written, plan.floors, cohort.lighting_class, special)


def commands_to(  # noqa: PLR0913 - what tells what a lamp lacks
    lamp: Lamp,
    decision: Decision,
    programme: dict[str, object] | None,
    told: Memory,
    now: datetime,
    *,
    alone: bool = False,
) -> Iterator[Command]:
    """Yield what a lamp has to be told now; nothing where it was told already.

    told: what lamps were told last
    alone: it follows people by itself just now, by what it keeps
    """
    source = SOURCE + schedule_of(decision.held.schedule)
    last = told.get((KEEP, lamp.urn))
    if programme is not None and (last is None or last.value != programme):
        until = now + LONGEST
        yield _command(
            lamp.urn, KEEP, programme, last=last, at=now, until=until, source=source
        )
    level = None if alone else wanted(lamp, decision, programme)
    last = told.get((SET_DIM_LEVEL, lamp.urn))
    if not _knows(last, level, decision):
        until = min(max(decision.until, now + SHORTEST), now + LONGEST)
        yield _command(
            lamp.urn,
            SET_DIM_LEVEL,
            level,
            last=last,
            at=decision.held.at,
            until=until,
            source=source,
        )


def releases(
    told: Memory, steered: Collection[str], now: datetime
) -> Iterator[Command]:
    """Yield what leaves lamps to themselves that no schedule is about any more."""
    for (name, urn), last in told.items():
        if name == SET_DIM_LEVEL and urn not in steered and last.value is not None:
            until, source = now + LONGEST, f"{SOURCE}none"
            yield _command(
                urn, name, None, last=last, at=last.at, until=until, source=source
            )


def _knows(last: Told | None, level: Value, decision: Decision) -> bool:
    """Tell whether a lamp was told a level in this turn; its own needs no turn."""
    if last is None:
        return level is None
    return last.value == level and (level is None or last.at >= decision.held.at)


def _by_programme(decision: Decision) -> bool:
    """Tell whether a kept programme does it too: it may not have the town's sensor."""
    return decision.held.cause == "programme" and not decision.held.sensed


def _command(  # noqa: PLR0913 - what a command has
    urn: str,
    name: str,
    value: Value,
    *,
    last: Told | None,
    at: datetime,
    until: datetime,
    source: str,
) -> Command:
    because = f"{urn} {name} {at.timestamp():.0f} {value} {last.id if last else ''}"
    return Command(
        id=str(uuid5(LIGHT, because)),
        entity=urn,
        name=name,
        value=value,
        source=source,
        again_s=AGAIN_AFTER.total_seconds(),
        expires_at=until,
    )
