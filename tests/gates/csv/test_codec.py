"""Files sent whole are read or refused."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.csv.codec import Settings, decode
from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import AttributeMapping, RecordMapping
from mesto.kernel.model import Message
from mesto.kernel.plugin import Known
from mesto.kernel.reading import Clock

BINS = RecordMapping(
    entity="urn:ngsi-ld:WasteContainer:{id}",
    type="WasteContainer",
    time="cas",
    clock=Clock(format="%d.%m.%Y %H:%M", zone="Europe/Prague"),
    attributes=(
        AttributeMapping(name="fillingLevel", path="fill", decimal=",", scale=0.01),
    ),
)
LAMPS = RecordMapping(
    entity="urn:ngsi-ld:Streetlight:{properties.code}",
    type="Streetlight",
    attributes=(
        AttributeMapping(name="location", kind="GeoProperty", path="geometry"),
    ),
)


def read(payload, mapping):
    message = Message(
        payload=payload, origin="f", received_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    known = Known(connection="files", settings=Settings(mapping=mapping))
    return list(decode(message, known))


def test_a_czech_table_becomes_observations():
    payload = "id;fill;cas\n7;62,5;1.7.2026 12:00\n".encode("windows-1250")
    (seen,) = read(payload, BINS)
    assert seen.entity == "urn:ngsi-ld:WasteContainer:7"
    assert (seen.value, seen.source) == (0.625, "files")
    assert seen.observed_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "payload",
    [
        b'{"type":"FeatureCollection","features":[%s]}',
        b"\xef\xbb\xbf %s",
    ],
)
def test_features_become_observations(payload):
    feature = (
        b'{"type":"Feature","properties":{"code":"L1"},'
        b'"geometry":{"type":"Point","coordinates":[19.8,45.2]}}'
    )
    (seen,) = read(payload % feature, LAMPS)
    assert seen.entity == "urn:ngsi-ld:Streetlight:L1"
    assert seen.value == {"type": "Point", "coordinates": [19.8, 45.2]}


@pytest.mark.parametrize(
    "payload",
    [b"{", b'{"type":"Point"}', b'{"type":"FeatureCollection","features":[3]}', b"{}"],
)
def test_what_is_not_geojson_is_refused(payload):
    with pytest.raises(Malformed):
        read(payload, LAMPS)


@given(st.binary())
def test_any_bytes_are_read_or_refused(payload):
    for mapping in (BINS, LAMPS):
        for start in (b"", b"id;fill;cas\n", b'{"type":"FeatureCollection",'):
            with suppress(Malformed):
                read(start + payload, mapping)
