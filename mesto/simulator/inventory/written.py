"""What the town has written of its lighting and its waste.

Lamps follow the programme in their memory; only those of the old centre are told by the
town at every turn, so that the radio is spared and there is something to see.
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity
from mesto.simulator.inventory.waste import written_of_waste
from mesto.simulator.life.lighting import STEPS

Text: TypeAlias = Mapping[str, str]

CENTRE_CLASSES: Final = ("P2",)  #: EN 13201-2, of streets in the old centre
ROAD_CLASSES: Final = ("M3", "M4", "M5")
RENEWED: Final = "2025-10-01"  #: when the lamps of today took over
ENDS: Final = "2035-09-30"
OLD_W: Final = 139.0  #: a sodium lamp of 125 W with its ballast
GUARANTEED_PERCENT: Final = 60.0

#: Currency, a kilowatt-hour by day and by night, and a lamp's sensing in a year.
_MONEY: Mapping[str, tuple[str, float, float, float]] = {
    "cz": ("CZK", 5.2, 3.9, 60.0),
    "rs": ("RSD", 14.5, 9.8, 290.0),
}
CENTRE: Text = {"en": "Old centre", "cs": "Staré město", "sr-Latn": "Stari centar"}
ROADS: Text = {"en": "Main roads", "cs": "Hlavní ulice", "sr-Latn": "Glavne ulice"}
USUAL: Text = {"en": "Usual night", "cs": "Běžná noc", "sr-Latn": "Obična noć"}
LONG: Text = {"en": "Long evening", "cs": "Dlouhý večer", "sr-Latn": "Duga večer"}
LEAST: Text = {
    "en": "Least light by class",
    "cs": "Nejméně světla podle třídy",
    "sr-Latn": "Najmanje svetla po klasi",
}
CONTRACT: Text = {
    "en": "Renewal with a guaranteed saving",
    "cs": "Obnova se zaručenou úsporou",
    "sr-Latn": "Obnova sa garantovanom uštedom",
}
SENSING: Mapping[str, str] = {
    "cz": "Čidla, spojení a jejich služba",
    "rs": "Senzori, veza i njihovo održavanje",
}
PROVIDER: Mapping[str, str] = {"cz": "Světla a služby", "rs": "Svetla i usluge"}


def written(names: Names, lamps: int) -> Iterator[Entity]:
    """Yield what people of the town wrote; `lamps`: how many the town has."""
    for kind, name, definition in (
        ("StreetlightGroup", "centre", _group(CENTRE, CENTRE_CLASSES)),
        ("StreetlightGroup", "roads", _group(ROADS, ROAD_CLASSES)),
        ("LightingProgramme", "usual", _programme(USUAL, STEPS)),
        ("LightingProgramme", "long", _programme(LONG, ((1.0, 0.6), (5.0, 1.0)))),
        ("LightingFloor", "town", _floor()),
        ("LightingSchedule", "centre", _schedule()),
        ("LightingLedger", "town", _terms(names, lamps)),
        ("LightingContract", "renewal", _contract(names)),
        *written_of_waste(names),
    ):
        yield {
            "id": f"urn:ngsi-ld:{kind}:{name}",
            "type": kind,
            "definition": {"type": "JsonProperty", "json": definition},
        }


def _group(title: Text, classes: tuple[str, ...]) -> Entity:
    return {"title": title, "query": {"classes": list(classes)}}


def _programme(title: Text, turns: tuple[tuple[float, float], ...]) -> Entity:
    """Write a night from dusk to dawn with turns at local hours."""
    steps = [
        {"at": {"phase": "sunset", "offset_min": 10}, "level": 1.0, "fade_s": 60},
        *(
            {"at": f"{int(hour):02d}:{60 * (hour % 1):02.0f}", "level": level}
            for hour, level in turns
        ),
        {"at": {"phase": "sunrise", "offset_min": -10}, "level": 0.0},
    ]
    return {"title": title, "nights": [{"steps": steps}]}


def _floor() -> Entity:
    least = [
        {"level": 0.5, "classes": list(ROAD_CLASSES)},
        {"level": 0.3, "classes": ["P1", "P2", "P3"]},
        {"level": 0.2, "classes": ["P4", "P5", "P6"]},
    ]
    return {"title": LEAST, "least": least}


def _schedule() -> Entity:
    return {"title": CENTRE, "groups": ["centre"], "programme": "long"}


def _terms(names: Names, lamps: int) -> Entity:
    currency, by_day, by_night, sensing = _MONEY[names.country]
    night = {"start": "22:00", "end": "06:00", "per_kwh": by_night}
    return {
        "currency": currency,
        "programme": "usual",
        "prices": [{"first": "2025-01-01", "per_kwh": by_day, "zones": [night]}],
        "costs": [
            {
                "title": SENSING[names.country],
                "amount": sensing * lamps,
                "every": "year",
                "first": RENEWED,
            }
        ],
        "baseline": {"is": "powers", "lamps": [{"count": lamps, "power_w": OLD_W}]},
    }


def _contract(names: Names) -> Entity:
    return {
        "title": CONTRACT,
        "client": names.locality,
        "provider": PROVIDER[names.country],
        "first": RENEWED,
        "last": ENDS,
        "guaranteed": GUARANTEED_PERCENT,
        "unit": "%",
        "tolerance": 0.03,
        "penalty": "shortfall / 100 * baseline_kwh * price",
    }
