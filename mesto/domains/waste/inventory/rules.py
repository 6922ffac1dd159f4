"""How vehicles are. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mesto.domains.waste.inventory.fleet import LAID_UP, collects, lacks_capacity, texts
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import finding, judged, number

NO_CAPACITY: Text = {
    "en": "Cannot be planned with: its volume or load is not known.",
    "cs": "Nelze s ním plánovat: není znám jeho objem nebo nosnost.",
    "sk": "Nedá sa s ním plánovať: nie je známy jeho objem alebo nosnosť.",
    "sr-Latn": "Ne može da se planira: nije poznata zapremina ili nosivost.",
}
OUT_OF_SERVICE: Text = {
    "en": "Out of service.",
    "cs": "Mimo provoz.",
    "sk": "Mimo prevádzky.",
    "sr-Latn": "Van upotrebe.",
}


def judge_vehicle(
    vehicle: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a vehicle is: fit for a plan, out of service, or of no known capacity."""
    return judged(vehicle, now, live=(), period=timedelta(0), found=_amiss(vehicle))


def _amiss(vehicle: Entity) -> Iterator[Verdict]:
    if not LAID_UP.isdisjoint(texts(vehicle.value("serviceStatus"))):
        yield finding(vehicle, "serviceStatus", "warning", OUT_OF_SERVICE)
    volume_l, load_kg = number(vehicle, "cargoVolume"), number(vehicle, "maximumLoad")
    if collects(vehicle) and lacks_capacity(volume_l, load_kg):
        yield Verdict("warning", NO_CAPACITY)
