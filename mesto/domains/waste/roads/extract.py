"""Reads the streets of an OpenStreetMap extract that a truck may drive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import osmium

from mesto.domains.waste.roads.building import Way
from mesto.domains.waste.roads.tags import Truck, use_of
from mesto.domains.waste.roads.turns import Turn
from mesto.kernel.errors import Malformed, NotFound

ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"
USUAL: Final = Truck()
_FORBIDS = ("no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn")
_ONLY = ("only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn")


def read_ways(path: Path, truck: Truck = USUAL) -> tuple[list[Way], list[Turn]]:
    """Read the ways a truck may drive, and the turns it may not take.

    Raises NotFound if there is no such file, Malformed if it is no extract.
    """
    if not path.is_file():
        raise NotFound(f"there is no file {path}", path=str(path))
    try:
        return list(_ways(path, truck)), list(_turns(path))
    except RuntimeError as problem:  # libosmium's only kind
        raise Malformed(
            f"{path.name} is no OpenStreetMap extract: {problem}"
        ) from problem


def _ways(path: Path, truck: Truck) -> Iterator[Way]:
    for thing in osmium.FileProcessor(str(path)).with_locations():
        if not isinstance(thing, osmium.osm.Way):
            continue
        use = use_of({tag.k: tag.v for tag in thing.tags}, truck)
        nodes = [node for node in thing.nodes if node.location.valid()]
        if use is None or len(nodes) < 2:  # noqa: PLR2004 - a line has two points
            continue
        yield Way(
            id=thing.id,
            nodes=[node.ref for node in nodes],
            line=[(node.location.lon, node.location.lat) for node in nodes],
            kmh=use.kmh,
            forward=use.forward,
            backward=use.backward,
        )


def _turns(path: Path) -> Iterator[Turn]:
    """Yield what is forbidden, at a node or over the ways between."""
    for thing in osmium.FileProcessor(str(path), osmium.osm.RELATION):
        if not isinstance(thing, osmium.osm.Relation):
            continue
        said = thing.tags.get("restriction:hgv") or thing.tags.get("restriction")
        if said not in _FORBIDS and said not in _ONLY:
            continue
        if {"hgv", "goods"} & set((thing.tags.get("except") or "").split(";")):
            continue
        roles: dict[tuple[str, str], list[int]] = {}
        for one in thing.members:
            roles.setdefault((one.role, one.type), []).append(one.ref)
        node, over = roles.get(("via", "n"), []), roles.get(("via", "w"), [])
        match roles.get(("from", "w"), []), roles.get(("to", "w"), []):
            case [leaving], [entering] if len(node) == 1 and not over:
                yield Turn(leaving, node[0], entering, only=said in _ONLY)
            case [leaving], [entering] if over and not node:
                yield Turn(leaving, tuple(over), entering, only=said in _ONLY)
