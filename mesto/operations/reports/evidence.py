"""One file with everything a result rests on, for who checks it. Pure."""

import io
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

MEDIA_TYPE = "application/zip"


def pack(files: Iterable[tuple[str, str]]) -> bytes:
    """Pack names and texts into one file; the same texts make the same file."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in files:  # without the time
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return out.getvalue()


def as_json(document: object) -> str:
    """Write a document as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(document)).decode()
