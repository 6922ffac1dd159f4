"""A contractor's list of emptyings as a table: read line by line. Pure.

Columns are `container` (its code or URN) and `time`; `weight_kg`, `vehicle`, `before`
and `after` (percent) may be there.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mesto.domains.waste.emptyings.reports import Report
from mesto.domains.waste.nouns import CONTAINER, VEHICLE
from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import AttributeMapping, RecordMapping
from mesto.kernel.mistake import read_written
from mesto.kernel.observing import observe
from mesto.kernel.reading import Clock
from mesto.kernel.table import Layout, Refused, Row, read_table

#: Column, and by what its number is multiplied; None: a text.
COLUMNS: Final = {"weight_kg": 1.0, "before": 0.01, "after": 0.01, "vehicle": None}
TOLD: Final = "told"  #: so that a line with nothing but a container and a time is one


class Line(NamedTuple):
    """A report, and where it stands in the file."""

    number: int
    report: Report


def read_lines(
    payload: bytes, clock: Clock, decimal: str = "."
) -> Iterator[Line | Refused]:
    """Yield what each line of a table reports, or why it is refused.

    Raises Malformed if it is no table, or lacks a column that has to be there.
    """
    mapping = RecordMapping(entity="{container}", type=CONTAINER)
    rows = list(read_table(payload, mapping, Layout()))
    header = next((one.record for one in rows if isinstance(one, Row)), {})
    if header and "time" not in header:
        raise Malformed("the column time is not in the header", field="time", line=1)
    mapping = _mapping(clock, decimal, set(header))
    for row in rows:
        yield row if isinstance(row, Refused) else _line(row, mapping)


def _mapping(clock: Clock, decimal: str, header: set[str]) -> RecordMapping:
    return RecordMapping(
        entity=f"urn:ngsi-ld:{CONTAINER}:{{container}}",
        type=CONTAINER,
        time="time",
        clock=clock,
        attributes=(
            *(
                AttributeMapping(
                    name=name,
                    path=name,
                    read="text" if scale is None else "number",
                    scale=scale or 1.0,
                    decimal="," if decimal == "," else ".",
                )
                for name, scale in COLUMNS.items()
                if name in header
            ),
            AttributeMapping(name=TOLD, constant=True),
        ),
    )


def _line(row: Row, mapping: RecordMapping) -> Line | Refused:
    container = str(row.record["container"]).strip()
    plain = container.removeprefix(f"urn:ngsi-ld:{CONTAINER}:")
    try:
        seen = observe({**row.record, "container": plain}, mapping, source="")
        told = {one.attribute: one.value for one in seen if one.attribute != TOLD}
        vehicle = told.get("vehicle")
        if isinstance(vehicle, str) and not vehicle.startswith("urn:"):
            told["vehicle"] = f"urn:ngsi-ld:{VEHICLE}:{vehicle}"
        whole = {**told, "container": seen[0].entity, "at": seen[0].observed_at}
        return Line(row.line, read_written(whole, Report))
    except Malformed as error:
        place = error.facts.get("place") or (error.facts.get("field", "line"),)
        assert isinstance(place, tuple)
        why = str(error.facts.get("why", error))
        return Refused(row.line, row.text, str(place[-1]), why)
