from collections import Counter

import orjson

from mesto.domains.lighting.inventory.plausible import LightingJudge
from mesto.kernel.plausible import Told
from mesto.simulator.almanac import YEAR_S
from mesto.simulator.assets import Assets, place
from mesto.simulator.assets.lighting import METERED_SINCE_S
from mesto.simulator.fleets.lamps import Place, base_kwh
from mesto.simulator.inventory.connections import Devices, air_connection, connections
from mesto.simulator.inventory.entities import Inventory
from mesto.simulator.inventory.names import slug
from mesto.simulator.inventory.selling import selling
from mesto.simulator.inventory.stating import Entity
from mesto.simulator.inventory.written import written
from mesto.simulator.town import Town


def test_names_are_for_machines_and_for_people(inventory: Inventory) -> None:
    names = inventory.names
    assert names.urn("Streetlight", 4210) == "urn:ngsi-ld:Streetlight:male-mesto-04211"
    assert names.code("Streetlight", 4210) == "VO-04211"
    assert slug("Đurđevo – Žabljak") == "djurdjevo-zabljak"


def test_every_entity_is_stated_once_and_everything_related_exists(
    inventory: Inventory, assets: Assets
) -> None:
    stated = [*inventory.entities(), *Devices(inventory, assets).entities()]
    stated += written(inventory.names, len(assets.lamps))
    stated += selling(inventory.names, assets)
    known = Counter(entity["id"] for entity in stated)
    assert set(known.values()) == {1}
    for entity in stated:
        for value in entity.values():
            if isinstance(value, dict) and value.get("type") == "Relationship":
                related = value["object"]
                targets = related if isinstance(related, list) else [related]
                assert known.keys() >= set(targets)


def test_serials_of_devices_are_unique(inventory: Inventory, assets: Assets) -> None:
    serials = Counter(
        orjson.dumps(entity["serialNumber"])
        for entity in Devices(inventory, assets).entities()
    )
    assert set(serials.values()) == {1}


def test_connections_are_plain_json(inventory: Inventory, assets: Assets) -> None:
    stated = [
        *connections(inventory.names, assets),
        air_connection("town", "http://127.0.0.1:1/air.json"),
    ]
    assert len({entity["id"] for entity in stated}) == 7
    assert orjson.dumps(stated)


def test_equipment_grows_with_the_size_and_stays_where_it_was(town: Town) -> None:
    small, again, bigger = (place(town, 7, size) for size in (0.02, 0.02, 0.04))
    assert small == again
    assert len(bigger.lamps) == 2 * len(small.lamps)
    assert len(bigger.containers) == 2 * len(small.containers)


def test_lamps_stand_on_both_sides_and_apart(town: Town, assets: Assets) -> None:
    at = {lamp.site.location for lamp in assets.lamps}
    assert len(at) == len(assets.lamps)
    first, second = assets.lamps[:2]
    x1, y1 = town.plane.to_m(first.site.location)
    x2, y2 = town.plane.to_m(second.site.location)
    assert 15 < ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 < 60


def test_every_lamp_hangs_on_a_feeder_of_a_cabinet(assets: Assets) -> None:
    used = {lamp.feeder for lamp in assets.lamps}
    assert used == set(range(len(assets.feeders)))
    assert {feeder.cabinet for feeder in assets.feeders} == set(
        range(len(assets.cabinets))
    )


def test_every_lamp_stands_beside_the_segment_it_lights(
    town: Town, assets: Assets
) -> None:
    lit = {segment.edge for segment in assets.segments}
    for lamp in assets.lamps:
        edge = town.edges[lamp.edge]
        assert lamp.edge in lit
        assert 0 <= lamp.along_m <= edge.length_m + 0.1
        at = town.plane.line_m(edge.line).interpolate(lamp.along_m)
        x, y = town.plane.to_m(lamp.site.location)
        assert ((x - at.x) ** 2 + (y - at.y) ** 2) ** 0.5 < 10


def test_segments_meet_at_nodes_and_name_their_class(inventory: Inventory) -> None:
    segments = [one for one in inventory.lighting() if one["type"] == "RoadSegment"]
    nodes = Counter(
        orjson.dumps(segment[end])
        for segment in segments
        for end in ("startNode", "endNode")
    )
    assert max(nodes.values()) > 1
    classes = {orjson.dumps(segment["lightingClass"]) for segment in segments}
    assert len(classes) > 1


def test_a_meter_shows_what_its_lamps_burned_since_they_were_put_up(
    assets: Assets,
) -> None:
    base = base_kwh(assets, Place(latitude=50.1, longitude=14.1))
    oldest = min(
        range(len(assets.lamps)), key=lambda one: assets.lamps[one].in_service_s
    )
    lamp = assets.lamps[oldest]
    years = (METERED_SINCE_S - lamp.in_service_s) / YEAR_S
    full_h = base[oldest] * 1000 / lamp.rated_w / years
    assert 2500 < full_h < 3600  # of some 4,100 hours of night, dimmed for a part


def test_the_inventory_of_lighting_is_plausible(inventory: Inventory) -> None:
    rows = [told(line, one) for line, one in enumerate(inventory.lighting(), start=1)]
    judge = LightingJudge([])
    for row in rows:
        judge.survey(row)
    assert [doubt for row in rows for doubt in judge.doubts(row, {})] == []


def told(line: int, entity: Entity) -> Told:
    """An entity as a row of a file would tell it."""
    stated = {name: one for name, one in entity.items() if isinstance(one, dict)}
    return Told(
        line,
        str(entity["id"]),
        str(entity["type"]),
        {name: one.get("value", one.get("object")) for name, one in stated.items()},
        {name: one["unitCode"] for name, one in stated.items() if "unitCode" in one},
    )
