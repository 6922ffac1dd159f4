"""What drivers reported and caretakers saw of containers in the past weeks."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mesto.simulator.almanac import DAY_S
from mesto.simulator.assets import Assets
from mesto.simulator.assets.kinds import Waste
from mesto.simulator.chance import Chance
from mesto.simulator.devices.stamp import iso
from mesto.simulator.fleets.bins import containers_of
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity
from mesto.simulator.inventory.waste import vehicle_of
from mesto.simulator.life import waste

DAYS: Final = 42
#: Kilograms of a litre of waste as it lies in a container.
_KG_PER_L: Final = {
    Waste.MIXED: 0.11,
    Waste.PAPER: 0.05,
    Waste.PLASTIC: 0.025,
    Waste.GLASS: 0.29,
}
_SEEN_EVERY_DAYS: Final = 3  #: a caretaker looks into a container without a sensor
_MISJUDGED: Final = 0.1  #: standard deviation of an estimate, share of the volume
_LOOKS_AT_S: Final = 7.5 * 3600


def emptied(
    names: Names, assets: Assets, chance: Chance, until_s: float
) -> Iterator[Entity]:
    """Yield the emptyings that drivers reported, the oldest first."""
    bins = containers_of(assets)
    for day in range(DAYS, 0, -1):
        end_s = until_s - (day - 1) * DAY_S
        at_s = waste.emptied_s(chance, bins, end_s)
        before = waste.fill(
            chance, bins, waste.emptied_s(chance, bins, end_s - DAY_S), end_s - DAY_S
        )
        grown = bins.daily_fill * np.clip((at_s - end_s + DAY_S) / DAY_S, 0, 1)
        held = np.clip(before + grown, 0, 1)
        for number in np.flatnonzero(at_s > end_s - DAY_S).tolist():
            one = assets.containers[number]
            weight_kg = _KG_PER_L[one.waste] * one.volume_l * float(held[number])
            yield {
                "container": names.urn("WasteContainer", number),
                "at": iso(float(at_s[number])),
                "vehicle": vehicle_of(names, one.waste, one.isle),
                "weight_kg": round(weight_kg, 1),
            }


def seen(
    names: Names, assets: Assets, chance: Chance, until_s: float
) -> Iterator[Entity]:
    """Yield what caretakers saw in containers without a sensor, in quarters."""
    bins = containers_of(assets)
    draws = chance.stream("caretakers")
    for day in range(DAYS, 0, -1):
        at_s = (until_s // DAY_S - day) * DAY_S + _LOOKS_AT_S
        level = waste.fill(chance, bins, waste.emptied_s(chance, bins, at_s), at_s)
        for number, one in enumerate(assets.containers):
            if one.sensed or (one.isle + day) % _SEEN_EVERY_DAYS:
                continue
            guessed = level[number] + _MISJUDGED * draws.normal(number, day)
            quarters = float(np.clip(np.round(4 * guessed), 0, 4))
            yield {
                "container": names.urn("WasteContainer", number),
                "at": iso(at_s + 40.0 * (one.isle % 90)),
                "level": quarters / 4,
            }
