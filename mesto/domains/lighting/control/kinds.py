"""What people write about the light: its kinds, and what makes sense of each. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from mesto.domains.lighting.control import floor, groups, programme, schedule
from mesto.domains.lighting.control.cohorts import Written

Kind: TypeAlias = Literal["groups", "programmes", "schedules", "floors"]


class Sort(NamedTuple):
    """A kind of what is written."""

    entity: str  #: its entity type
    shape: type[Any]  # the struct of its definitions
    #: raises Malformed with the place; takes name, definition and all that is written
    check: Callable[[str, Any, Written], None]


def put_in(written: Written, kind: Kind, name: str, definition: Any) -> Written:
    """Return what would be written with one more definition, or another one.

    definition: of the kind; any rollout of a schedule ends by it
    """
    known: Mapping[str, Any] = getattr(written, kind)
    put: dict[str, Any] = {kind: {**known, name: definition}}  # of the kind
    if kind == "schedules":
        put["rollouts"] = _without(written.rollouts, name)
        put["before"] = _without(written.before, name)
    return written._replace(**put)


def users_of(kind: Kind, name: str, written: Written) -> Iterator[str]:
    """Yield what speaks of a group or programme: it has to be changed first."""
    for other, one in written.groups.items():
        if kind == "groups" and name in one.groups:
            yield f"the group {other}"
    for other, plan in written.schedules.items():
        programmes = {plan.programme, *(event.programme for event in plan.events)}
        if kind == "groups" and name in plan.groups:
            yield f"the schedule {other}"
        if kind == "programmes" and name in programmes:
            yield f"the schedule {other}"


def _without(known: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {other: one for other, one in known.items() if other != name}


def _check_group(name: str, definition: groups.Definition, written: Written) -> None:
    groups.check(name, definition, written.groups)


def _check_programme(
    _name: str, definition: programme.Definition, written: Written
) -> None:
    programme.check(definition, written.calendars)


def _check_schedule(
    _name: str, definition: schedule.Definition, written: Written
) -> None:
    schedule.check(
        definition,
        groups=written.groups,
        programmes=written.programmes,
        calendars=written.calendars,
    )


def _check_floor(_name: str, _definition: floor.Definition, _written: Written) -> None:
    """Take any floor that can be read."""


KINDS: Final[Mapping[Kind, Sort]] = {
    "groups": Sort(groups.GROUP, groups.Definition, _check_group),
    "programmes": Sort(schedule.PROGRAMME, programme.Definition, _check_programme),
    "schedules": Sort(schedule.SCHEDULE, schedule.Definition, _check_schedule),
    "floors": Sort(floor.FLOOR, floor.Definition, _check_floor),
}
