"""How a record becomes observations, by a mapping.

Pure: the rules of time zones are data, and the time of arrival is an argument.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import Final, TypeAlias
from urllib.parse import quote

import msgspec

from mesto.kernel.mapping import (
    FIELD,
    AttributeMapping,
    RecordMapping,
    is_name,
    look_up,
)
from mesto.kernel.model import TYPE, Kind, Observation, Value
from mesto.kernel.moments import date_time
from mesto.kernel.reading import (
    misread,
    read_boolean,
    read_geometry,
    read_json,
    read_number,
    read_text,
    read_time,
    shown,
)
from mesto.kernel.refusals import (
    MISSING,
    NO_LIST,
    NO_NAME,
    NO_RECORDS,
    NO_URI,
    NO_WORD,
    NOTHING_THERE,
    PART_MISSING,
    TIME_MISSING,
    TOO_LARGE,
)

Record: TypeAlias = Mapping[str, object]

#: Nothing is known about where a record came from.
NO_ENVELOPE: Final[Record] = {}

KINDS: Final[Mapping[str, Kind]] = {
    "Property": Kind.PROPERTY,
    "Relationship": Kind.RELATIONSHIP,
    "GeoProperty": Kind.GEO_PROPERTY,
    "LanguageProperty": Kind.LANGUAGE_PROPERTY,
    "VocabProperty": Kind.VOCAB_PROPERTY,
    "ListProperty": Kind.LIST_PROPERTY,
    "JsonProperty": Kind.JSON_PROPERTY,
}

_OTHER_WORD = "*"
_IN_URIS = ":/@!$&'()*+,;=-._~%#?"
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9{re.escape(_IN_URIS)}]+")


def records_in(document: object, mapping: RecordMapping) -> Iterator[Record]:
    """Yield the records of a document: the list at `mapping.records`, or itself.

    Raises Malformed if there is something else.
    """
    path = mapping.records
    found = look_up(document, path) if path else document
    for record in found if isinstance(found, list) else [found]:
        if not isinstance(record, dict):
            raise misread(path or "document", NO_RECORDS)
        yield record


def observe(
    record: Record,
    mapping: RecordMapping,
    *,
    source: str,
    envelope: Record = NO_ENVELOPE,
) -> list[Observation]:
    """Read one record.

    source: name of the connection the record came from
    envelope: what `$` paths look into

    The type is stated only where the URN does not say it or nothing else is stated,
    so that a stream of measurements does not fill the ledger with types.

    Raises Malformed with `facts` field and why.
    """
    reader = _Reader(record, envelope, mapping)
    entity = reader.urn()
    types = [reader.name(mapping.type)]
    observed_at = reader.observed_at()
    seen = [
        Observation(
            entity=entity,
            attribute=reader.name(one.name),
            value=value,
            source=source,
            observed_at=observed_at,
            unit=reader.optional(one.unit),
            kind=KINDS[one.kind],
            dataset=reader.optional(one.dataset),
        )
        for one in mapping.attributes
        if (value := reader.value(one)) is not None
    ]
    if not seen and mapping.attributes:
        if mapping.nothing == "skip":
            return []
        raise misread("attributes", NOTHING_THERE)
    if not seen or _third_part(entity) != types[0]:
        said = Observation(
            entity=entity,
            attribute=TYPE,
            value=types,
            source=source,
            observed_at=observed_at,
        )
        return [said, *seen]
    return seen


class _Reader:
    """One record being read: finds its fields and names them when they are bad."""

    def __init__(
        self, record: Record, envelope: Record, mapping: RecordMapping
    ) -> None:
        self._record = record
        self._envelope = envelope
        self._mapping = mapping

    def find(self, path: str) -> object:
        """Return the value at `path`, or None where there is none."""
        if "{" in path:
            return self._filled(path)
        if path in self._record:
            found = self._record[path]
        elif path.startswith("$"):
            found = look_up(self._envelope, path[1:])
        else:
            found = look_up(self._record, path)
        if isinstance(found, str):
            found = found.strip() or None
        absent = self._mapping.absent
        if absent and isinstance(found, str | int | float) and str(found) in absent:
            return None
        return found

    def fill(self, template: str) -> str:
        """Fill a template; every field must be there."""
        filled = self._filled(template)
        if filled is None:
            raise misread(template, PART_MISSING)
        return filled

    def optional(self, template: str | None) -> str | None:
        """Fill a template that need not be there or be filled."""
        if template is None or "{" not in template:
            return template
        return self._filled(template)

    def _filled(self, template: str) -> str | None:
        text, *rest = _pieces(template)
        for field, literal in zip(rest[::2], rest[1::2], strict=True):
            found = self.find(field)
            if found is None:
                return None
            text += read_text(found, field=field) + literal
        return text

    def urn(self) -> str:
        """Return the entity's id."""
        return _uri(self.fill(self._mapping.entity), field="entity")

    def name(self, template: str) -> str:
        """Return the name of a type or an attribute."""
        if "{" not in template:
            return template
        name = self.fill(template)
        if not is_name(name):
            raise misread(template, NO_NAME, found=shown(name))
        return name

    def observed_at(self) -> datetime | None:
        """Return when the record is true; None where the mapping knows no time."""
        path = self._mapping.time
        if not path:
            return None
        found = self.find(path)
        if found is None:
            raise misread(path, TIME_MISSING)
        return read_time(found, self._mapping.clock, field=path)

    def value(self, attribute: AttributeMapping) -> Value:
        """Return the value of an attribute; None where it is missing and may be.

        Raises Malformed where it is missing and may not be.
        """
        value = self._value(attribute)
        if value is None and attribute.missing == "refuse":
            field = attribute.path or attribute.longitude or attribute.name
            raise misread(field, MISSING)
        return value

    def _value(self, attribute: AttributeMapping) -> Value:
        if attribute.constant is not msgspec.UNSET:
            return attribute.constant
        if attribute.languages:
            return self._texts(attribute.languages)
        if attribute.longitude:
            return self._point(attribute)
        found = self.find(attribute.path)
        if found is None:
            return None
        if attribute.values:
            return _translate(found, attribute)
        return _SHAPES.get(attribute.kind, _read)(found, attribute, self._mapping)

    def _texts(self, paths: Mapping[str, str]) -> Value:
        found = {tag: self.find(path) for tag, path in paths.items()}
        texts = {
            tag: read_text(text, field=paths[tag])
            for tag, text in found.items()
            if text is not None
        }
        return texts or None

    def _point(self, attribute: AttributeMapping) -> Value:
        position = []
        for path in (attribute.longitude, attribute.latitude):
            found = self.find(path)
            if found is None:
                return None
            position.append(read_number(found, field=path, decimal=attribute.decimal))
        return read_geometry(
            {"type": "Point", "coordinates": position}, field=attribute.longitude
        )


