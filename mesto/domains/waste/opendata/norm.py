"""A container for sorted waste as the Czech open formal norm writes it. Pure.

The norm leaves the list of kinds of waste to a codelist of the state; the names here
follow its examples.

Source: otevřená formální norma Nádoby na tříděný odpad, 2022-04-19, ofn.gov.cz.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mesto.domains.waste.inventory.fleet import place_of, texts
from mesto.kernel.model import Entity
from mesto.kernel.verdict import named, number

CONTEXT: Final = (
    "https://ofn.gov.cz/nádoby-na-tříděný-odpad/2022-04-19/kontexty/"
    "nádoby-na-tříděný-odpad.jsonld"
)
KIND: Final = "https://data.mvcr.gov.cz/zdroj/číselníky/typy-tříděného-odpadu/položky/"
#: Smart Data Models to the codelist; mixed waste is not sorted and not in the norm.
SORTED: Final[Mapping[str, str]] = {
    "plastic": "plast",
    "paper": "papír",
    "glass": "sklo",
    "organic": "bioodpad",
    "metal": "kov",
    "oil": "olej",
    "textile": "textil",
    "batteries": "baterie",
    "electronics": "elektroodpad",
}


def sorted_containers(
    containers: Sequence[Entity], isles: Mapping[str, Entity], base: str
) -> list[dict[str, Any]]:
    """Write those containers that are for sorted waste and have a place.

    isles: by URN; base: what IRIs of entities begin with
    """
    return [
        written
        for one in containers
        if (written := _container(one, isles, base)) is not None
    ]


def _container(
    entity: Entity, isles: Mapping[str, Entity], base: str
) -> dict[str, Any] | None:
    kinds = [
        KIND + SORTED[one]
        for one in texts(entity.value("storedWasteKind"))
        if one in SORTED
    ]
    isle = isles.get(str(entity.value("refWasteContainerIsle")))
    stand = _stand(isle or entity, base)
    if not kinds or stand is None:
        return None
    volume_l = number(entity, "binCapacity")
    return {
        "@context": CONTEXT,
        "typ": "Nádoba na tříděný odpad",
        "iri": base + entity.id,
        "název": {"cs": named(entity)},
        "typ_tříděného_odpadu": kinds,
        **({} if volume_l is None else {"objem": _amount(volume_l, "LTR")}),
        "stanoviště_pro_nádoby": [stand],
    }


def _stand(entity: Entity, base: str) -> dict[str, Any] | None:
    """Write where containers stand; None where nobody knows."""
    at = place_of(entity)
    if at is None:
        return None
    return {
        "typ": "Stanoviště pro nádoby na tříděný odpad",
        "iri": base + entity.id,
        "název": {"cs": named(entity)},
        "veřejná_přístupnost": True,
        "umístění": {
            "typ": "Umístění",
            "geometrie": {"type": "Point", "coordinates": list(at)},
        },
    }


def _amount(value: float, unit: str) -> dict[str, Any]:
    return {"typ": "Množství", "hodnota": value, "jednotka": unit}
