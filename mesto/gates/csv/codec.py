"""CSV rows and GeoJSON features to observations. Pure: bytes in, values out.

Source: RFC 4180 for CSV; RFC 7946 for GeoJSON.
"""

from collections.abc import Iterable, Iterator

import msgspec
import orjson

from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import RecordMapping
from mesto.kernel.model import Message, Observation
from mesto.kernel.plugin import Known
from mesto.kernel.refusals import NO_FEATURE, NOT_KEPT
from mesto.kernel.table import (
    Layout,
    Refused,
    Row,
    Sheet,
    accept,
    read_table,
    refused,
    understand,
)
from mesto.kernel.text import filled


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the files of a connection are read."""

    mapping: RecordMapping
    layout: Layout = Layout()


def decode(message: Message, known: Known[Settings]) -> Iterator[Observation]:
    """Read a file that was sent whole.

    Good rows are yielded first; if any was refused, Malformed is raised at the end.
    """
    yield from accept(read_sheet(message, known).outcomes)


def read_sheet(message: Message, known: Known[Settings]) -> Sheet:
    """Read a file that was sent whole, row by row.

    Raises Malformed if it is no table, at the latest with its first row.
    """
    rows = read(message.payload, known.settings)
    outcomes = understand(
        rows,
        known.settings.mapping,
        source=known.connection,
        envelope={
            "origin": message.origin,
            "received_at": message.received_at.isoformat(),
        },
    )
    return Sheet(known.settings.mapping, outcomes)


def read(payload: bytes, settings: Settings) -> Iterator[Row | Refused]:
    """Yield the rows of a whole file, CSV or GeoJSON.

    Raises Malformed if it is neither.
    """
    if is_geojson(payload[:1000]):
        return number_features(features_of(payload))
    return read_table(payload, settings.mapping, settings.layout)


def is_geojson(start: bytes) -> bool:
    """Tell GeoJSON from CSV by how the file begins."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def features_of(payload: bytes) -> list[object]:
    """Return the features of a GeoJSON text.

    Raises Malformed if it is none.
    """
    try:
        document = orjson.loads(payload.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error}") from error
    if not isinstance(document, dict):
        raise Malformed("not a GeoJSON object")
    if document.get("type") == "Feature":
        return [document]
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise Malformed("neither a Feature nor a FeatureCollection")
    return features


def number_features(features: Iterable[object]) -> Iterator[Row | Refused]:
    """Yield features as rows; a record is the whole feature."""
    for number, feature in enumerate(features, start=1):
        try:
            text = orjson.dumps(feature).decode()
        except TypeError:
            yield refused(number, "", "feature", NOT_KEPT)
            continue
        if isinstance(feature, dict) and feature.get("type") == "Feature":
            yield Row(number, text, feature)
        else:
            yield refused(number, text, "type", filled(NO_FEATURE, feature="Feature"))
