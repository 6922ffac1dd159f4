"""How gates and domains introduce themselves, and how the city finds them."""

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Mapping,
    MutableMapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, runtime_checkable

import msgspec

from mesto.kernel.access.rights import Verb
from mesto.kernel.checklist import Checklist
from mesto.kernel.errors import CityError
from mesto.kernel.model import (
    Command,
    Device,
    Entity,
    Event,
    Message,
    Observation,
    Settled,
    Value,
)
from mesto.kernel.panel import Board
from mesto.kernel.plausible import Plausibility
from mesto.kernel.radio import Groups, Radio
from mesto.kernel.table import Sheet
from mesto.kernel.text import Text as Text  # noqa: PLC0414 - it belongs to what is introduced

P = TypeVar("P")
S = TypeVar("S", bound=msgspec.Struct)

#: What a rule may decide.
Outcome: TypeAlias = Observation | Command
#: What a gate may hear.
Heard: TypeAlias = Observation | Settled
#: ASGI 3 application; `scope["city"]` is the caller's City when the door let it in.
HttpApp: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[..., Any], Callable[..., Any]], Awaitable[None]
]
#: Tells a caller over HTTP why it was not let in; takes ASGI's `scope` and `send`.
Refuse: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[..., Any], CityError], Awaitable[None]
]
#: What the console may ask, by what who asks has to be allowed: path, method, and the
#: function of the request and the picture that answers; see `mesto.web.api.Answer`.
Answers: TypeAlias = Mapping[
    Verb, Sequence[tuple[str, str, Callable[..., Awaitable[Any]]]]
]

#: What anybody may ask without a key: path, method, and the function of the request and
#: the whole city that answers; see `mesto.web.open`.
OpenAnswers: TypeAlias = Sequence[tuple[str, str, Callable[..., Awaitable[Any]]]]


@dataclass(frozen=True, kw_only=True)
class Known(Generic[S]):
    """What a gate may know while it translates: its settings and the devices."""

    connection: str
    settings: S
    devices: Mapping[str, Device] = field(default_factory=dict)  #: by serial


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Messages that arrived together; `done` acknowledges them after the commit.

    trouble: why nothing comes just now, of a peer that is asked and tried again
    """

    messages: Sequence[Message]
    done: Callable[[], Awaitable[None]]
    trouble: CityError | None = None


class Line(Protocol):
    """An open connection to a peer."""

    def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield what arrives; ends only when the peer closes for good."""
        ...

    async def send(self, message: Message) -> None:
        """Send to `message.origin`; return when the peer has taken it.

        Raises Unavailable if it does not.
        """
        ...


@runtime_checkable
class SendsMany(Protocol):
    """A line that many messages go by at once, for less than one after the other."""

    async def send_all(self, messages: Sequence[Message]) -> Sequence[CityError | None]:
        """Send side by side; return of each what `Line.send` raises, or None."""
        ...


