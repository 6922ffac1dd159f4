"""Reading single values as people and machines write them. Pure.

Every reader takes the name of the field it reads, which its refusal then carries.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
import orjson
import shapely

from mesto.kernel.degrees import is_box
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Senseless
from mesto.kernel.model import Value
from mesto.kernel.refusals import (
    EMPTY_GEOMETRY,
    IN_METRES,
    NEVER,
    NO_FORMAT,
    NO_GEOMETRY,
    NO_LETTER,
    NO_NUMBER,
    NO_NUMBER_YET,
    NO_TIME,
    NO_TRUTH,
    NO_ZONE,
    NOT_FINITE,
    NOT_KEPT,
    NOT_SINGLE,
    NOT_WRITTEN,
    OFF_EARTH,
    TOO_LARGE,
    TWICE,
)
from mesto.kernel.text import Text, filled, in_english

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 1e300  #: that sums and squares of numbers are kept by
EXACT = 1e15  #: below it a float holds every whole number
LONGEST_SHOWN = 60  #: letters
METRES = 1_000.0  #: a coordinate beyond that is none in degrees
_TRUE = frozenset({"true", "yes", "1", "on", "ano", "áno", "da", "да"})
_FALSE = frozenset({"false", "no", "0", "off", "ne", "nie", "не"})


class Clock(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How a time is written.

    A local time without an offset is read in `zone`. In the hour that the clock
    repeats in autumn it means two moments, in the hour skipped in spring none:
    `at_change` says whether such a time is refused or read with the offset that held
    before, or after, the clock was changed.
    """

    format: str = "iso8601"  #: iso8601, epoch_s, epoch_ms or a pattern of strptime
    zone: str = "UTC"  #: IANA name, e.g. Europe/Belgrade
    at_change: Literal["refuse", "before", "after"] = "refuse"

    def __post_init__(self) -> None:
        """Refuse an unknown zone or format as soon as it is configured."""
        if self.format not in {"iso8601", "epoch_s", "epoch_ms"}:
            _try_pattern(self.format)
        _zone(self.zone)


def read_number(found: object, *, field: str, decimal: str = ".") -> int | float:
    """Read a number, also from text such as `1 234,5`.

    Thousands may be parted by spaces or apostrophes, and by the other separator where
    no doubt is left: `1.234,5` and `1.234.567` have a decimal comma, `1.234` alone is
    refused then.

    Raises Malformed otherwise, and if the number is not finite.
    """
    told = found
    if isinstance(found, str):
        found = _number_in(found, decimal)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise _no_number(told, decimal, field)
    if not abs(found) <= MOST:  # so written, NaN is none
        raise misread(field, TOO_LARGE)
    return found


@lru_cache(2)
def _number_shape(decimal: str) -> re.Pattern[str]:
    point, other = re.escape(decimal), re.escape("," if decimal == "." else ".")
    apart = r"[ \u00a0\u202f'\u2019]"
    return re.compile(
        rf"""(?P<sign>[+\-\u2212]?)
        (?P<whole> \d{{1,40}} | \d{{1,3}} (?:{apart}\d{{3}}){{1,9}}
        | \d{{1,3}} (?:{other}\d{{3}}){{2,9}}
        | \d{{1,3}} {other}\d{{3}} (?={point}) )?
        (?: {point} (?P<part>\d{{0,40}}) )?
        (?P<power> [eE][+-]?\d{{1,4}} )?""",
        re.VERBOSE | re.ASCII,
    )


def _number_in(text: str, decimal: str) -> int | float | None:
    shape = _number_shape(decimal).fullmatch(text.strip())
    if shape is None or not (shape["whole"] or shape["part"]):
        return None
    sign = "-" if shape["sign"] in {"-", "\u2212"} else ""
    whole = re.sub(r"\D", "", shape["whole"] or "0")
    if shape["part"] is None and shape["power"] is None:
        return int(sign + whole)
    return float(f"{sign}{whole}.{shape['part'] or 0}{shape['power'] or ''}")


def _no_number(told: object, decimal: str, field: str) -> Malformed:
    """Say what to do where the other separator would make it a number."""
    other = "," if decimal == "." else "."
    if not isinstance(told, str) or _number_in(told, other) is None:
        return misread(field, NO_NUMBER, found=shown(told))
    setting = f'"decimal": "{other}"'
    return misread(field, NO_NUMBER_YET, found=shown(told), setting=setting)


def read_boolean(found: object, *, field: str) -> bool:
    """Read a truth, also from a word in the languages of mesto.

    Raises Malformed if it is neither true nor false.
    """
    if isinstance(found, bool):
        return found
    word = str(found).casefold() if isinstance(found, str | int) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise misread(field, NO_TRUTH, found=shown(found))


