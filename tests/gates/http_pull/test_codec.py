"""Polled documents are read or refused."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.http_pull.codec import decode, detect_format
from mesto.gates.http_pull.settings import Settings
from mesto.gates.http_pull.watch import EVENT
from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import AttributeMapping, RecordMapping
from mesto.kernel.model import Message
from mesto.kernel.plugin import Known

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def mapping(**of):
    attributes = (AttributeMapping(name="pm10", path=of.pop("path"), read="number"),)
    usual = {"entity": "urn:ngsi-ld:AirQualityObserved:{id}"}
    return RecordMapping(**usual | of, type="AirQualityObserved", attributes=attributes)


def read(payload, to, headers=None, **settings):
    message = Message(
        payload=payload, origin="u", received_at=NOW, headers=headers or {}
    )
    known = Known(connection="air", settings=Settings(mapping=to, **settings))
    return [
        (one.entity[31:], one.value, one.observed_at) for one in decode(message, known)
    ]


def test_json_is_read_with_its_header():
    to = mapping(path="pm", records="stations", time="$document.at")
    payload = b'{"at":"2026-05-01T00:00Z","stations":[{"id":1,"pm":5},{"id":2,"pm":6}]}'
    assert read(payload, to) == [("1", 5, NOW), ("2", 6, NOW)]


def test_a_table_is_read():
    assert read(b"id;pm\n1;5\n", mapping(path="pm")) == [("1", 5, None)]


def test_xml_is_read_by_elements_attributes_and_texts():
    payload = b"""<?xml version="1.0" encoding="windows-1250"?>
    <a:report xmlns:a="urn:x" at="2026-05-01T00:00Z"><a:stations>
      <a:station id="1"><pm unit="GQ">5</pm></a:station>
      <a:station id="2"><pm unit="GQ">6</pm></a:station>
    </a:stations></a:report>"""
    to = mapping(
        path="pm.#text",
        records="stations/station",
        entity="urn:ngsi-ld:AirQualityObserved:{@id}",
        time="$document.@at",
    )
    assert read(payload, to) == [("1", 5, NOW), ("2", 6, NOW)]


def test_children_of_one_name_are_a_list():
    to = mapping(path="pm.1")
    assert read(b"<s><id>1</id><pm>5</pm><pm>6</pm></s>", to) == [("1", 6, None)]


@pytest.mark.parametrize(
    ("media", "payload", "form"),
    [
        ("application/json; charset=utf-8", b"", "json"),
        ("text/csv", b"{", "csv"),
        ("application/atom+xml", b"", "xml"),
        ("text/plain", b" [1]", "json"),
        ("", b"<x/>", "xml"),
        ("", b"a,b", "csv"),
    ],
)
def test_the_format_is_told_by_media_type_or_first_byte(media, payload, form):
    headers = {"content-type": media}
    message = Message(payload=payload, origin="u", received_at=NOW, headers=headers)
    assert detect_format(message) == form


@pytest.mark.parametrize(
    "payload",
    [
        b'<!DOCTYPE s [<!ENTITY e "x">]><s><id>1</id><pm>&e;</pm></s>',
        b'<!DOCTYPE s SYSTEM "file:///etc/passwd"><s><id>1</id><pm>5</pm></s>',
        b"<s>" * 60 + b"</s>" * 60,
        b"<s><id>1</id>",
        b'<?xml version="1.0" encoding="klingon"?><s/>',
        b"{",
        b'{"id":1,"pm":"x"}',
        b"[3]",
        b"id\n1\n",
    ],
    ids=lambda payload: repr(payload[:30]),
)
def test_bad_and_dangerous_documents_are_refused(payload):
    with pytest.raises(Malformed):
        read(payload, mapping(path="pm"))


def test_a_web_page_is_not_data():
    with pytest.raises(Malformed, match="html"):
        read(b"<html>log in</html>", mapping(path="pm"), {"content-type": "text/html"})


def test_a_bad_path_to_elements_is_refused():
    with pytest.raises(Malformed, match="path"):
        read(b"<s/>", mapping(path="pm", records="//["))


@given(
    st.binary(),
    st.sampled_from(["json", "csv", "xml", "auto"]),
    st.sampled_from([b"", b"{", b"[", b"<s>", b"id,pm\n"]),
    st.sampled_from(["", "missing", "arrived", "else"]),
)
def test_any_bytes_are_read_or_refused(payload, form, start, event):
    headers = {EVENT: event} if event else {}
    with suppress(Malformed):
        read(start + payload, mapping(path="pm"), headers, format=form)
