"""Containers near an address, and how much room is left in them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from mesto.domains.waste.calendars.address import Address, read_address
from mesto.domains.waste.calendars.days import Free, next_day
from mesto.domains.waste.calendars.definition import Definition
from mesto.domains.waste.inventory.fleet import LonLat, point_of
from mesto.domains.waste.nouns import LEVEL, SEEN
from mesto.domains.waste.planning.travel import apart_m
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.question.stated import Sayings
from mesto.kernel.script import fold

EACH: Final = 2  #: containers of a kind that are told
OLD: Final = timedelta(days=2)  #: a level that was told before says nothing of now


#: What is asked of all containers.
ASKED: Final = (LOCATION, "address", "storedWasteKind", "refWasteContainerIsle")


class Container(NamedTuple):
    """A container as citizens see it."""

    urn: str
    isle: str
    fraction: str
    address: Address
    place: LonLat


class Near(NamedTuple):
    """A container near an address, and when it is emptied next."""

    container: Container
    metres: float
    emptied: date | None


def containers_of(sayings: Sayings) -> Iterator[Container]:
    """Yield the containers that have a place and are for some waste."""
    for urn, said in sayings.items():
        place = point_of(said.get(LOCATION))
        if place is not None and said.get("storedWasteKind"):
            isle = said.get("refWasteContainerIsle")
            yield Container(
                urn=urn,
                isle=isle if isinstance(isle, str) else "",
                fraction=str(said["storedWasteKind"]),
                address=_address(said.get("address")),
                place=place,
            )


def streets_of(containers: Iterable[Container]) -> set[str]:
    """Return the streets containers stand in."""
    return {one.address.street for one in containers if one.address.street}


def with_district(address: Address, known: Sequence[Container]) -> Address:
    """Return an address with its district, as containers of its street name it."""
    street = fold(address.street)
    named = (
        one.address.district for one in known if fold(one.address.street) == street
    )
    return address._replace(district=next(filter(None, named), ""))


def place_at(address: Address, containers: Sequence[Container]) -> LonLat | None:
    """Return about where an address is: at the container of the nearest number.

    None: no container stands in its street.
    """
    street = fold(address.street)
    there = [one for one in containers if fold(one.address.street) == street]
    if not there:
        return None
    middle = there[len(there) // 2]
    numbered = [one for one in there if one.address.number]
    if not address.number or not numbered:
        return middle.place
    return min(numbered, key=lambda one: abs(one.address.number - address.number)).place


def nearest(
    place: LonLat,
    containers: Iterable[Container],
    calendars: Mapping[str, Definition],
    today: date,
    free: Mapping[str, Free],
) -> list[Near]:
    """Return the nearest containers of each kind, those with room first of each.

    free: by name of a calendar, on which days nobody works
    """
    by_kind: dict[str, list[Container]] = {}
    for one in sorted(containers, key=lambda one: apart_m(place, one.place)):
        by_kind.setdefault(one.fraction, []).append(one)
    return [
        Near(
            one,
            apart_m(place, one.place),
            emptied_next(one, calendars, today, free),
        )
        for kind in sorted(by_kind)
        for one in by_kind[kind][:EACH]
    ]


def emptied_next(
    container: Container,
    calendars: Mapping[str, Definition],
    today: date,
    free: Mapping[str, Free],
) -> date | None:
    """Return when a container is emptied next by its calendars; None: none tells."""
    found = [
        collection.day
        for name, one in calendars.items()
        if one.fraction == container.fraction
        and (container.urn in one.where.containers or container.isle in one.where.isles)
        if (collection := next_day(one, today, free[name])) is not None
    ]
    return min(found, default=None)


def _address(said: object) -> Address:
    if not isinstance(said, Mapping):
        return Address("")
    read = read_address(str(said.get("streetAddress") or ""))
    number = str(said.get("streetNr") or "")
    if not read.number and number.isdecimal():
        read = read._replace(number=int(number[:5]))
    return read._replace(district=str(said.get("district") or ""))


def level_of(entity: Entity, now: datetime) -> float | None:
    """Return the newest level that a sensor or eyes told; None: none tells of now."""
    told = [
        (one.observed_at, one.value)
        for name in (LEVEL, SEEN)
        if (one := entity.attribute(name)) is not None and one.observed_at is not None
    ]
    at, level = max(told, default=(None, None), key=lambda one: one[0])
    if at is None or now - at > OLD or not isinstance(level, int | float):
        return None
    return float(level)
