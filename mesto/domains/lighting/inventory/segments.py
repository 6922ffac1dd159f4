"""Segments of streets, and where lamps stand along them, read from entities. Pure.

A `RoadSegment` is a piece of a street between two nodes; neighbours name the same node
in `startNode` or `endNode`. A `Streetlight` says in `refRoadSegment` which segment it
lights, and in `segmentPosition` how far from that segment's start, m.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.plane import Line, LonLat, Plane
from mesto.kernel.verdict import number

ROAD_SEGMENT = "RoadSegment"
STREETLIGHT = "Streetlight"
SEGMENT = "refRoadSegment"  #: relationship of lamps
POSITION = "segmentPosition"  #: of lamps, m from the start of their segment
START, END = "startNode", "endNode"  #: of segments
CLASS = "lightingClass"  #: of segments, EN 13201-2, such as M4
LENGTH_KM = "length"  #: of segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a street between two nodes."""

    urn: str
    start: str  #: name of the node where its line begins; empty: a dead end
    end: str
    line: Line
    length_m: float
    street: str = ""
    lighting_class: str = ""
    width_m: float | None = None


@dataclass(frozen=True, slots=True, order=True)
class Post:
    """Where a lamp stands along its segment."""

    segment: str
    along_m: float  #: from the segment's start
    lamp: str


def read_segments(entities: Iterable[Entity]) -> Iterator[Segment]:
    """Yield the segments among entities; one without a line is left out.

    The length is as told (`length`, km), else as measured on the line.
    """
    for entity in entities:
        if ROAD_SEGMENT not in entity.types:
            continue
        line = read_line(entity.value(LOCATION))
        if line:
            yield _segment(entity, line)


def read_posts(entities: Iterable[Entity]) -> Iterator[Post]:
    """Yield where lamps stand; one that does not say so is left out."""
    for entity in entities:
        segment, along_m = entity.value(SEGMENT), number(entity, POSITION)
        if isinstance(segment, str) and along_m is not None:
            yield Post(segment, along_m, entity.id)


def read_line(geometry: object) -> Line:
    """Return the points of a LineString; none where it is something else."""
    match geometry:
        case {"type": "LineString", "coordinates": [_, _, *_] as points}:
            return tuple(_point(one) for one in points)
    return ()


def _point(position: Sequence[float]) -> LonLat:
    return float(position[0]), float(position[1])


def _segment(entity: Entity, line: Line) -> Segment:
    told_km = number(entity, LENGTH_KM)
    length_m = Plane(center=line[0]).line_m(line).length
    return Segment(
        urn=entity.id,
        start=_text(entity, START),
        end=_text(entity, END),
        line=line,
        length_m=length_m if told_km is None else told_km * 1000,
        street=_text(entity, "roadName"),
        lighting_class=_text(entity, CLASS),
        width_m=number(entity, "width"),
    )


def _text(entity: Entity, name: str) -> str:
    value = entity.value(name)
    return value if isinstance(value, str) else ""
