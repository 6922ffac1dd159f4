"""A first mapping, guessed from a header and some rows. Pure.

A guess is a starting point for people: it is printed, mended and then used.

Source: words of inventories in English, Czech, Slovak and Serbian; attribute names of
the Smart Data Models; unit codes of UN/ECE Recommendation 20.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import AttributeMapping, RecordMapping, look_up
from mesto.kernel.reading import Clock, read_number, read_time
from mesto.kernel.table import Row

_ID = ("id", "code", "kod", "sifra", "oznaka", "oznaceni", "inv", "cislo", "broj")
_LONGITUDE = ("lon", "lng", "long", "longitude", "x", "gpsx", "zemepisnadelka")
_LATITUDE = ("lat", "latitude", "y", "gpsy", "zemepisnasirka")
_TIME = ("time", "timestamp", "datetime", "date", "observedat", "measuredat")
_TIME_LOCAL = ("cas", "datum", "datumacas", "vreme", "datumivreme", "mereno")

#: Words whose Smart Data Models name is known.
_NAMES: Mapping[str, str] = {
    "fill": "fillingLevel",
    "filllevel": "fillingLevel",
    "fillinglevel": "fillingLevel",
    "zaplneni": "fillingLevel",
    "naplnenost": "fillingLevel",
    "popunjenost": "fillingLevel",
    "type": "category",
    "typ": "category",
    "tip": "category",
    "scope": "area",
    "id": "code",
    "nazev": "name",
    "nazov": "name",
    "naziv": "name",
    "popis": "description",
    "opis": "description",
    "adresa": "address",
    "teplota": "temperature",
    "temperatura": "temperature",
    "vlhkost": "relativeHumidity",
    "vlaznost": "relativeHumidity",
    "baterie": "batteryLevel",
    "baterija": "batteryLevel",
    "battery": "batteryLevel",
}

#: Attributes that the Smart Data Models keep as a share in [0, 1].
_SHARES = frozenset({"fillingLevel", "relativeHumidity", "batteryLevel"})

#: UN/CEFACT codes of units as headers write them.
_UNITS: Mapping[str, str] = {
    "°c": "CEL",
    "%": "P1",
    "kwh": "KWH",
    "w": "WTT",
    "kw": "KWT",
    "v": "VLT",
    "a": "AMP",
    "mm": "MMT",
    "cm": "CMT",
    "m": "MTR",
    "km": "KMT",
    "l": "LTR",
    "m3": "MTQ",
    "m³": "MTQ",
    "kg": "KGM",
    "t": "TNE",
    "lx": "LUX",
    "hpa": "A97",
    "m/s": "MTS",
    "km/h": "KMH",
    "db": "2N",
    "µg/m3": "GQ",
    "µg/m³": "GQ",
    "s": "SEC",
    "min": "MIN",
    "h": "HUR",
}

_CLOCKS = (
    Clock(),
    *(
        Clock(format=pattern)
        for pattern in (
            "%d.%m.%Y %H:%M:%S",
            "%d.%m.%Y %H:%M",
            "%d.%m.%Y",
            "%d. %m. %Y %H:%M",
            "%d. %m. %Y",
            "%d/%m/%Y %H:%M:%S",
            "%d/%m/%Y %H:%M",
            "%d/%m/%Y",
        )
    ),
)
_EPOCHS = (Clock(format="epoch_s"), Clock(format="epoch_ms"))
_YEARS = range(1990, 2100)
#: What is written as an attribute is one: `refEVChargingStation`.
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+")
_UNIT_IN_NAME = re.compile(r"\s*[\[(]\s*([^\])]+?)\s*[\])]\s*$")


def guess_mapping(
    fields: Sequence[str], rows: Sequence[Row], *, type_name: str, zone: str = "UTC"
) -> RecordMapping:
    """Guess how records become observations.

    fields: paths into the records, in the order of the file
    rows: some of the first
    type_name: of the entities
    zone: in which local times are written

    Raises Malformed if there is no such zone.
    """
    local = _local(zone)
    samples = {field: _samples(field, rows) for field in fields}
    identifier = _first(fields, _ID) or (fields[0] if fields else "id")
    time, clock = _guess_time(samples, local)
    place = _guess_place(samples)
    used = {identifier, time}
    if place:
        used |= {place.path, place.longitude, place.latitude}
    rest = [
        _guess_attribute(name, samples[name], local)
        for name in fields
        if name not in used
    ]
    attributes = [place, *rest] if place else rest
    return RecordMapping(
        entity=f"urn:ngsi-ld:{type_name}:{{{identifier}}}",
        type=type_name,
        attributes=tuple(attributes),
        time=time,
        clock=clock,
    )


def type_from(file_name: str) -> str:
    """Make the name of an entity type out of that of a file."""
    words = _words(file_name.rpartition("/")[2].partition(".")[0])
    return "".join(word.capitalize() for word in words) or "Thing"


def _samples(field: str, rows: Sequence[Row]) -> list[object]:
    found = (look_up(row.record, field) for row in rows)
    return [value for value in found if value not in (None, "")]


def _local(zone: str) -> Clock:
    """Return the clock of a zone. Raises Malformed if there is no such zone."""
    try:
        return Clock(zone=zone)
    except ValueError as error:
        raise Malformed(str(error)) from error


def _guess_time(samples: Mapping[str, list[object]], local: Clock) -> tuple[str, Clock]:
    field = _first(list(samples), (*_TIME, *_TIME_LOCAL))
    clock = _clock_of(samples[field], local) if field else None
    return (field, clock) if clock else ("", local)


def _clock_of(values: Sequence[object], local: Clock) -> Clock | None:
    """Return the first clock by which all values are times of our age.

    local: the zone of times that name none
    """
    if values and all(_number(value, ".") is not None for value in values):
        return _first_clock(_EPOCHS, values)
    found = _first_clock(_CLOCKS, values)
    return found and msgspec.structs.replace(found, zone=local.zone)


def _first_clock(clocks: Sequence[Clock], values: Sequence[object]) -> Clock | None:
    for clock in clocks:
        times = [_time(value, clock) for value in values]
        if times and all(time is not None and time.year in _YEARS for time in times):
            return clock
    return None


def _guess_place(samples: Mapping[str, list[object]]) -> AttributeMapping | None:
    if "geometry" in samples:
        return AttributeMapping(name="location", kind="GeoProperty", path="geometry")
    longitude = _first(list(samples), _LONGITUDE)
    latitude = _first(list(samples), _LATITUDE)
    if not (longitude and latitude):
        return None
    for decimal in (".", ","):
        if _within(samples[longitude], decimal, 180) and _within(
            samples[latitude], decimal, 90
        ):
            return AttributeMapping(
                name="location",
                kind="GeoProperty",
                longitude=longitude,
                latitude=latitude,
                decimal=decimal,
            )
    return None


def _within(values: Sequence[object], decimal: str, limit: float) -> bool:
    numbers = [_number(value, decimal) for value in values]
    return bool(numbers) and all(
        number is not None and abs(number) <= limit for number in numbers
    )


def _guess_attribute(
    field: str, values: Sequence[object], local: Clock
) -> AttributeMapping:
    said = _UNIT_IN_NAME.search(field)
    bare = field[: said.start()] if said else field.rpartition(".")[2]
    words = _words(bare)
    plain = re.sub(r"\W+", "_", bare).strip("_") or "value"
    written = bare if _ATTRIBUTE.fullmatch(bare) else _camel(words)
    name = _NAMES.get("".join(words)) or written or plain
    if values and all(isinstance(value, str) for value in values):
        for decimal in (".", ","):
            if all(_number(value, decimal) is not None for value in values):
                unit = _UNITS.get(said[1].casefold()) if said else None
                percent = unit == "P1" and name in _SHARES
                return AttributeMapping(
                    name=name,
                    path=field,
                    read="number",
                    decimal=decimal,
                    scale=0.01 if percent else 1.0,
                    unit=None if percent else unit,
                )
        clock = _clock_of(values, local)
        if clock:
            return AttributeMapping(name=name, path=field, read="time", clock=clock)
    return AttributeMapping(name=name, path=field)


def _number(value: object, decimal: str) -> int | float | None:
    with suppress(Malformed):
        return read_number(value, field="", decimal=decimal)
    return None


def _time(value: object, clock: Clock) -> datetime | None:
    with suppress(Malformed):
        return read_time(value, clock, field="")
    return None


def _first(fields: Sequence[str], words: Sequence[str]) -> str:
    """Return the field called by the earliest of `words`; empty if none is."""
    plain = {"".join(_words(field.rpartition(".")[2])): field for field in fields[::-1]}
    return next((plain[word] for word in words if word in plain), "")


def _words(text: str) -> list[str]:
    """Split into lower-case words of plain letters: `Úroveň [%]` is `uroven`."""
    apart = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text.replace("đ", "dj"))
    plain = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode()
    return [word.lower() for word in re.findall(r"[A-Za-z0-9]+", plain)]


def _camel(words: Sequence[str]) -> str:
    return "".join([*words[:1], *(word.capitalize() for word in words[1:])])