def _read(found: object, attribute: AttributeMapping, mapping: RecordMapping) -> Value:
    """Read the value of a Property."""
    field = attribute.path
    how = attribute.read
    if how == "time":
        clock = attribute.clock or mapping.clock
        return date_time(read_time(found, clock, field=field))
    if how == "boolean":
        return read_boolean(found, field=field)
    if how == "text":
        return read_text(found, field=field)
    if how == "number" or attribute.scale != 1 or attribute.offset:
        return _reckon(found, attribute)
    return read_json(found, field=field)


def _reckon(found: object, attribute: AttributeMapping) -> int | float:
    number = read_number(found, field=attribute.path, decimal=attribute.decimal)
    if attribute.scale == 1 and not attribute.offset:
        return number
    reckoned = float(f"{number * attribute.scale + attribute.offset:.12g}")
    if not isfinite(reckoned):
        raise misread(attribute.path, TOO_LARGE)
    return reckoned


def _relate(
    found: object, attribute: AttributeMapping, _mapping: RecordMapping
) -> Value:
    """Read the URI of one entity, or a list of them."""
    field = attribute.path
    if isinstance(found, list) and found:
        return [_uri(one, field=field) for one in found]
    return _uri(found, field=field)


def _uri(found: object, *, field: str) -> str:
    """Read a URI, with what a URI cannot hold percent-encoded."""
    text = read_text(found, field=field)
    uri = text if _URI.fullmatch(text) else quote(text, safe=_IN_URIS)
    if not _URI.fullmatch(uri):
        raise misread(field, NO_URI, found=shown(uri), uri="URI")
    return uri


def _locate(
    found: object, attribute: AttributeMapping, _mapping: RecordMapping
) -> Value:
    return read_geometry(found, field=attribute.path)


def _list(found: object, attribute: AttributeMapping, _mapping: RecordMapping) -> Value:
    if not isinstance(found, list):
        raise misread(attribute.path, NO_LIST)
    return found


_SHAPES: Final = {
    "Relationship": _relate,
    "GeoProperty": _locate,
    "ListProperty": _list,
}


def _translate(found: object, attribute: AttributeMapping) -> Value:
    """Look a word up in the attribute's table."""
    word = read_text(found, field=attribute.path)
    known = attribute.values
    if word in known:
        return known[word]
    if _OTHER_WORD in known:
        return known[_OTHER_WORD]
    raise misread(attribute.path, NO_WORD, found=shown(word))


@lru_cache(4096)
def _pieces(template: str) -> tuple[str, ...]:
    """Split a template: a text, then in turn a field and the text that follows it."""
    return tuple(FIELD.split(template))


def _third_part(urn: str) -> str | None:
    """Return the type a URN says: the third of its parts; None if it has none."""
    match urn.split(":", 3):
        case [_, _, named, rest] if rest:
            return named
    return None
