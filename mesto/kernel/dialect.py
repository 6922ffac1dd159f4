"""How a file is written: its encoding and its delimiter. Pure.

Source: the letters are those of the Czech, Slovak and Serbian alphabets.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Sequence

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("windows-1250", "iso-8859-2", "windows-1251", "cp852")

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LATIN = frozenset("áčďéěíňóřšťúůýžľĺŕôäćđÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽĹŔÔÄĆĐ")
_CYRILLIC = frozenset("абвгдђежзијклљмнњопрстћуфхцчџш") | frozenset(
    "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"
)
_SIGNS = frozenset("°§–—„“”…€µ²³±×%'’\u00a0\r\n\t")
_ASCII = 127  #: its last byte
_ODD_BYTES = 2**16  #: enough bytes beyond ASCII to tell the encoding


def detect_encoding(parts: Iterable[bytes]) -> str:
    """Find out how a file is encoded, from all of it.

    A byte order mark decides; what is UTF-8 to the end is UTF-8; otherwise the code
    page in which most of what lies beyond ASCII are letters of ours.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    odd = bytearray()
    unicode, first = True, True
    for part in parts:
        if first:
            first = False
            for mark, encoding in _BOMS.items():
                if part.startswith(mark):
                    return encoding
        try:
            if unicode:
                decoder.decode(part)
        except UnicodeDecodeError:
            unicode = False
        if not part.isascii() and len(odd) < _ODD_BYTES:
            odd += bytes(byte for byte in part if byte > _ASCII)[:_ODD_BYTES]
    if unicode and _ends_well(decoder):
        return "utf-8"
    return max(ENCODINGS, key=lambda encoding: _familiarity(bytes(odd), encoding))


def _ends_well(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _familiarity(odd: bytes, encoding: str) -> int:
    """Weigh how many letters are ours; small ones are likelier than capitals."""
    letters = Counter(odd.decode(encoding, errors="replace"))
    return sum(count * _weight(letter) for letter, count in letters.items())


def _weight(letter: str) -> int:
    if letter in _LATIN or letter in _CYRILLIC:
        return 3 if letter.islower() else 1
    return 0 if letter in _SIGNS else -2


def detect_delimiter(lines: Sequence[str]) -> str:
    """Find out what parts the cells: what gives most rows the header's many cells."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return (0.0, 0)
    if not widths or widths[0] == 1:
        return (0.0, 0)
    return (widths.count(widths[0]) / len(widths), widths[0])
