"""What the town has written of selling energy: tariffs, a site host, its own vehicles.

All of it is older than any session of the past, so that each has a tariff.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from mesto.simulator.assets import Assets
from mesto.simulator.charging.makers import cards_of
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity, prop

Text: TypeAlias = Mapping[str, str]

WRITTEN: Final = "2025-10-01T00:00:00Z"
FLEET: Final = 6  #: cards of the town's own vehicles, the first ones
RESIDENTS: Final = 48  #: cards after those
HOST: Final = "market"
CONTRACTED: Final = 0.98  #: the share of time in which one can charge
#: Currency, VAT in percent, and without it: a kilowatt-hour slow, at night, fast, and
#: for residents; an hour of standing there full.
_MONEY: Final[Mapping[str, tuple[str, float, tuple[float, ...]]]] = {
    "cz": ("CZK", 21.0, (7.9, 5.9, 11.5, 5.4, 36.0)),
    "rs": ("RSD", 20.0, (29.0, 21.0, 45.0, 19.0, 120.0)),
}
STREET: Text = {
    "en": "By the street",
    "cs": "Na ulici",
    "sk": "Na ulici",
    "sr-Latn": "Na ulici",
}
FAST: Text = {"en": "Fast", "cs": "Rychlé", "sk": "Rýchle", "sr-Latn": "Brzo"}
CLOSE: Text = {
    "en": "Residents",
    "cs": "Obyvatelé",
    "sk": "Obyvatelia",
    "sr-Latn": "Stanovnici",
}
OWN: Text = {
    "en": "The town's vehicles",
    "cs": "Vozidla města",
    "sk": "Vozidlá mesta",
    "sr-Latn": "Vozila grada",
}
INVOICED: Text = {
    "en": "Without a card, by invoice",
    "cs": "Bez karty, na fakturu",
    "sk": "Bez karty, na faktúru",
    "sr-Latn": "Bez kartice, na račun",
}
_HOSTS: Mapping[str, Entity] = {
    "cz": {
        "title": {"cs": "Tržnice", "en": "Market hall", "sr-Latn": "Tržnica"},
        "company": "Tržnice a parkoviště, s.r.o.",
        "address": "Tržní 1",
        "company_id": "00000001",
        "vat_id": "CZ00000001",
        "prefix": "TR",
    },
    "rs": {
        "title": {"sr-Latn": "Tržnica", "en": "Market hall", "cs": "Tržnice"},
        "company": "Tržnica i parking d.o.o.",
        "address": "Pijačna 1",
        "company_id": "00000001",
        "vat_id": "100000001",
        "prefix": "TR",
    },
}
_VAN: Mapping[str, str] = {"cz": "Dodávka", "rs": "Kombi"}
_WORKDAYS: Final = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]


def selling(names: Names, assets: Assets) -> Iterator[Entity]:
    """Yield tariffs, the host of some stations, what upkeep owes, and vehicles."""
    urns = [
        names.urn("EVChargingStation", number) for number in range(len(assets.stations))
    ]
    fast = [
        urn
        for urn, one in zip(urns, assets.stations, strict=True)
        if any(it.fast for it in one.connectors)
    ]
    at_parks = [
        urn for urn, one in zip(urns, assets.stations, strict=True) if one.car_park >= 0
    ]
    for name, definition in _tariffs(names, fast).items():
        yield _written("EVTariff", name, definition)
    stations = at_parks[: max(1, len(at_parks) // 3)]
    yield _written(
        "EVSiteHost", HOST, _HOSTS[names.country] | {"share": 60, "stations": stations}
    )
    yield _written("EVChargingUpkeep", "usual", {"uptime": CONTRACTED})
    for number, card in enumerate(cards_of(names)[:FLEET]):
        yield _written("FleetVehicle", f"van-{number + 1}", _van(names, number, card))


def card_groups(names: Names) -> Iterator[tuple[str, Entity]]:
    """Yield each card with what is said of whom it is for."""
    for number, card in enumerate(cards_of(names)):
        group = (
            "fleet"
            if number < FLEET
            else "residents"
            if number < FLEET + RESIDENTS
            else ""
        )
        said = prop(group) | {"observedAt": WRITTEN}
        yield card, ({"cardGroup": said} if group else {})


def _tariffs(names: Names, fast: Sequence[str]) -> Mapping[str, Entity]:
    currency, vat, (slow, night, quick, resident, standing) = _MONEY[names.country]

    def energy(price: float, **within: object) -> Entity:
        paid = [{"type": "ENERGY", "price": price, "vat": vat}]
        limits: Entity = {"restrictions": within} if within else {}
        return {"price_components": paid} | limits

    stands = {
        "price_components": [
            {"type": "PARKING_TIME", "price": standing, "vat": vat, "step_size": 300}
        ],
        "restrictions": {
            "start_time": "07:00",
            "end_time": "22:00",
            "min_duration": 4 * 3600,
        },
    }
    at_night = energy(night, start_time="22:00", end_time="06:00")
    money: Entity = {"currency": currency}
    found: dict[str, Entity] = {
        "street": money
        | {"title": STREET, "elements": [at_night, energy(slow), stands]},
        "residents": money
        | {"title": CLOSE, "elements": [energy(resident)], "groups": ["residents"]},
        "fleet": money | {"title": OWN, "groups": ["fleet"]},
        "invoice": money
        | {
            "title": INVOICED,
            "type": "AD_HOC_PAYMENT",
            "elements": [energy(slow), stands],
            "on_account": True,
        },
    }
    if fast:
        found["fast"] = money | {
            "title": FAST,
            "elements": [energy(quick)],
            "stations": list(fast),
        }
    return found


def _van(names: Names, number: int, card: str) -> Entity:
    wish = {"days": _WORKDAYS, "at": f"{6 + number % 2:02d}:30", "energy": 18 + number}
    return {
        "title": {names.language: f"{_VAN[names.country]} {number + 1}"},
        "tokens": [card],
        "leaves": [wish],
    }


def _written(kind: str, name: str, definition: Entity) -> Entity:
    return {
        "id": f"urn:ngsi-ld:{kind}:{name}",
        "type": kind,
        "definition": {
            "type": "JsonProperty",
            "json": definition,
            "observedAt": WRITTEN,
        },
    }
