"""Containers by the Czech open formal norm."""

from datetime import UTC, datetime

from mesto.domains.waste.opendata.norm import KIND, sorted_containers
from tests import stating

NOW = datetime(2026, 5, 4, tzinfo=UTC)
BASE = "https://city.example/ngsi-ld/v1/entities/"
PLACE = {"type": "Point", "coordinates": [14.1, 50.1]}


def entity(urn, **values):
    return stating.entity(urn, NOW, values, observed_at=None)


ISLE = entity("urn:ngsi-ld:WasteContainerIsle:s", name="S-1", location=PLACE)
PAPER = entity(
    "urn:ngsi-ld:WasteContainer:1",
    name="K-1",
    storedWasteKind="paper",
    binCapacity=1100,
    refWasteContainerIsle=ISLE.id,
)


def test_a_container_is_written_with_its_kind_volume_and_nest():
    (written,) = sorted_containers([PAPER], {ISLE.id: ISLE}, BASE)
    assert written["typ"] == "Nádoba na tříděný odpad"
    assert written["iri"] == BASE + PAPER.id
    assert written["typ_tříděného_odpadu"] == [KIND + "papír"]
    assert written["objem"] == {"typ": "Množství", "hodnota": 1100, "jednotka": "LTR"}
    (stand,) = written["stanoviště_pro_nádoby"]
    assert stand["iri"] == BASE + ISLE.id
    assert stand["umístění"]["geometrie"] == PLACE


def test_mixed_waste_and_what_stands_nowhere_is_left_out():
    mixed = entity(
        "urn:ngsi-ld:WasteContainer:2", storedWasteKind="other", location=PLACE
    )
    assert sorted_containers([mixed, PAPER], {}, BASE) == []
    own = entity(
        "urn:ngsi-ld:WasteContainer:3", storedWasteKind=["glass"], location=PLACE
    )
    assert len(sorted_containers([own], {}, BASE)) == 1