def read_time(found: object, clock: Clock, *, field: str) -> datetime:
    """Read a moment; the result always has a zone.

    Raises Malformed if it is not written as `clock` says, or names a local time that
    a clock change made double or skipped and `clock.at_change` refuses those.
    """
    try:
        if clock.format in {"epoch_s", "epoch_ms"}:
            return _from_epoch(found, clock.format, field)
        if not isinstance(found, str):
            raise misread(field, NOT_WRITTEN, found=shown(found))
        moment = (
            datetime.fromisoformat(found)
            if clock.format == "iso8601"
            else datetime.strptime(found, clock.format)  # noqa: DTZ007 - zoned below
        )
        if moment.tzinfo is not None:
            moment.astimezone(UTC)
            return moment
        return _in_zone(moment, clock)
    except (ValueError, OverflowError) as error:
        told = shown(found)
        raise misread(field, NO_TIME, found=told, format=clock.format) from error
    except _DoubtfulError as doubt:
        facts = {"moment": str(doubt), "zone": clock.zone}
        raise misread(field, TWICE if doubt.twice else NEVER, **facts) from doubt


class _DoubtfulError(Exception):
    """A local time that a clock change made double or skipped."""

    def __init__(self, moment: datetime, *, twice: bool) -> None:
        super().__init__(moment)
        self.twice = twice


def _from_epoch(found: object, unit: str, field: str) -> datetime:
    number = read_number(found, field=field)
    microseconds = round(number * (1_000_000 if unit == "epoch_s" else 1_000))
    return _EPOCH + timedelta(microseconds=microseconds)


def _in_zone(moment: datetime, clock: Clock) -> datetime:
    zone = _zone(clock.zone)
    before, after = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if before.utcoffset() == after.utcoffset():
        before.astimezone(UTC)
        return before
    if clock.at_change == "refuse":
        raise _DoubtfulError(moment, twice=_exists(before))
    return (before if clock.at_change == "before" else after).astimezone(UTC)


def _exists(moment: datetime) -> bool:
    there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)


@lru_cache(64)
def _zone(name: str) -> ZoneInfo:
    """Return a zone; raises Senseless if the world has none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as error:
        raise Senseless(filled(NO_ZONE, found=name), "zone") from error


def _try_pattern(pattern: str) -> None:
    """Raise Senseless if strptime does not know a directive, or there is none."""
    try:
        datetime.strptime(_EPOCH.strftime(pattern), pattern)  # noqa: DTZ007 - a trial
        known = "%" in pattern
    except ValueError:
        known = False
    if not known:
        raise Senseless(filled(NO_FORMAT, found=pattern), "format")


def read_geometry(found: object, *, field: str) -> dict[str, object]:
    """Read a GeoJSON geometry, also as JSON text, or WKT, in WGS 84 degrees.

    Raises Malformed if it is none, or lies outside the world.
    """
    try:
        if isinstance(found, str) and not found.startswith("{"):
            shape = shapely.from_wkt(found)
        else:
            text = found if isinstance(found, str) else orjson.dumps(found)
            shape = shapely.from_geojson(text)
        geometry: dict[str, object] = orjson.loads(shapely.to_geojson(shape))
    except (shapely.GEOSException, TypeError, ValueError) as error:
        raise misread(field, NO_GEOMETRY, found=shown(found)) from error
    if shape.is_empty:
        raise misread(field, EMPTY_GEOMETRY)
    west, south, east, north = shape.bounds
    if not is_box(west, south, east, north):
        metres = max(-west, east, -south, north) > METRES
        raise misread(field, IN_METRES if metres else OFF_EARTH, datum="WGS 84")
    return geometry


def read_json(found: object, *, field: str) -> Value:
    """Keep a JSON value as it is, if it can be kept.

    Raises Malformed if it cannot: NUL characters, not a number, nested too deep.
    """
    if isinstance(found, str):
        return read_text(found, field=field)
    if isinstance(found, float) and not isfinite(found):
        raise misread(field, NOT_FINITE)
    if isinstance(found, list | dict):
        try:
            if b"\\u0000" in orjson.dumps(found):
                raise misread(field, NO_LETTER)
        except (TypeError, ValueError) as error:
            raise misread(field, NOT_KEPT) from error
    assert isinstance(found, bool | int | float | list | dict)
    return found


def read_text(found: object, *, field: str) -> str:
    """Write a single value as people write it.

    Raises Malformed for lists and mappings, and for text that cannot be kept.
    """
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, float) and found.is_integer() and abs(found) < EXACT:
        return str(int(found))
    if not isinstance(found, str | int | float):
        raise misread(field, NOT_SINGLE)
    text = str(found)
    if "\0" in text or (not text.isascii() and _half_pairs(text)):
        raise misread(field, NO_LETTER)
    return text


def _half_pairs(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def shown(found: object) -> str:
    """Return a value as a refusal shows it: short."""
    if isinstance(found, list | dict):
        return "[…]" if isinstance(found, list) else "{…}"
    text = repr(found)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def misread(field: str, sentence: Text, **facts: str) -> Malformed:
    """Return the error that names a field and what is wrong with it."""
    says = filled(sentence, **facts)
    why = in_english(says)
    return Malformed(f"{field}: {why}", field=field, why=why, says=says)
