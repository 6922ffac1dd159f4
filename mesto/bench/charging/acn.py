"""Sessions of ACN-Data, as the exported table has them. Pure but for reading the file.

Rows nobody claimed by the app state what came after: their requested energy and their
departure are the delivered and the actual ones. So nothing they state is used.

Source: Lee, Li and Low 2019, ACN-Data: analysis and applications of an open EV charging
dataset, ACM e-Energy.
"""

import csv
import gzip
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from mesto.domains.emobility.charging.learnt import Ended, Known
from mesto.kernel.errors import NotFound

STEP: Final = timedelta(minutes=5)
STEP_H: Final = STEP / timedelta(hours=1)
VOLTS: Final = 208.0  #: between the two wires of a Caltech connector
MOST_A: Final = 32.0
POWER_KW: Final = VOLTS * MOST_A / 1000


class Charged(msgspec.Struct, frozen=True, kw_only=True):
    """A session, and the energy its car took, within what steps of five minutes hold.

    first, last: of its steps, [first, last), counted from midnight of the first day
    """

    station: str
    ended: Ended
    first: int
    last: int
    energy_kwh: float


def sessions_of(data: Sequence[Path]) -> tuple[datetime, list[Charged]]:
    """Read sessions in the order they began, and the midnight that steps count from.

    Raises NotFound if no file of `data` is a table of ACN.
    """
    path = next((one for one in data if one.name.startswith("acn")), None)
    if path is None:
        raise NotFound("give a table of ACN sessions: --data acn_….csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    began = min(datetime.fromisoformat(row["arrival"]) for row in rows)
    midnight = began.replace(hour=0, minute=0, second=0, microsecond=0)
    each = [_charged(row, midnight) for row in rows]
    return midnight, sorted(each, key=lambda one: one.ended.known.arrived)


def _charged(row: dict[str, str], midnight: datetime) -> Charged:
    arrived = datetime.fromisoformat(row["arrival"])
    left = datetime.fromisoformat(row["departure"])
    first = -((midnight - arrived) // STEP)
    last = max((left - midnight) // STEP, first + 1)
    energy_kwh = float(row["delivered_energy (kWh)"])
    known = Known(arrived=arrived)
    if row["claimed"] == "True":
        stated = datetime.fromisoformat(row["estimated_departure"]) - arrived
        known = Known(
            arrived=arrived,
            stated_h=stated / timedelta(hours=1),
            wanted_kwh=float(row["requested_energy (kWh)"]),
        )
    stay_h = (left - arrived) / timedelta(hours=1)
    return Charged(
        station=row["station_id"],
        ended=Ended(known=known, stay_h=stay_h, energy_kwh=energy_kwh),
        first=first,
        last=last,
        energy_kwh=min(energy_kwh, (last - first) * POWER_KW * STEP_H),
    )
