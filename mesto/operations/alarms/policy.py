"""Who is told of which alarms, and after how long. Pure.

A policy is an entity `urn:ngsi-ld:EscalationPolicy:NAME` whose `definition` is a
`Policy`. It speaks of groups: what one alarm explains is one with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, NamedTuple, TypeAlias

import msgspec
from msgspec import Meta

from mesto.operations.alarms.alert import Severity
from mesto.operations.alarms.duty import CalendarName, Holds, Recipient, Title
from mesto.operations.alarms.severity import SEVERITY

POLICY = "EscalationPolicy"  #: the entity type

Name: TypeAlias = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]+$")]
Names: TypeAlias = Annotated[tuple[Name, ...], Meta(max_length=100)]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to tell once nobody acknowledged an alarm for so long."""

    after_min: Annotated[int, Meta(ge=0, le=10_080)]
    tell: Annotated[tuple[Recipient, ...], Meta(min_length=1, max_length=20)]


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which alarms are told to whom. What is left empty is not asked about.

    types: entity types, of any alarm of the group; calendar: only while it holds
    """

    title: Title
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=10)]
    severities: Annotated[tuple[Severity, ...], Meta(max_length=5)] = ()
    types: Names = ()
    districts: Names = ()
    calendar: CalendarName = ""
    enabled: bool = True


class Key(NamedTuple):
    """What tells one waiting group from all others, also from itself at another time.

    began_at: since when it waits for somebody: it opened then, or left the shelf
    """

    entity: int  #: number of what explains the group
    began_at: datetime


class Waiting(NamedTuple):
    """A group of alarms that nobody has acknowledged or shelved."""

    key: Key
    status: int  #: the worst
    types: frozenset[str]
    districts: frozenset[str]
    told: frozenset[tuple[str, int]]  #: policies, and numbers of their steps


def concerns(policy: Policy, group: Waiting) -> bool:
    """Tell whether a policy is about a group."""
    return _means(policy, group.types, SEVERITY[group.status]) and (
        not policy.districts or not group.districts.isdisjoint(policy.districts)
    )


def told_first(
    policies: Iterable[Policy], type_: str, severity: Severity
) -> list[Recipient]:
    """Return who is told first of alarms of a type, wherever, each once."""
    types = frozenset({type_})
    meant = (one for one in policies if _means(one, types, severity))
    steps = (min(one.steps, key=lambda step: step.after_min) for one in meant)
    return list(dict.fromkeys(who for step in steps for who in step.tell))


def in_force(
    policies: Mapping[str, Policy], calendars: Mapping[str, Holds], now: datetime
) -> dict[str, Policy]:
    """Return the policies that hold now; one whose calendar is gone holds."""
    return {
        name: policy
        for name, policy in policies.items()
        if policy.enabled
        and (policy.calendar not in calendars or calendars[policy.calendar].holds(now))
    }


def due_steps(policy: Policy, group: Waiting, now: datetime) -> Sequence[int]:
    """Return the numbers of the steps whose time has come."""
    waited = now - group.key.began_at
    return [
        number
        for number, step in enumerate(policy.steps)
        if waited >= timedelta(minutes=step.after_min)
    ]


def _means(policy: Policy, types: frozenset[str], severity: str) -> bool:
    return (not policy.types or not types.isdisjoint(policy.types)) and (
        not policy.severities or severity in policy.severities
    )
