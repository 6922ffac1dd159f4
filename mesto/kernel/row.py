"""How an observation lies in the database. Pure: values in, values out."""

import math
import struct
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson

from mesto.kernel.degrees import MOST_EAST, MOST_NORTH
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Kind, Observation, Value

_DOUBLE = struct.Struct("<d")
_LONG = struct.Struct("<q")

EXACT = 2**53  #: integers beyond lose digits as a double, so they are kept as JSON too


class Row(NamedTuple):
    """One ledger row, sorted as it is written."""

    entity: int
    attribute: int
    dataset: str
    at: float  #: which of two is newer, seconds since 1970
    turn: int  #: order of arrival
    observed_at: datetime | None
    digest: int
    kind: int
    deleted: bool
    number: float | None
    value: str | None
    unit: str | None
    meta: str | None
    source: int
    place: str | None


def lay(  # noqa: PLR0913 - the numbers of its names
    seen: Observation,
    entity: int,
    attribute: int,
    source: int,
    *,
    turn: int,
    now_s: float,
    current: bool,
) -> Row:
    """Lay one observation out as a row.

    now_s: seconds since 1970; a time beyond it does not make an observation newer
    current: a statement about now, whatever its observed_at

    Raises Malformed for what JSON or PostgreSQL cannot hold.
    """
    number, value = split(seen)
    meta = None if seen.meta is None else dump(seen.meta, seen)
    observed_at = seen.observed_at and _in_utc(seen.observed_at, seen)
    at = now_s
    if observed_at is not None and not current:
        at = min(observed_at.timestamp(), now_s)
    return Row(
        entity,
        attribute,
        seen.dataset or "",
        at,
        turn,
        observed_at,
        digest(seen, number, value, meta),
        seen.kind,
        seen.deleted,
        number,
        value,
        seen.unit,
        meta,
        source,
        place(seen) if seen.kind is Kind.GEO_PROPERTY and not seen.deleted else None,
    )


def sorted_once(rows: Iterable[Row]) -> list[Row]:
    """Sort rows by key and drop repetitions within the group."""
    once = {(r.entity, r.attribute, r.observed_at, r.digest): r for r in rows}
    return sorted(once.values())


def split(seen: Observation) -> tuple[float | None, str | None]:
    """Part a value into the number that is reckoned with and the JSON of the rest."""
    value = seen.value
    if seen.deleted:
        return None, None
    if seen.kind is Kind.PROPERTY and type(value) in (int, float):
        number = _finite(value, seen)
        exact = type(value) is float or abs(number) <= EXACT
        return number, None if exact else dump(value, seen)
    return None, dump(value, seen)


def join(number: float | None, value: str | None) -> Value:
    """Put back together what `split` parted; whole numbers come back as integers."""
    if value is not None:
        whole: Value = orjson.loads(value)
        return whole
    if number is None:
        return None
    return int(number) if number.is_integer() and abs(number) <= EXACT else number


def digest(
    seen: Observation, number: float | None, value: str | None, meta: str | None
) -> int:
    """Tell two statements about one moment apart, in 64 bits.

    A plain number is its own digest; all else is hashed.
    """
    if (
        number is not None
        and value is None
        and meta is None
        and seen.dataset is None
        and seen.unit is None
    ):
        return int(_LONG.unpack(_DOUBLE.pack(number))[0])
    words = (int(seen.kind), seen.deleted, number, value, seen.unit, seen.dataset, meta)
    return int(_LONG.unpack(blake2b(repr(words).encode(), digest_size=8).digest())[0])


def place(seen: Observation) -> str | None:
    """Return the bounds of a GeoJSON geometry as PostgreSQL writes a box.

    Raises Malformed where there are no coordinates, or some outside the earth.
    """
    flat: list[tuple[float, float]] = []
    _gather(seen.value, flat)
    if not flat:
        raise Malformed("a geometry without coordinates", attribute=seen.attribute)
    lons, lats = zip(*flat, strict=True)
    if max(map(abs, lons)) > MOST_EAST:
        raise Malformed("a longitude outside [-180, 180]", attribute=seen.attribute)
    if max(map(abs, lats)) > MOST_NORTH:
        raise Malformed("a latitude outside [-90, 90]", attribute=seen.attribute)
    return f"({max(lons)!r},{max(lats)!r}),({min(lons)!r},{min(lats)!r})"


def dump(value: object, seen: Observation) -> str:
    """Write JSON that PostgreSQL can hold.

    Raises Malformed for a zero character, for what JSON has no word for, and for what
    is too deep to be told inside an answer.
    """
    try:
        inside = [[[[[[[[value]]]]]]]]  # as deep as answers put it
        text = orjson.dumps(inside, option=orjson.OPT_SORT_KEYS)[8:-8].decode()
    except (TypeError, ValueError) as error:
        raise Malformed(
            f"{seen.attribute} is not JSON: {error}", attribute=seen.attribute
        ) from error
    if "\\u0000" in text:
        raise Malformed(
            f"{seen.attribute} holds a zero character", attribute=seen.attribute
        )
    return text


def _in_utc(time: datetime, seen: Observation) -> datetime:
    if time.tzinfo is UTC:
        return time
    try:
        return time.astimezone(UTC)
    except OverflowError as error:
        raise Malformed(
            f"{seen.attribute} was observed beyond all years", attribute=seen.attribute
        ) from error


def _finite(value: Any, seen: Observation) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Malformed(f"{seen.attribute} is not finite", attribute=seen.attribute)
    return number


def _gather(geometry: object, flat: list[tuple[float, float]]) -> None:
    """Collect every position of a geometry or a collection of them."""
    if not isinstance(geometry, dict):
        raise Malformed("not a GeoJSON geometry")
    if geometry.get("type") == "GeometryCollection":
        for part in geometry.get("geometries", ()):
            _gather(part, flat)
        return
    _walk(geometry.get("coordinates"), flat)


def _walk(node: object, flat: list[tuple[float, float]]) -> None:
    match node:
        case [int() | float() as longitude, int() | float() as latitude, *_]:
            flat.append((float(longitude), float(latitude)))
        case [int() | float(), *_]:
            raise Malformed("a position is a longitude and a latitude")
        case [*parts]:
            for part in parts:
                _walk(part, flat)
        case _:
            raise Malformed("coordinates are lists of numbers")
