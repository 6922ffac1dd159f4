"""How a scenario is written. Pure.

Expressions are those of the GoRules zen engine; texts of actions may hold some, in
`{{ }}`. What they can speak of is in `surroundings.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from mesto.kernel.plugin import Text
from mesto.operations.calendars.definition import Clock, SunMoment
from mesto.operations.work.order import OrderType
from mesto.operations.work.said import Priority, Title, Words

#: draft: is only written; watching: notes what it would do, and does nothing;
#: active: does it; off: rests
Stage: TypeAlias = Literal["draft", "watching", "active", "off"]
RUNNING: frozenset[str] = frozenset({"watching", "active"})

Severity: TypeAlias = Literal["informational", "low", "medium", "high", "critical"]
Plain: TypeAlias = Annotated[str, msgspec.Meta(pattern=r'^[^"\\]{1,200}$')]
Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=90 * 86_400)]
Expression: TypeAlias = Annotated[str, msgspec.Meta(max_length=4_000)]

MOST_TRIGGERS, MOST_CONDITIONS, MOST_ACTIONS = 20, 50, 50


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="is"):
    """Something of a kind that `is` names."""


# when something happens


class Change(_Part, frozen=True, tag="change"):
    """An attribute got another value; with `to`, it became one of these."""

    attribute: str
    to: Sequence[bool | float | str] | None = None


class Threshold(_Part, frozen=True, tag="threshold"):
    """A number went beyond a limit, and stayed there for a while.

    It has to come back to `back` before it can go beyond again.
    """

    attribute: str
    above: float | None = None  #: beyond is from here on
    below: float | None = None  #: or from here down
    back: float | None = None  #: by default the limit itself
    for_s: Seconds = 0


class Silence(_Part, frozen=True, tag="silence"):
    """An attribute was not heard of for a while."""

    attribute: str
    for_s: Annotated[int, msgspec.Meta(ge=60, le=90 * 86_400)]


class Schedule(_Part, frozen=True, tag="schedule"):
    """The clock of the town shows a time; with a calendar, while that holds."""

    at: Annotated[Sequence[Clock], msgspec.Meta(min_length=1, max_length=100)]
    calendar: str = ""


class Sun(_Part, frozen=True, tag="sun"):
    """The sun stands so; with a calendar, while that holds."""

    moment: SunMoment
    calendar: str = ""


class Geofence(_Part, frozen=True, tag="geofence"):
    """Something that moves came into an area, or went out of it."""

    area: Mapping[str, Any]  # GeoJSON Polygon or MultiPolygon, lon/lat
    goes: Literal["in", "out"]


class Alarm(_Part, frozen=True, tag="alarm"):
    """An Alert was raised or cleared about an entity; it can be one of some rules."""

    state: Literal["raised", "cleared"]
    severities: Sequence[Severity] = ()
    rules: Sequence[str] = ()


class Webhook(_Part, frozen=True, tag="webhook"):
    """Another system calls; what it sends is `payload`."""


class Hand(_Part, frozen=True, tag="hand"):
    """Somebody, or another scenario, starts it."""


Trigger: TypeAlias = (
    Change | Threshold | Silence | Schedule | Sun | Geofence | Alarm | Webhook | Hand
)


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which entities it is about; without types, about the town as a whole."""

    types: Sequence[str] = ()
    districts: Sequence[str] = ()  #: scopes, e.g. /centre; with all below
    urns: Sequence[str] = ()
    where: Expression = ""


# if it is so


class If(_Part, frozen=True, tag="expression"):
    """An expression that is true."""

    that: Expression


class Compare(_Part, frozen=True, tag="compare"):
    """An attribute of the entity compares so."""

    attribute: Plain
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    value: bool | float | Plain


class InCalendar(_Part, frozen=True, tag="calendar"):
    """A calendar that holds, or does not."""

    name: str
    holds: bool = True


class Table(_Part, frozen=True, tag="table"):
    """A decision table, JDM; a row has to fit, and what it says is `table` then."""

    decision: Mapping[str, Any]  # JSON Decision Model of GoRules


Condition: TypeAlias = If | Compare | InCalendar | Table


# then do this


class Command(_Part, frozen=True, tag="command"):
    """Tell an asset to do something."""

    command: str  #: as the device knows it, e.g. setDimLevel
    value: Any = None  # any JSON; texts in it may hold expressions
    target: Expression = ""  #: an expression for a URN, or several; empty: the entity
    expires_s: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 900


class Raise(_Part, frozen=True, tag="raise"):
    """Raise an alarm about the entity, or keep it raised."""

    severity: Severity
    description: Text
    category: str = ""


class Clear(_Part, frozen=True, tag="clear"):
    """Clear the alarm this scenario raised about the entity, or another one did."""

    scenario: str = ""


class WorkOrder(_Part, frozen=True, tag="work"):
    """Open a work order about the entity."""

    title: Title  #: in the language of the crew
    description: Words = ""
    priority: Priority = Priority.NORMAL
    to: str = ""  #: crew:NAME or person:LOGIN
    due_s: Seconds = 0  #: from now on; 0: no matter when
    type: OrderType = OrderType.REPAIR
    checklist: Annotated[str, msgspec.Meta(max_length=60)] = ""  #: else what fits best


class Notify(_Part, frozen=True, tag="notify"):
    """Tell people, or another system by its channel."""

    to: Annotated[Sequence[str], msgspec.Meta(min_length=1, max_length=50)]
    subject: Text
    body: Text = {}
    severity: Severity = "medium"


class Start(_Part, frozen=True, tag="start"):
    """Start another scenario about the same entity: a plan."""

    scenario: str


class Wait(_Part, frozen=True, tag="wait"):
    """Wait; a restart does not shorten or lengthen it."""

    for_s: Annotated[int, msgspec.Meta(ge=1, le=90 * 86_400)]


class Branch(_Part, frozen=True, tag="branch"):
    """Go on one way or the other."""

    that: Expression
    then: "Sequence[Action]" = ()
    otherwise: "Sequence[Action]" = ()


Action: TypeAlias = Command | Raise | Clear | WorkOrder | Notify | Start | Wait | Branch


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much it may do; beyond `an_hour` it is switched off and its owner told."""

    an_hour: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 200
    rest_s: Seconds = 0  #: so long it leaves an entity alone after a run


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scenario as it is written."""

    title: Text
    triggers: Annotated[
        Sequence[Trigger], msgspec.Meta(min_length=1, max_length=MOST_TRIGGERS)
    ]
    actions: Annotated[
        Sequence[Action], msgspec.Meta(min_length=1, max_length=MOST_ACTIONS)
    ]
    about: Text = {}
    owner: str = ""  #: who is told when it is switched off, e.g. person:jana
    scope: Scope = Scope()
    conditions: Annotated[
        Sequence[Condition], msgspec.Meta(max_length=MOST_CONDITIONS)
    ] = ()
    limits: Limits = Limits()
