"""What a municipality says of itself: attributes of its own entity. Pure.

`urn:ngsi-ld:Municipality:<name>` with `title` (LanguageProperty), `languages` (list of
tags), `center` (GeoProperty, a Point), `zoom` (number), `bounds` (list of west, south,
east, north), `timezone` (its name, e.g. Europe/Prague) and `basemap` (the name of a
PMTiles file in the folder of maps), `aloneUpTo` (so many assets one person orders
something of at once). What it does not say has a sensible default.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts

LANGUAGES = ("en", "cs", "sk", "sr-Latn", "sr-Cyrl")
MUNICIPALITY = "Municipality"  #: the entity type
WHERE_AND_WHEN = ("center", "languages", "timezone")  #: attributes that say it
ALONE_UP_TO = 200  #: assets, where a town says nothing else
FILE = re.compile(r"[\w-][\w.-]{0,99}\.pmtiles")

#: What time it is where a language is spoken; elsewhere UTC.
TIMEZONES: Mapping[str, str] = {
    "cs": "Europe/Prague",
    "sk": "Europe/Bratislava",
    "sr-Latn": "Europe/Belgrade",
    "sr-Cyrl": "Europe/Belgrade",
}

Point: TypeAlias = tuple[float, float]  #: longitude, latitude
Box: TypeAlias = tuple[float, float, float, float]  #: west, south, east, north


class Municipality(msgspec.Struct, frozen=True):
    """How a municipality is shown."""

    title: Text
    languages: Sequence[str] = LANGUAGES
    center: Point | None = None
    zoom: float | None = None
    bounds: Box | None = None
    basemap: str | None = None  #: name of a file, checked
    timezone: str = "UTC"
    alone_up_to: int = ALONE_UP_TO  #: assets one person orders something of at once

    @property
    def zone(self) -> ZoneInfo:
        """The time its people live by."""
        return ZoneInfo(self.timezone)


def urn_of(name: str) -> str:
    """Return the URN of a municipality's own entity."""
    return f"urn:ngsi-ld:{MUNICIPALITY}:{name}"


def read_municipality(name: str, entity: Entity | None) -> Municipality:
    """Read a municipality's settings; what makes no sense counts as not said."""
    said = {} if entity is None else {a.name: a.value for a in entity.attributes}
    basemap = said.get("basemap")
    zoom = said.get("zoom")
    named = isinstance(basemap, str) and FILE.fullmatch(basemap)
    languages = _languages(said.get("languages"))
    return Municipality(
        title=_title(name, said.get("title")),
        languages=languages,
        center=_point(said.get("center")),
        zoom=float(zoom) if isinstance(zoom, int | float) else None,
        bounds=_box(said.get("bounds")),
        basemap=str(basemap) if named else None,
        timezone=_timezone(said.get("timezone"), languages),
        alone_up_to=_count(said.get("aloneUpTo")),
    )


def _title(name: str, said: object) -> Text:
    if isinstance(said, Mapping):
        title = {str(tag): text for tag, text in said.items() if isinstance(text, str)}
        if title:
            return with_both_scripts(title)
    return {"en": said if isinstance(said, str) else name.replace("_", " ").title()}


def nearest(wish: str) -> str:
    """Return the language of ours nearest to a BCP 47 tag; empty: none is near.

    Serbian without a script is Cyrillic; who asks for Bosnian or Croatian reads it in
    Latin. Source: RFC 4647, 3.4; CLDR, likely subtags.
    """
    base, *more = wish.lower().split("-")
    if base in {"sr", "sh", "bs", "hr"}:
        cyrillic = "cyrl" in more or (base == "sr" and "latn" not in more)
        return "sr-Cyrl" if cyrillic else "sr-Latn"
    return base if base in LANGUAGES else ""


def _languages(said: object) -> Sequence[str]:
    tags = said if isinstance(said, list) else []
    return [tag for tag in tags if isinstance(tag, str)] or LANGUAGES


def _timezone(said: object, languages: Sequence[str]) -> str:
    if isinstance(said, str) and said in available_timezones():
        return said
    return TIMEZONES.get(languages[0], "UTC")


def _count(said: object) -> int:
    return said if type(said) is int and said >= 0 else ALONE_UP_TO


def _point(said: object) -> Point | None:
    match said:
        case {
            "type": "Point",
            "coordinates": [int() | float() as longitude, int() | float() as latitude],
        }:
            return float(longitude), float(latitude)
    return None


def _box(said: object) -> Box | None:
    match said:
        case [
            int() | float() as west,
            int() | float() as south,
            int() | float() as east,
            int() | float() as north,
        ]:
            return float(west), float(south), float(east), float(north)
    return None
