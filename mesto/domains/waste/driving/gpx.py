"""A round as a file for navigation: its stops in their order, and the way. Pure.

Source: GPX 1.1, topografix.com/GPX/1/1.
"""

from collections.abc import Callable
from datetime import UTC
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mesto.domains.waste.rounds import Place, Round, Stop

MEDIA_TYPE = "application/gpx+xml"
NAMESPACE = "http://www.topografix.com/GPX/1/1"


def write_gpx(round_: Round, title: str, called: Callable[[Stop], str]) -> bytes:
    """Write a round: each stop as a waypoint and a point of the route, and the track.

    title: of the file; called: what a stop is called
    """
    root = Element("gpx", version="1.1", creator="mesto", xmlns=NAMESPACE)
    about = SubElement(root, "metadata")
    SubElement(about, "name").text = title
    for number, stop in enumerate(round_.stops, 1):
        _stop(root, "wpt", stop, f"{number}. {called(stop)}")
    route = SubElement(root, "rte")
    SubElement(route, "name").text = title
    for number, stop in enumerate(round_.stops, 1):
        _stop(route, "rtept", stop, f"{number}. {called(stop)}")
    if round_.path:
        track = SubElement(root, "trk")
        SubElement(track, "name").text = title
        segment = SubElement(track, "trkseg")
        for place in round_.path:
            _point(segment, "trkpt", place)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _stop(parent: Element, tag: str, stop: Stop, name: str) -> None:
    point = _point(parent, tag, stop.place)
    at = stop.arrives.astimezone(UTC)
    SubElement(point, "time").text = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    SubElement(point, "name").text = _writable(name)


def _point(parent: Element, tag: str, place: Place) -> Element:
    longitude, latitude = place
    return SubElement(parent, tag, lat=f"{latitude:.6f}", lon=f"{longitude:.6f}")


def _writable(text: str) -> str:
    """Leave out what XML cannot say (XML 1.0, 2.2)."""
    return "".join(one for one in text if one.isprintable())
