"""Where the values of a record are, and how they are read: settings people write.

A record is a mapping of names to JSON values: a JSON message, a row of a CSV file, an
element of an XML document. Where it came from is its envelope: topic parts, file name.

**Paths** say where a value is: `fill`, `data.fill`, `sensors.0.value` or
`sensors[0].value`. A name that holds dots itself is found first. `$topic.1` looks into
the envelope instead of the record. A path with braces is a template and makes text:
`urn:ngsi-ld:WasteContainer:{id}`, `{date} {time}`.

Pure. What makes observations by them is `kernel/observing.py`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

import msgspec

from mesto.kernel.count import is_count
from mesto.kernel.mistake import Senseless
from mesto.kernel.model import Value
from mesto.kernel.reading import Clock
from mesto.kernel.refusals import LONGITUDE_AND_LATITUDE, NO_NAME, ONE_SOURCE
from mesto.kernel.text import filled

_NO_NAMES = frozenset({"id", "type", "scope", "@id", "@type", "@context"})
_NAME = re.compile(r"[^\s\x00-\x1f<>\"]{1,256}")
FIELD = re.compile(r"\{([^{}]+)\}")  #: in a template


class AttributeMapping(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Where one attribute is found in a record, and how it is read.

    Exactly one of `path`, `constant`, `languages`, or both `longitude` and `latitude`
    say where the value is.
    """

    name: str  #: kernel name; a template where the record names its attribute
    path: str = ""
    constant: Value | msgspec.UnsetType = msgspec.UNSET
    languages: Mapping[str, str] = {}  #: path by language tag, of a LanguageProperty
    longitude: str = ""  #: path, of a GeoProperty
    latitude: str = ""  #: path, of a GeoProperty
    kind: Literal[
        "Property",
        "Relationship",
        "GeoProperty",
        "LanguageProperty",
        "VocabProperty",
        "ListProperty",
        "JsonProperty",
    ] = "Property"
    read: Literal["as_is", "number", "text", "boolean", "time"] = "as_is"
    unit: str | None = None  #: UN/CEFACT code, or a template
    scale: float = 1.0  #: value = number × scale + offset, kept to 12 digits
    offset: float = 0.0
    decimal: Literal[".", ","] = "."  #: the separator in numbers written as text
    values: Mapping[str, Value] = {}  #: by word; `*` stands for any other word
    clock: Clock | None = None  #: of `read: time`; the mapping's own where None
    dataset: str | None = None  #: URI that tells instances apart, or a template
    missing: Literal["skip", "refuse"] = "skip"

    def __post_init__(self) -> None:
        """Refuse a mapping that says nothing, or two things, about the value."""
        if bool(self.longitude) != bool(self.latitude):
            missing = "latitude" if self.longitude else "longitude"
            raise Senseless(LONGITUDE_AND_LATITUDE, missing)
        said = (
            bool(self.path),
            self.constant is not msgspec.UNSET,
            bool(self.languages),
            bool(self.longitude),
        )
        if sum(said) != 1:
            raise Senseless(filled(ONE_SOURCE, attribute=self.name))
        if "{" not in self.name and not is_name(self.name):
            raise Senseless(filled(NO_NAME, found=self.name), "name")


class RecordMapping(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """How a record becomes observations of one entity."""

    entity: str  #: template of the URN, e.g. urn:ngsi-ld:WasteContainer:{id}
    type: str  #: entity type, or a template
    attributes: tuple[AttributeMapping, ...] = ()
    time: str = ""  #: path; empty: the observations are true from their recording
    clock: Clock = Clock()
    records: str = ""  #: path of the list of records in a document
    absent: tuple[str, ...] = ()  #: words that mean "no value", beside the empty one
    nothing: Literal["refuse", "skip"] = "refuse"  #: when every attribute is missing

    def __post_init__(self) -> None:
        """Refuse a type that cannot be one."""
        if "{" not in self.type and not is_name(self.type):
            raise Senseless(filled(NO_NAME, found=self.type), "type")


def fields_of(mapping: RecordMapping) -> Iterator[str]:
    """Yield the paths into the record that a mapping reads, envelope left out."""
    templates = [mapping.entity, mapping.type]
    paths = [mapping.time]
    for one in mapping.attributes:
        templates += [one.name, one.unit or "", one.dataset or ""]
        paths += [one.path, one.longitude, one.latitude, *one.languages.values()]
    named = [field for text in templates + paths for field in FIELD.findall(text)]
    plain = [path for path in paths if path and "{" not in path]
    for path in dict.fromkeys(named + plain):
        if not path.startswith("$"):
            yield path


def look_up(document: object, path: str) -> object:
    """Find what is at `path`; None where there is nothing."""
    if isinstance(document, dict) and path in document:
        return document[path]
    for step in _steps(path):
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, list) and is_count(step):
            place = int(step)
            document = document[place] if place < len(document) else None
        else:
            return None
    return document


def is_name(name: str) -> bool:
    """Tell whether something may be the name of a type or an attribute."""
    return name not in _NO_NAMES and bool(_NAME.fullmatch(name))


@lru_cache(4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\[(\d+)\]", r".\1", path).lstrip(".").split("."))
