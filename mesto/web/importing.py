"""Files that people upload: a mapping is guessed, tried, and imported; row by row."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import RecordMapping
from mesto.kernel.mistake import read_written
from mesto.web.answers import answer_json
from mesto.web.asker import visit_of
from mesto.web.body import MOST_BYTES, read_body
from mesto.web.picture import Picture


class Files(NamedTuple):
    """How files are read and recorded; the gate that does it is introduced by `app`.

    guess: a mapping, of a path and an entity type
    record: of a city, a path, a mapping; answers a report with `refused_file`
    """

    guess: Callable[..., RecordMapping]
    record: Callable[..., Awaitable[Any]]


MOST_ROWS: Final = 500  #: refused rows that are shown; the file has them all


class Upload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file, and what is to be made of it.

    content: base64
    type: entity type its rows are of, for a guess
    mapping: how rows become observations
    language: tag, of the reasons in the file of refused rows
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    content: bytes
    type: Annotated[str, msgspec.Meta(max_length=200)] = ""
    mapping: Any = None
    dry_run: bool = True
    language: Annotated[str, msgspec.Meta(max_length=20)] = "en"


async def guess_import(request: Request, picture: Picture) -> Response:
    """Guess a mapping for a file. Raises Malformed where it cannot be read."""
    upload = await read_body(request, Upload, most_bytes=MOST_BYTES)
    files, zone = _files(request), picture.municipality.zone.key

    def guess(path: Path) -> RecordMapping:
        return files.guess(path, type_name=upload.type, zone=zone)

    with TemporaryDirectory() as folder:
        path = await asyncio.to_thread(_kept, Path(folder), upload)
        guessed = await asyncio.to_thread(guess, path)
    return answer_json(request, msgspec.to_builtins(guessed))


async def import_upload(request: Request, _picture: Picture) -> Response:
    """Import a file, or say what an import would do.

    Answers the report, the first refused rows with the reasons, and all of them as a
    file that can be mended and imported again.

    Raises Malformed, with the place where the mapping makes no sense.
    """
    upload = await read_body(request, Upload, most_bytes=MOST_BYTES)
    mapping = read_written(upload.mapping, RecordMapping, at=("mapping",))
    with TemporaryDirectory() as folder:
        path = await asyncio.to_thread(_kept, Path(folder), upload)
        report = await _files(request).record(
            visit_of(request),
            path,
            mapping,
            dry_run=upload.dry_run,
            most_examples=MOST_ROWS,
            language=upload.language,
        )
        refused = await asyncio.to_thread(_refused, report.refused_file)
    told = msgspec.to_builtins(report) | {"refused_file": refused}
    return answer_json(request, told)


def _files(request: Request) -> Files:
    files: Files = request.scope["files"]
    return files


def _kept(folder: Path, upload: Upload) -> Path:
    """Put an upload where it can be read; only the last part of its name counts."""
    name = PurePath(upload.name.replace("\\", "/")).name
    if not name or name.startswith("."):
        raise Malformed("a file has a name", place=("name",))
    path = folder / name
    path.write_bytes(upload.content)
    return path


def _refused(path: str) -> dict[str, str] | None:
    """Return the file of refused rows: its name, and what it says in base64."""
    if not path:
        return None
    content = b64encode(Path(path).read_bytes()).decode()
    return {"name": Path(path).name, "content": content}
