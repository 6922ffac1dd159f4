"""A town as map features: GeoJSON with the name of the layer each belongs to.

The layers and fields are those of docs/reference/base-map-schema.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from mesto.simulator.kinds import AreaKind, BuildingKind
from mesto.simulator.town import Area, Edge, LonLat, Name, Railway, Rings, Street, Town

#: The order in which land is drawn: what is built over first, small green last.
LAND_ORDER = (
    AreaKind.FARMLAND,
    AreaKind.RESIDENTIAL,
    AreaKind.COMMERCIAL,
    AreaKind.INDUSTRIAL,
    AreaKind.MEADOW,
    AreaKind.FOREST,
    AreaKind.PARK,
    AreaKind.ALLOTMENTS,
    AreaKind.CEMETERY,
    AreaKind.PITCH,
    AreaKind.SAND,
    AreaKind.SQUARE,
    AreaKind.CAR_PARK,
)
POINTS_OF_INTEREST = {
    BuildingKind.STATION,
    BuildingKind.SCHOOL,
    BuildingKind.HOSPITAL,
    BuildingKind.CHURCH,
    BuildingKind.CIVIC,
}


def features(town: Town) -> Iterator[dict[str, object]]:
    """Yield everything the base map of a town shows."""
    for area in sorted(town.green, key=lambda area: LAND_ORDER.index(area.kind)):
        yield _area("land", area)
    for area in town.water:
        yield _area("water", area)
    for waterway in town.waterways:
        fields = {"kind": waterway.kind, **_names(waterway.name)}
        yield _feature("waterway", "LineString", waterway.line, fields)
    yield from _roads(town)
    for railway in town.railways:
        yield _feature("rail", "LineString", railway.line, _rail_fields(railway))
    yield from _buildings(town)
    for place in town.places:
        known = {"kind": place.kind.value, "population": place.population}
        named = {**known, **_names(place.name)}
        yield _feature("place", "Point", place.location, named)


def _feature(
    layer: str, kind: str, coordinates: object, fields: Mapping[str, object]
) -> dict[str, object]:
    """Return a GeoJSON feature that knows its layer."""
    return {
        "type": "Feature",
        "layer": layer,
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": dict(fields),
    }


def _names(name: Name) -> dict[str, str]:
    """Return a name as fields: `name`, and one for each language."""
    fields = {f"name:{language}": text for language, text in name.items()}
    return {"name": next(iter(name.values())), **fields} if name else fields


def _area(layer: str, area: Area) -> dict[str, object]:
    """Return land or water."""
    fields = {"kind": area.kind.value, **_names(area.name)}
    return _feature(layer, "Polygon", area.polygon, fields)


def _roads(town: Town) -> Iterator[dict[str, object]]:
    """Yield each street, its bridges and tunnels apart."""
    edges = sorted(enumerate(town.edges), key=lambda found: (found[1].street, found[0]))
    for number, of_street in groupby(edges, key=lambda found: found[1].street):
        street = town.streets[number]
        for run in _runs([edge for _, edge in of_street]):
            line = [*run[0].line, *(p for edge in run[1:] for p in edge.line[1:])]
            fields = _road_fields(street, run[0])
            yield _feature("road", "LineString", line, fields)


def _runs(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Split edges of a street where a bridge or tunnel begins or an edge is missing."""
    runs = [[edges[0]]]
    for before, edge in pairwise(edges):
        alike = (before.bridge, before.tunnel) == (edge.bridge, edge.tunnel)
        if alike and before.end == edge.start:
            runs[-1].append(edge)
        else:
            runs.append([edge])
    return runs


def _road_fields(street: Street, edge: Edge) -> dict[str, object]:
    """Return what the map says of a road."""
    fields: dict[str, object] = {"kind": street.kind.value, **_names(street.name)}
    flags = {"bridge": edge.bridge, "tunnel": edge.tunnel, "oneway": street.oneway}
    return fields | {flag: True for flag, holds in flags.items() if holds}


def _rail_fields(railway: Railway) -> dict[str, object]:
    """Return what the map says of a track."""
    fields: dict[str, object] = {"kind": railway.kind}
    flags = {"bridge": railway.bridge, "tunnel": railway.tunnel}
    return fields | {flag: True for flag, holds in flags.items() if holds}


def _buildings(town: Town) -> Iterator[dict[str, object]]:
    """Yield the buildings, and the named public ones as points too."""
    for building in town.buildings:
        fields = {"kind": building.kind.value, "floors": building.floors}
        yield _feature("building", "Polygon", building.polygon, fields)
        if building.name and building.kind in POINTS_OF_INTEREST:
            named = {"kind": building.kind.value, **_names(building.name)}
            yield _feature("poi", "Point", _middle(building.polygon), named)


def _middle(polygon: Rings) -> LonLat:
    """Return the mean of a ring's corners."""
    ring = polygon[0][:-1]
    return (
        round(sum(x for x, _ in ring) / len(ring), 7),
        round(sum(y for _, y in ring) / len(ring), 7),
    )