@runtime_checkable
class Authorizes(Protocol):
    """A line to a partner who says which of its drivers may charge."""

    async def authorize(self, token: Entity, station: str) -> str:
        """Return whether somebody may charge at a station now, in OCPP's words.

        token: what the driver brings; its `roamingPartner` is this line's connection

        Raises Unavailable where the partner has to say so and does not.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """A way messages travel, found by the scheme of a connection's URL.

    open: takes the connection; raises Unavailable when the peer cannot be reached.
    tells: its lines tell peers what the city knows: `open` takes the City too
    """

    name: str
    schemes: Sequence[str]
    open: Callable[..., AbstractAsyncContextManager[Line]]
    tells: bool = False


@dataclass(frozen=True, kw_only=True)
class Shared:
    """One message that tells many devices the same.

    Nobody acknowledges it: each shows by itself that it was done.
    """

    message: Message
    #: by command: the attribute of its asset that shows it, and the value it has then
    shows: Mapping[str, tuple[str, Value]]


@dataclass(frozen=True, kw_only=True)
class Gate(Generic[S]):
    """A protocol the city speaks.

    decode: pure; yields what one message says, or raises Malformed
    encode: pure; what to send so that the device obeys the command
    sheet: pure; the rows of a message that is a table, for who judges rows
    http: an ASGI application that answers every path under `paths`
    refuse: says there, in the protocol's words, why the door stays shut; without it
        the door says so as problem details
    lets_in: it asks its peers there itself who they are, in the protocol's own way;
        `scope["exchanges"]` has what runs between each municipality and its systems
    title, about: what people call it, and in a sentence what it is for
    icon: its symbol in the console
    keyed: paths it answers too, to whom it gave them: each holds a secret of its own
    ways: how messages usually come: names of carriers, or `webhook`
    words: what people call the settings, by struct and field: `Settings.every_s`
    radio: how commands go by radio, by the settings; None: not, or nobody said
    gather: pure; messages of a connection that tell devices of the gate together; what
        is in none of them is told by `encode`
    groups: pure; URNs of the assets that such a message tells, by its name
    runs: what goes on beside every city, for ever, by what it keeps; takes the City,
        the Callers, whether private addresses may be asked (`allow_private`) and the
        URL under which peers reach us (`base`)
    """

    name: str
    spec: str  #: the standard, its version and where to read it
    settings: type[S]
    decode: Callable[[Message, Known[S]], Iterable[Heard]] | None = None
    encode: Callable[[Command, Device, Known[S]], Message] | None = None
    sheet: Callable[[Message, Known[S]], Sheet] | None = None
    http: HttpApp | None = None
    refuse: Refuse | None = None
    lets_in: bool = False
    paths: Sequence[str] = ()
    keyed: Sequence[str] = ()
    title: Text = field(default_factory=dict)
    about: Text = field(default_factory=dict)
    icon: str = "gate"
    ways: Sequence[str] = ("webhook",)
    words: Mapping[str, Text] = field(default_factory=dict)
    radio: Callable[[S], Radio | None] = lambda _settings: None
    gather: (
        Callable[[Sequence[tuple[Command, Device]], Known[S]], Iterable[Shared]] | None
    ) = None
    groups: Callable[[Known[S]], Groups] = lambda _known: {}
    runs: Mapping[str, Callable[..., Awaitable[None]]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What to do when an attribute of a type of entity is observed."""

    type: str
    attribute: str
    then: Callable[[Event, Entity], Iterable[Outcome]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One attribute as people see it."""

    attribute: str
    title: Text
    unit: str = ""  #: as shown, e.g. %, °C, kWh
    scale: float = 1.0  #: shown = value * scale; 100 for a share shown in percent
    digits: int = 0
    heard: bool = True  #: the asset reports it; else it is reckoned, or written
    #: what it can be, before `scale`; a sensor that says anything else is broken
    limits: tuple[float, float] | None = None
    strict: bool = False  #: what is beyond `limits` is refused instead of doubted
    #: what its values mean, where they are codes
    words: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Switch:
    """An order that is on or off."""

    on: Value = True  #: what the command carries
    off: Value = False


@dataclass(frozen=True, kw_only=True)
class Level:
    """An order that takes a share in [0, 1], chosen in percent."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An order that takes one of several values."""

    options: Sequence[tuple[Value, Text]]


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An order that takes a number in [least, most], in steps from `least` on."""

    least: float
    most: float
    step: float = 1.0
    unit: str = ""  #: as shown


@dataclass(frozen=True, kw_only=True)
class Press:
    """An order with nothing to choose."""

    value: Value = None  #: what the command carries


@dataclass(frozen=True, kw_only=True)
class Order:
    """Something an asset can be told, as people see it."""

    name: str  #: unique among the orders of its layer
    title: Text
    does: Text  #: what will happen, in a sentence
    command: str  #: the command's name, as the device knows it
    takes: Switch | Level | Choice | Amount | Press
    shown_by: str = ""  #: the attribute that tells what holds now
    ask: Text | None = None  #: what to ask before a dangerous one is given
    expires_after: timedelta = timedelta(minutes=15)
    #: when it is sent again unless confirmed, then after twice as long; None: never,
    #: for what done twice is not the same as done once
    again_after: timedelta | None = None
    four_eyes: bool = False  #: a second person has to agree
    #: name of the order, with nothing to choose, by which the asset is left to itself
    #: again; empty: what it was told before is what it goes back to
    back_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A relationship as people read it, in both directions."""

    attribute: str
    title: Text  #: from the entity that has it: "Fed by"
    back: Text  #: from what it leads to: "Feeds"


@dataclass(frozen=True, kw_only=True)
class Damping:
    """When alarms that come and go are one: so many within a while, until calm."""

    times: int = 5
    within: timedelta = timedelta(minutes=30)
    quiet: timedelta = timedelta(minutes=30)  #: so long nothing opens before it is over


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One type of asset on the map.

    judge: pure; how the asset is, from its present, the present of what its
        `explained_by` relationships lead to (by URN), and the time. Of each entity it
        sees name, location and what is in `fields`, `reads` and `explained_by`.
    """

    type: str  #: entity type, e.g. WasteContainer
    title: Text
    icon: str  #: name of the symbol in the console
    main: str  #: attribute whose value is shown beside the symbol
    fields: Sequence[Field]
    judge: "Callable[[Entity, Mapping[str, Entity], datetime], Verdict]"
    reads: Sequence[str] = ()  #: what `judge` reads beside the fields
    explained_by: Sequence[str] = ()  #: relationships to what may be the cause
    drawn: bool = True  #: each has a symbol on the map; else it is only looked up
    stuck_after: timedelta | None = None  #: `main` unmoved for so long is jammed
    damping: Damping = Damping()
    relations: Sequence[Relation] = ()
    orders: Sequence[Order] = ()


class Verdict(msgspec.Struct, frozen=True):
    """How an asset is, and the cause in a sentence."""

    status: str  #: ok, warning, critical, offline or maintenance
    cause: Mapping[str, str] = {}  #: the sentence by language; empty when ok
    by: str = ""  #: URN of what explains it, where that is another entity
    since: datetime | None = None  #: from when, as far as the present tells
    until: datetime | None = None  #: when to judge again though nothing was heard


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something that is about to be ordered, as a guard sees it."""

    command: Command
    entity: Entity | None  #: what it is ordered of, as it is now: what `Guard.reads`
    #: by URN: what its relationships lead to, and all entities of `Guard.beside`
    known: Mapping[str, Entity]
    by_person: bool  #: somebody with an account orders it
    at: datetime
    until: datetime | None  #: it is to hold so long; None: nobody said
    center: tuple[float, float] | None  #: of the town, longitude and latitude
    zone: tzinfo  #: of the town's clock


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What a service has to say against an order, whoever gives it.

    concerns: pure; whether it may say something, by the command alone: only then
        anything is read
    against: pure; yields why it is not to be done, by language
    reads: the attributes it looks at, beside those that lead somewhere; no other is
        there
    beside: entity types all of which it looks at
    """

    name: str
    concerns: Callable[[Command], bool]
    against: Callable[[Told], Iterable[Text]]
    reads: Sequence[str]
    beside: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A service the city gives: rules that decide, layers and boards that show.

    answers: to its own screens; their paths are below `/api/{city}/{name}/`
    public: what anybody may read without a key, by its path below
        `/public/{city}/{name}/`; a function of the request and the whole City, which
        tells nothing that is not for everybody; see `mesto.web.open`
    open_answers: to anybody; their paths are below `/open/{city}/{name}/`
    plausible: how files about its assets are judged before they are recorded
    runs: what goes on beside every city, for ever, by what it keeps; takes the City
        and the Callers in whose name it may act
    """

    name: str
    title: Text
    rules: Sequence[Rule] = ()
    layers: Sequence[Layer] = ()
    boards: Sequence[Board] = ()
    checklists: Mapping[str, Checklist] = field(default_factory=dict)  #: by name
    answers: Answers = field(default_factory=dict)
    public: Mapping[str, Callable[..., Awaitable[Any]]] = field(default_factory=dict)
    open_answers: OpenAnswers = ()
    runs: Mapping[str, Callable[..., Awaitable[None]]] = field(default_factory=dict)
    plausible: Sequence[Plausibility] = ()
    guards: Sequence[Guard] = ()


def found_in(package: ModuleType, kind: type[P]) -> list[P]:
    """Import each subpackage of `package` and collect the `kind` it exports."""
    modules = [
        import_module(f"{package.__name__}.{found.name}")
        for found in iter_modules(package.__path__)
    ]
    return [
        value for m in modules for value in vars(m).values() if isinstance(value, kind)
    ]
