"""Streets and what is bought for them: segments between junctions, luminaires."""

from collections.abc import Iterator

import numpy as np

from mesto.simulator.assets import Assets
from mesto.simulator.assets.kinds import Segment
from mesto.simulator.assets.luminaires import LUMINAIRES, Luminaire
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity, place, prop
from mesto.simulator.life.lighting import STANDBY_W, power_w
from mesto.simulator.town import Town

MAKER = "Lucerna"
LEAST_LEVEL = 0.1  #: that a driver can keep


def models(names: Names, assets: Assets) -> Iterator[Entity]:
    """Yield the models of luminaires that hang in the town."""
    used = {lamp.luminaire for lamp in assets.lamps}
    for number in sorted(used):
        yield _model(names.urn("StreetlightModel", number), LUMINAIRES[number])


def segments(names: Names, town: Town, assets: Assets) -> Iterator[Entity]:
    """Yield the lit pieces of streets; their nodes are named by number."""
    for segment in assets.segments:
        yield _segment(names, town, segment)


def _model(urn: str, one: Luminaire) -> Entity:
    least_w = power_w(one.power_w, np.array(LEAST_LEVEL))
    return {
        "id": urn,
        "type": "StreetlightModel",
        "name": prop(one.name),
        "lanternManufacturerName": prop(MAKER),
        "lanternModelName": prop(one.name),
        "lampManufacturerName": prop(MAKER),
        "lampTechnology": prop("LED"),
        "driverModelName": prop(f"{MAKER} D4i-{one.power_w:.0f}"),
        "controllerModelName": prop(f"{MAKER} Node LoRaWAN"),
        "powerConsumption": prop(one.power_w, "WTT"),
        "maxPowerConsumption": prop(one.power_w, "WTT"),
        "minPowerConsumption": prop(round(float(least_w), 1), "WTT"),
        "standbyPower": prop(STANDBY_W, "WTT"),
        "luminousFlux": prop(one.flux_lm, "LUM"),
        "colorTemperature": prop(one.color_k, "KEL"),
        "colorRenderingIndex": prop(70),
        "workingLife": prop(one.life_h, "HUR"),
        "ratedLumenMaintenance": prop(one.kept),
        "ratedFailureShare": prop(one.failed),
        "compliantWith": prop(["EN 60598-2-3", "D4i", "Zhaga Book 18"]),
        "category": prop(["lamppost"]),
    }


def _segment(names: Names, town: Town, segment: Segment) -> Entity:
    edge = town.edges[segment.edge]
    street = town.streets[edge.street]
    code = names.code("RoadSegment", segment.edge)
    road = street.name.get(names.language, "")
    return {
        "id": names.urn("RoadSegment", segment.edge),
        "type": "RoadSegment",
        "name": prop(f"{code} {road}".strip()),
        "roadName": prop(road),
        "location": place("LineString", [list(point) for point in edge.line]),
        "length": prop(round(edge.length_m / 1000, 4), "KMT"),
        "width": prop(segment.width_m, "MTR"),
        "lightingClass": prop(segment.lighting_class),
        "startNode": prop(f"{names.town}-{edge.start}"),
        "endNode": prop(f"{names.town}-{edge.end}"),
        "category": prop(["oneway"] if street.oneway else []),
    }
