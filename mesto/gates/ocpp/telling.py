"""What a station says, in the words of the city, by any version of OCPP. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from mesto.gates.ocpp import naming
from mesto.gates.ocpp.clock import Clock, read_time
from mesto.gates.ocpp.codec import Payload, Refused
from mesto.gates.ocpp.profile import PLAIN, Profile
from mesto.gates.ocpp.sessions import Session
from mesto.gates.ocpp.settings import Settings
from mesto.kernel.model import TYPE, Kind, Observation, Value
from mesto.names.charging import CONNECTOR, EVSE, OF_EVSE, OF_STATION

#: What `Authorize` found out of a token, in OCPP's words.
Verdict = str
IDLE: Final = "Idle"
OFFSET: Final = "clockOffset"


@dataclass(slots=True, kw_only=True)
class Teller:
    """A station that speaks, and what is known of it."""

    urn: str  #: of the EVChargingStation
    source: str  #: name of the connection
    identity: str = ""  #: as it calls itself
    protocol: str
    settings: Settings
    profile: Profile = PLAIN
    clock: Clock = field(default_factory=Clock)
    parts: set[str] = field(default_factory=set)  #: that were told to be what they are
    tail: str = field(init=False)  #: what tells it from other stations
    kept_back: timedelta = field(init=False)  #: how long it may keep something back

    def __post_init__(self) -> None:
        """Reckon what every message needs."""
        self.tail = naming.tail_of(self.urn)
        self.kept_back = timedelta(days=self.settings.offline_days)


class Heard(NamedTuple):
    """What becomes of a message."""

    answer: Payload
    seen: Sequence[Observation] = ()
    session: Session | None = None  #: as it is once `seen` is durable
    doubt: str = ""  #: why the message is kept beside being answered


class Asked(NamedTuple):
    """One message, and what its station is known for."""

    teller: Teller
    payload: Payload
    at: datetime  #: when it was heard
    session: Session | None = None  #: the one it is about
    verdict: Verdict = "Accepted"  #: on the token it brings

    def time(self, text: str) -> datetime:
        """Read a time of the station, by its own clock. Raises Refused."""
        return read_time(text, zoneless=self.teller.profile.zoneless)

    def when(self, text: str | None) -> datetime:
        """Return when something was by our clock. Raises Refused."""
        if text is None:
            return self.at
        return self.teller.clock.corrected(self.time(text), self.at)


def learn_clock(asked: Asked, times: Iterable[str]) -> list[Observation]:
    """Learn from the times a message tells; note an offset the city does not know.

    Raises Refused for what is no time.
    """
    return learn(asked, [asked.time(one) for one in times])


def learn(asked: Asked, times: Iterable[datetime]) -> list[Observation]:
    """Learn from times that were read; note an offset the city does not know."""
    teller, news = asked.teller, False
    for one in times:
        news = teller.clock.notice(one, asked.at, teller.kept_back)
    if not news:
        return []
    offset_s = round(teller.clock.offset.total_seconds())
    return [say(teller, teller.urn, OFFSET, offset_s, asked.at, unit="SEC")]


def know_offset(teller: Teller, seen: Sequence[Observation]) -> None:
    """Remember that the city knows the offset of a clock, where `seen` told it."""
    clock = teller.clock
    if clock.noted != clock.offset and any(one.attribute == OFFSET for one in seen):
        clock.noted = clock.offset


def say(  # noqa: PLR0913 - what an observation has
    teller: Teller,
    urn: str,
    attribute: str,
    value: Value,
    at: datetime,
    *,
    unit: str | None = None,
    kind: Kind = Kind.PROPERTY,
    dataset: str | None = None,
) -> Observation:
    """Observe one thing."""
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        source=teller.source,
        observed_at=at,
        unit=unit,
        kind=kind,
        dataset=dataset,
    )


def say_all(
    teller: Teller, urn: str, said: Mapping[str, Value], at: datetime
) -> Iterator[Observation]:
    """Observe what is known of some things, and leave out the others."""
    for name, value in said.items():
        if value is not None:
            yield say(teller, urn, name, value, at)


def notice(
    asked: Asked, name: str, value: Value, at: datetime, dataset: str = ""
) -> Observation:
    """Keep a document of a station, as it is."""
    return say(
        asked.teller,
        asked.teller.urn,
        name,
        value,
        at,
        kind=Kind.JSON_PROPERTY,
        dataset=f"urn:ngsi-ld:Dataset:{dataset}" if dataset else None,
    )


def evse_seen(asked: Asked, evse: int) -> tuple[str, list[Observation]]:
    """Return an EVSE's URN, and what it is, where that was not told yet."""
    urn = naming.evse_urn(asked.teller.tail, evse)
    return urn, _introduced(
        asked, urn, EVSE, evse, link=OF_STATION, whole=asked.teller.urn
    )


def connector_seen(
    asked: Asked, evse: int, connector: int
) -> tuple[str, list[Observation]]:
    """Return a connector's URN, and what it is, where that was not told yet."""
    tail = asked.teller.tail
    urn = naming.connector_urn(tail, evse, connector)
    return urn, _introduced(
        asked,
        urn,
        CONNECTOR,
        connector,
        link=OF_EVSE,
        whole=naming.evse_urn(tail, evse),
    )


def _introduced(  # noqa: PLR0913 - what a part of a station is
    asked: Asked, urn: str, type_: str, number: int, *, link: str, whole: str
) -> list[Observation]:
    teller = asked.teller
    if urn in teller.parts:
        return []
    teller.parts.add(urn)
    return [
        is_a(teller, urn, type_),
        say(teller, urn, "number", number, asked.at),
        say(teller, urn, link, whole, asked.at, kind=Kind.RELATIONSHIP),
    ]


def is_a(teller: Teller, urn: str, type_: str) -> Observation:
    """State of which type something is."""
    return Observation(entity=urn, attribute=TYPE, value=[type_], source=teller.source)


def require_evse(number: int, least: int = 1) -> int:
    """Return the number of an EVSE or a connector. Raises Refused if it is none."""
    if not least <= number <= 999:  # noqa: PLR2004 - no station has so many
        raise Refused("PropertyConstraintViolation", f"there is no connector {number}")
    return number
