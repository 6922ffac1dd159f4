"""Who hears of a notice, by which way, and when. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from mesto.operations.notifications.notice import SEVERITIES, Notice
from mesto.operations.notifications.preferences import URGENT, Preferences, Way, due

#: The way to those who cannot be reached, so that it is seen that they were not.
NOWHERE: Final = "nowhere"
#: What somebody wants to hear together is a group of its own.
DIGEST: Final = "digest"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can be told."""

    login: str
    language: str
    roles: Sequence[str] = ()
    mail: str = ""
    phone: str = ""
    browsers: Sequence[UUID] = ()
    preferences: Preferences = Preferences()


class Town(msgspec.Struct, frozen=True, kw_only=True):
    """Who and what can be told."""

    people: Mapping[str, Person]  #: by login
    groups: Mapping[str, Sequence[str]]  #: recipients by crew:NAME and duty:NAME
    channels: Mapping[str, str]  #: the kinds of the town's channels, by name
    residents: Mapping[str, Way] = {}  #: how each is reached, by recipient
    zone: ZoneInfo


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A notice on its way to one recipient by one way."""

    notice: UUID
    recipient: (
        str  #: person:LOGIN, channel:NAME, resident:NUMBER, or who could not be found
    )
    channel: str  #: a way, the kind of a channel, or NOWHERE
    address: str = ""  #: the number of a browser
    group: str
    severity: int  #: in SEVERITIES
    due_at: datetime


def plan(notice: Notice, town: Town, now: datetime) -> Iterator[Delivery]:
    """Yield every delivery of a notice, each once."""
    told: set[str] = set()
    for recipient in notice.to:
        for one in _found(recipient, town):
            if one in told:
                continue
            told.add(one)
            yield from _to_one(notice, one, town, now)


def _found(recipient: str, town: Town) -> Sequence[str]:
    """Return whom a name stands for; itself where that is nobody."""
    named = [recipient, *town.groups.get(recipient, ())]
    logins = [login for one in named for login in _logins(one, town)]
    return [f"person:{login}" for login in logins] or [recipient]


def _logins(recipient: str, town: Town) -> Sequence[str]:
    kind, _, name = recipient.partition(":")
    match kind:
        case "person":
            return [name] if name in town.people else []
        case "role":
            return [one.login for one in town.people.values() if name in one.roles]
        case "crew":
            members = town.groups.get(recipient, ())
            named = (member.removeprefix("person:") for member in members)
            return [login for login in named if login in town.people]
        case _:
            return []


def _to_one(
    notice: Notice, recipient: str, town: Town, now: datetime
) -> Iterator[Delivery]:
    severity = SEVERITIES.index(notice.severity)
    whole = Delivery(
        notice=notice.id,
        recipient=recipient,
        channel=NOWHERE,
        group=notice.group,
        severity=severity,
        due_at=now,
    )
    kind, _, name = recipient.partition(":")
    person = town.people.get(name) if kind == "person" else None
    if person is None:
        found = town.channels.get(name, NOWHERE) if kind == "channel" else NOWHERE
        found = town.residents.get(recipient, found)
        yield msgspec.structs.replace(whole, channel=found)
        return
    yield from _to_person(whole, notice.severity, person, town.zone)


def _to_person(
    whole: Delivery, severity: str, person: Person, zone: ZoneInfo
) -> Iterator[Delivery]:
    """Yield a delivery for each way somebody wants and has; what nobody wants, none."""
    wishes = person.preferences
    wanted = wishes.ways.get(severity, ())
    ways = [(way, address) for way in wanted for address in addresses(person, way)]
    if wanted and not ways:
        yield whole
    collected = wishes.collects and severity != URGENT
    for way, address in ways:
        yield msgspec.structs.replace(
            whole,
            channel=way.value,
            address=address,
            group=DIGEST if collected else whole.group,
            due_at=due(wishes, severity, whole.due_at, zone),
        )


def addresses(person: Person, way: Way) -> Sequence[str]:
    """Return where a way leads: of browsers their numbers, else nothing but itself."""
    match way:
        case Way.MAIL:
            return [""] if person.mail else []
        case Way.SMS:
            return [""] if person.phone else []
        case Way.PUSH:
            return [str(number) for number in person.browsers]
