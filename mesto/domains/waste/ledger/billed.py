"""Reading a contractor's invoice from a table, line by line. Pure.

Columns are `day`, `price`, and `container` or `per`; `fraction`, `count`, `weight_kg`,
`until`, `quantity` and `vehicle` may be there. A line bills emptyings of a container,
unless `per` says `tonne`, `km` or `round`. The separator is a comma, semicolon or tab,
whichever the header has.
"""

import csv
from collections.abc import Iterator
from typing import Final

import msgspec

from mesto.domains.waste.ledger.invoice import Billed
from mesto.domains.waste.ledger.measured import Measured
from mesto.domains.waste.nouns import CONTAINER, VEHICLE
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.table import Refused

NEEDED: Final = ("day", "price")
EITHER: Final = ("container", "per")
OF_EMPTYINGS: Final = ("day", "container", "price", "fraction", "count", "weight_kg")
OF_MEASURES: Final = (
    *("day", "until", "per", "quantity", "vehicle", "fraction", "price"),
)
EMPTYING: Final = "emptying"
NUMBERS: Final = ("price", "count", "weight_kg", "quantity")
MOST: Final = 100_000  #: lines of one invoice


def read_invoice(text: str) -> Iterator[Billed | Measured | Refused]:
    """Yield what each line bills, or why it cannot be read.

    Raises Malformed where it is no table, lacks a column or is too long.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    header = lines[0] if lines else ""
    separator = max(";,\t", key=header.count)
    names = [
        one.strip().lower()
        for one in next(csv.reader([header], delimiter=separator), [])
    ]
    for name in NEEDED:
        if name not in names:
            why = f"the column {name} is not in the header"
            raise Malformed(why, field=name, line=1)
    if not any(one in names for one in EITHER):
        why = "the column container is not in the header, nor is per"
        raise Malformed(why, field="container", line=1)
    if len(lines) > MOST:
        raise Malformed(f"an invoice has at most {MOST} lines")
    rows = csv.reader(lines[1:], delimiter=separator)
    for number, cells in enumerate(rows, start=2):
        if any(one.strip() for one in cells):
            yield _line(number, dict(zip(names, cells, strict=False)), separator)


def _line(
    number: int, cells: dict[str, str], separator: str
) -> Billed | Measured | Refused:
    told: dict[str, object] = {"line": number}
    by_measure = cells.get("per", "").strip() not in {"", EMPTYING}
    for name in OF_MEASURES if by_measure else OF_EMPTYINGS:
        text = cells.get(name, "").strip()
        if text:
            told[name] = text
    try:
        for name in NUMBERS:
            if name in told:
                told[name] = _number(name, str(told[name]))
        for name, type_ in (("container", CONTAINER), ("vehicle", VEHICLE)):
            if name in told:
                plain = str(told[name]).removeprefix(f"urn:ngsi-ld:{type_}:")
                told[name] = f"urn:ngsi-ld:{type_}:{plain}"
        if by_measure:
            return read_written(told, Measured)
        return read_written(told, Billed)
    except Malformed as error:
        place = error.facts.get("place") or ("line",)
        assert isinstance(place, tuple)
        why = str(error.facts.get("why", error))
        return Refused(number, separator.join(cells.values()), str(place[-1]), why)


def _number(name: str, text: str) -> float | int:
    """Read a number with a comma or a point, and spaces between thousands."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        value = msgspec.convert(plain, float, strict=False)
    except msgspec.ValidationError as error:
        why = f"{text} is no number"
        raise Malformed(why, place=(name,), why=why) from error
    return int(value) if name == "count" and value == int(value) else value
