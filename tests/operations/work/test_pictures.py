"""Pictures are made harmless before they are kept."""

import struct
import zlib

import pytest

from mesto.kernel.errors import Malformed
from mesto.operations.work.pictures import cleaned


def chunk(kind, content):
    size, check = len(content), zlib.crc32(kind + content)
    return struct.pack(">I", size) + kind + content + struct.pack(">I", check)


def png_that_claims(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 20_000])
def test_a_small_file_that_claims_to_be_a_huge_picture_is_refused(side):
    with pytest.raises(Malformed, match="pixels"):
        cleaned(png_that_claims(side, side))
