"""The frames of a WebSocket that nearly all messages come and go in. Pure.

A message that is one frame of text needs no more than its length, its mask and itself.
All else, pieces of messages, pings, closing, is the business of `websockets`.

Source: RFC 6455, 5.2 and 5.3.
"""

from typing import Final, NamedTuple

try:
    from websockets.speedups import apply_mask
except ImportError:  # a machine without a compiled one
    from websockets.utils import apply_mask

FIN: Final = 0x80  #: the first byte: a message ends
TEXT: Final = FIN | 0x1  #: the first byte of a text in one frame
CONTROL: Final = 0x8  #: in the first byte: pings and the like, amid pieces too
MASKED: Final = 0x80  #: in the second byte, beside the length
MASK: Final = 4  #: bytes
SHORT, TWO, EIGHT = 125, 126, 127  #: the longest in one byte; marks of longer lengths


class Span(NamedTuple):
    """Where a frame's payload lies in what was received."""

    first: int
    end: int  #: may lie beyond what has come so far

    @property
    def length(self) -> int:
        """Bytes of the payload."""
        return self.end - self.first


def span_at(data: bytes, start: int) -> Span | None:
    """Return where the payload of a frame lies that starts at `start`.

    None where too little has come to tell.
    """
    have = len(data) - start
    if have < 2:  # noqa: PLR2004 - what it is, and how long
        return None
    length = data[start + 1] & ~MASKED
    first = start + 2
    if length > SHORT:
        first += 2 if length == TWO else 8
        if len(data) < first:
            return None
        length = int.from_bytes(data[start + 2 : first], "big")
    if data[start + 1] & MASKED:
        first += MASK
    return Span(first, first + length)


def may_be_text(data: bytes, start: int) -> bool:
    """Tell whether a client's text in one frame may start here."""
    return data[start] == TEXT and (
        len(data) == start + 1 or bool(data[start + 1] & MASKED)
    )


def text_in(data: bytes, span: Span) -> str | None:
    """Return the text of a frame that is whole and one; None where it is no UTF-8."""
    mask = data[span.first - MASK : span.first]
    try:
        return apply_mask(data[span.first : span.end], mask).decode()
    except UnicodeDecodeError:
        return None


def text_frame(text: str) -> bytes:
    """Return the frame a server sends a text in."""
    payload = text.encode()
    length = len(payload)
    if length <= SHORT:
        return bytes((TEXT, length)) + payload
    mark, size = (TWO, 2) if length < 1 << 16 else (EIGHT, 8)
    return bytes((TEXT, mark)) + length.to_bytes(size, "big") + payload
