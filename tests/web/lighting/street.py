"""A street with lamps every 30 m."""

from mesto.kernel.model import LOCATION, TYPE, Kind, Observation

SEGMENT = "urn:ngsi-ld:RoadSegment:ab"
SPACING_M = 30
LAMPS = [f"urn:ngsi-ld:Streetlight:{n:02}" for n in range(40)]


def said(urn, attribute, value, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="test", **more
    )


def street():
    """Yield what is said of the street and its lamps of 100 W, and of the town."""
    line = {"type": "LineString", "coordinates": [[14.0, 50.0], [14.0163, 50.0]]}
    yield said(SEGMENT, TYPE, ["RoadSegment"])
    yield said(SEGMENT, LOCATION, line, Kind.GEO_PROPERTY)
    yield said(SEGMENT, "length", 1.17)
    yield said(SEGMENT, "lightingClass", "P3")
    for number, lamp in enumerate(LAMPS):
        yield said(lamp, TYPE, ["Streetlight"])
        yield said(lamp, "powerRating", 100.0)
        yield said(lamp, "refRoadSegment", SEGMENT, Kind.RELATIONSHIP)
        yield said(lamp, "segmentPosition", float(number * SPACING_M))
