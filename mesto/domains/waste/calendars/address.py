"""Which calendars are of an address, and how people write addresses. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mesto.domains.waste.calendars.definition import Definition, Stretch
from mesto.kernel.script import fold

_NUMBER = re.compile(r"\s+(\d{1,5})\s*[a-zA-Z]?(?:\s*/\s*(\d{1,5})\s*[a-zA-Z]?)?\s*$")


class Address(NamedTuple):
    """A house as its people name it; number 0: none, district empty: not known."""

    street: str
    number: int = 0
    district: str = ""


def read_address(text: str) -> Address:
    """Read `Street 12`, `Street 1234/12` or `Street`: the number on the street is last.

    Source: Czech Decree 359/2011: descriptive number, oblique, orientation number.
    """
    found = _NUMBER.search(text)
    if found is None:
        return Address(text.strip())
    return Address(text[: found.start()].strip(), int(found[2] or found[1]))


def calendars_at(
    address: Address, calendars: Mapping[str, Definition]
) -> Iterator[tuple[str, Definition]]:
    """Yield the calendars that collect at the door of an address, with their names.

    Where one names its street and another its district, both do.
    """
    street, district = fold(address.street), fold(address.district)
    for name, one in calendars.items():
        at_street = any(
            _holds(part, street, address.number) for part in one.where.streets
        )
        at_district = district and district in map(fold, one.where.districts)
        if at_street or at_district:
            yield name, one


def _holds(part: Stretch, street: str, number: int) -> bool:
    """Tell whether a house is of a stretch; without a number each of its street is."""
    if fold(part.street) != street:
        return False
    if not number:
        return True
    if part.side != "both" and (number % 2 == 1) != (part.side == "odd"):
        return False
    return part.first <= number and (not part.last or number <= part.last)
