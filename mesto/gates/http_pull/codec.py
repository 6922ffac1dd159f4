"""Polled documents to observations. Pure: bytes in, values out.

Source: JSON RFC 8259, CSV RFC 4180, XML 1.0 without document types and entities.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

import orjson
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mesto.gates.http_pull.settings import Settings
from mesto.gates.http_pull.watch import decode_event
from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import RecordMapping
from mesto.kernel.model import EVENT, Message, Observation
from mesto.kernel.observing import records_in
from mesto.kernel.plugin import Known
from mesto.kernel.table import Refused, Row, accept, read_table, understand

DEPTH = 50  #: XML elements within each other

_TYPES = {"json": "json", "csv": "csv", "xml": "xml", "html": "html"}


def decode(message: Message, known: Known[Settings]) -> Iterator[Observation]:
    """Read a document that was polled, or what the carrier tells of its polling.

    Good records are yielded first; if any was refused, Malformed is raised at the end.
    """
    if EVENT in message.headers:
        yield from decode_event(message, known.connection)
        return
    settings = known.settings
    document, rows = _read(message, settings)
    outcomes = understand(
        rows,
        settings.mapping,
        source=known.connection,
        envelope={
            "document": document,
            "origin": message.origin,
            "received_at": message.received_at.isoformat(),
        },
    )
    yield from accept(outcomes)


def _read(
    message: Message, settings: Settings
) -> tuple[object, Iterator[Row | Refused]]:
    """Return the document, as `$document` sees it, and its records."""
    form = settings.format if settings.format != "auto" else detect_format(message)
    if form == "csv":
        return {}, read_table(message.payload, settings.mapping, settings.layout)
    if form == "json":
        document = _json(message.payload)
        return document, _number(document, settings.mapping)
    if form == "xml":
        root = _xml(message.payload)
        records = _elements(root, settings.mapping.records)
        return record_of(root), _number(records, _FLAT)
    raise Malformed(f"{form} is not data")


_FLAT = RecordMapping(entity="urn:ngsi-ld:X:0", type="X")  # records are there already


def detect_format(message: Message) -> str:
    """Tell JSON, CSV, XML and web pages apart by media type, else by the first byte."""
    media = message.headers.get("content-type", "").partition(";")[0].lower()
    for word, form in _TYPES.items():
        if word in media:
            return form
    start = message.payload.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"{": "json", b"[": "json", b"<": "xml"}.get(start, "csv")


def _json(payload: bytes) -> object:
    try:
        return orjson.loads(payload.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error}") from error


def _number(document: object, mapping: RecordMapping) -> Iterator[Row | Refused]:
    for number, record in enumerate(records_in(document, mapping), start=1):
        yield Row(number, "", record)


def _xml(payload: bytes) -> Element:
    """Parse XML; tags and attributes lose their namespaces."""
    try:
        root: Element = fromstring(payload, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Malformed(f"not XML we read: {error}") from error
    for element in root.iter():
        element.tag = _local(element.tag)
    return root


def _elements(root: Element, path: str) -> list[object]:
    """Return the elements at an XPath of ElementTree's kind, as records."""
    try:
        found = root.findall(path) if path else [root]
    except (SyntaxError, KeyError) as error:
        raise Malformed(f"{path} is no path to elements", field="records") from error
    return [record_of(element) for element in found]


def record_of(element: Element) -> dict[str, object]:
    """Turn an element into a record.

    Its attributes are `@name`, its text `#text`, its children are named by their tags;
    a child that is only text is that text, children of one name are a list.

    Raises Malformed if elements lie too deep within each other.
    """
    return _record(element, DEPTH)


def _record(element: Element, depth: int) -> dict[str, object]:
    if not depth:
        raise Malformed(f"more than {DEPTH} elements within each other")
    record: dict[str, object] = {
        f"@{_local(name)}": value for name, value in element.attrib.items()
    }
    text = (element.text or "").strip()
    if text:
        record["#text"] = text
    for child in element:
        inner = _record(child, depth - 1)
        value = inner.get("#text", "") if inner.keys() <= {"#text"} else inner
        before = record.get(child.tag)
        if before is None:
            record[child.tag] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            record[child.tag] = [before, value]
    return record


def _local(name: str) -> str:
    return name.rpartition("}")[2]
