"""What waste is collected with: models, depots, trucks, where they unload, who drives.

And what people of the town wrote about it: shifts, a contract, what an overflow costs.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mesto.simulator.assets import Assets
from mesto.simulator.assets.kinds import Container, Waste
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity, link, place, prop
from mesto.simulator.town import LonLat, Town

CONTRACT: Final = "urn:ngsi-ld:WasteContract:sorted"
#: Litres, and what the model is called.
MODELS: Final = {1100: "E-1100", 3000: "P-3000"}
_SIDES: Final = ("right", "right", "any", "left")
#: Some streets are closed to trucks in the daytime.
_WINDOW: Final = "Mo-Fr 06:00-10:00"


class _Truck(NamedTuple):
    """A vehicle: what it collects, litres of loose waste and kilograms it takes."""

    waste: Waste
    volume_l: int
    load_kg: int
    depot: int
    site: int


TRUCKS: Final = (
    _Truck(Waste.MIXED, 88_000, 10_500, 0, 0),
    _Truck(Waste.MIXED, 88_000, 10_500, 0, 0),
    _Truck(Waste.MIXED, 64_000, 7_800, 0, 0),
    _Truck(Waste.PAPER, 88_000, 9_800, 1, 1),
    _Truck(Waste.PLASTIC, 96_000, 9_000, 1, 1),
    _Truck(Waste.GLASS, 24_000, 9_500, 1, 2),
)
#: Where depots and disposal sites are: east and north of the middle, in km.
_DEPOTS: Final = ((1.2, -0.9), (-1.5, 0.7))
_SITES: Final = (
    ((3.5, 2.6), ("other",)),
    ((-3.0, -1.8), ("paper", "plastic")),
    ((-2.4, -2.6), ("glass",)),
)
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "cz": {"depot": "Vozovna", "site": "Koncové zařízení", "truck": "Vůz"},
    "rs": {"depot": "Garaža", "site": "Mesto istovara", "truck": "Vozilo"},
}
#: Currency; of an overflow, a kilometre, an hour; a sensor and its month.
_MONEY: Final = {
    "cz": ("CZK", 7_260.0, 28.0, 650.0, 2_500.0, 173.0),
    "rs": ("RSD", 34_800.0, 135.0, 3_100.0, 12_000.0, 820.0),
}
#: An emptying of each fraction, in the crown; dinars are so many times as much.
_EMPTYING: Final = {"paper": 62.0, "plastic": 58.0, "glass": 95.0}
_DINARS: Final = 4.8
_EVERY_DAYS: Final = {"paper": 7, "plastic": 7, "glass": 21}


def of_container(names: Names, container: Container) -> Entity:
    """Write what a container is, beside what its sensor says."""
    stated: Entity = {
        "accessSide": prop(_SIDES[container.isle % len(_SIDES)]),
        "refWasteContainerModel": link(_model(names, container.volume_l)),
    }
    if container.isle % 9 == 0:
        stated["actuationHours"] = prop(_WINDOW)
    if container.waste is not Waste.MIXED:
        stated["collectedBy"] = link(CONTRACT)
    return stated


def collection(names: Names, town: Town, assets: Assets) -> Iterator[Entity]:
    """Yield models of containers, depots, disposal sites and vehicles."""
    words = _WORDS[names.country]
    for litres, name in MODELS.items():
        yield {
            "id": _model(names, litres),
            "type": "WasteContainerModel",
            "name": prop(name),
            "cargoVolume": prop(litres, "LTR"),
            "category": prop(["dumpster"]),
        }
    for number, offset_km in enumerate(_DEPOTS):
        yield {
            "id": _urn(names, "WasteDepot", number),
            "type": "WasteDepot",
            "name": prop(f"{words['depot']} {number + 1}"),
            "location": _near(town, assets, offset_km),
        }
    for number, (offset_km, wastes) in enumerate(_SITES):
        yield {
            "id": _urn(names, "WasteDisposalSite", number),
            "type": "WasteDisposalSite",
            "name": prop(f"{words['site']} {number + 1}"),
            "location": _near(town, assets, offset_km),
            "storedWasteKind": prop(list(wastes)),
            "unloadingTime": prop(20, "MIN"),
        }
    for number, truck in enumerate(TRUCKS):
        yield _vehicle(names, number, truck)


def written_of_waste(names: Names) -> Iterator[tuple[str, str, Entity]]:
    """Yield what people wrote: its entity type, its name, and the definition."""
    currency, overflow, km, hour, sensor, month = _MONEY[names.country]
    yield (
        "WastePolicy",
        "town",
        {
            "title": {"en": "The town's", "cs": "Město", "sr-Latn": "Grad"},
            "overflow_cost": overflow,
            "km_cost": km,
            "hour_cost": hour,
            "currency": currency,
            "horizon_days": 3,
            "at": "02:00",
            "citizens_tap": True,
        },
    )
    by = _DINARS if names.country == "rs" else 1.0
    prices = [
        {"fraction": waste, "price": round(price * by, 1)}
        for waste, price in _EMPTYING.items()
    ]
    yield (
        "WasteContract",
        CONTRACT.rpartition(":")[2],
        {
            "title": {
                "en": "Sorted waste",
                "cs": "Tříděný odpad",
                "sr-Latn": "Razvrstani otpad",
            },
            "contractor": "Svoz a třídění" if names.country == "cz" else "Odvoz",
            "first": "2025-01-01",
            "fractions": list(_EMPTYING),
            "currency": currency,
            "prices": {"emptyings": prices},
            "missed_penalty": round(150 * by, 1),
            "every_days": _EVERY_DAYS,
            "sensor_month": month,
            "sensor_price": sensor,
        },
    )
    for number, truck in enumerate(TRUCKS):
        yield "WasteShift", f"early-{number + 1}", _shift(names, number, truck)


def _shift(names: Names, number: int, truck: _Truck) -> Entity:
    title = {
        "en": f"Early, truck {number + 1}",
        "cs": f"Ranní, vůz {number + 1}",
        "sr-Latn": f"Jutarnja, vozilo {number + 1}",
    }
    return {
        "title": title,
        "vehicle": _urn(names, "Vehicle", number),
        "days": [0, 1, 2, 3, 4, 5] if truck.waste is Waste.MIXED else [0, 1, 2, 3, 4],
        "start": "06:00",
        "end": "14:00",
        "break_min": 30,
        "break_window": ["09:30", "11:30"],
        "disposal_sites": [_urn(names, "WasteDisposalSite", truck.site)],
    }


def _vehicle(names: Names, number: int, truck: _Truck) -> Entity:
    return {
        "id": _urn(names, "Vehicle", number),
        "type": "Vehicle",
        "name": prop(f"{_WORDS[names.country]['truck']} {number + 1}"),
        "serviceProvided": prop(["garbageCollection"]),
        "serviceStatus": prop("parked"),
        "storedWasteKind": prop([truck.waste.value]),
        "cargoVolume": prop(truck.volume_l, "LTR"),
        "maximumLoad": prop(truck.load_kg, "KGM"),
        "refWasteDepot": link(_urn(names, "WasteDepot", truck.depot)),
    }


def vehicle_urns(names: Names) -> list[str]:
    """Return the URNs of the trucks, by number."""
    return [_urn(names, "Vehicle", number) for number in range(len(TRUCKS))]


def vehicle_of(names: Names, waste: Waste, turn: int) -> str:
    """Return the URN of a truck that collects some waste; they take turns."""
    fit = [number for number, one in enumerate(TRUCKS) if one.waste is waste]
    return _urn(names, "Vehicle", fit[turn % len(fit)])


def _near(town: Town, assets: Assets, offset_km: tuple[float, float]) -> Entity:
    """Return the place by a street that is nearest to a wish."""
    middle = town.center
    east, north = offset_km
    wish = (
        middle[0] + east / (111.32 * math.cos(math.radians(middle[1]))),
        middle[1] + north / 111.32,
    )
    known: list[LonLat] = [isle.site.location for isle in assets.isles] or [middle]
    return place("Point", list(min(known, key=lambda at: math.dist(at, wish))))


def _model(names: Names, litres: int) -> str:
    return _urn(names, "WasteContainerModel", sorted(MODELS).index(litres))


def _urn(names: Names, kind: str, number: int) -> str:
    return f"urn:ngsi-ld:{kind}:{names.town}-{number + 1}"
