"""Refused rows written to a file that can be mended and imported again."""

import codecs
import csv
import io
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

import orjson

from mesto.kernel.table import Refused

ADDED = ("refused_line", "refused_why")  #: columns before the file's own


class Notes(Protocol):
    """A file of refused rows; it exists only if there are some."""

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the file."""
        ...

    def write(self, refused: Refused) -> None:
        """Add a row."""
        ...

    def written(self) -> str:
        """Return the file's path; empty if there is none."""
        ...


class _Notes:
    """Opens the file when the first row comes."""

    def __init__(self, path: Path, language: str = "en") -> None:
        self._path = path
        self._language = language
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.write(self._end())
            self._file.close()

    def write(self, refused: Refused) -> None:
        """Add a row."""
        text = self._text(refused)
        if self._file is None:
            self._file = self._path.open("wb")
            self._file.write(self._begin() + text)
        else:
            self._file.write(self._between() + text)

    def written(self) -> str:
        """Return the file's path; empty if there is none."""
        return str(self._path) if self._file is not None else ""

    def _begin(self) -> bytes:
        return b""

    def _between(self) -> bytes:
        return b""

    def _end(self) -> bytes:
        return b""

    def _text(self, refused: Refused) -> bytes:
        raise NotImplementedError

    def _why(self, refused: Refused) -> str:
        why = refused.says.get(self._language, refused.why)
        return f"{refused.field}: {why}"


class CsvNotes(_Notes):
    """The refused lines as they stood, behind two columns that say why."""

    def __init__(
        self,
        path: Path,
        language: str = "en",
        *,
        encoding: str,
        delimiter: str,
        header: str,
    ) -> None:
        """Write in the encoding of the file; Unicode as UTF-8 with its mark."""
        super().__init__(path, language)
        self._encoding = "utf-8" if encoding.startswith("utf") else encoding
        self._delimiter = delimiter
        self._header = header.removeprefix("\ufeff")

    def _begin(self) -> bytes:
        mark = codecs.BOM_UTF8 if self._encoding == "utf-8" else b""
        return mark + self._line(ADDED, self._header)

    def _text(self, refused: Refused) -> bytes:
        return self._line((str(refused.line), self._why(refused)), refused.text)

    def _line(self, cells: tuple[str, ...], text: str) -> bytes:
        """Put cells before a line that is kept byte by byte."""
        written = io.StringIO()
        csv.writer(written, delimiter=self._delimiter, lineterminator="").writerow(
            [*cells, ""]
        )
        before = written.getvalue().encode(self._encoding, "replace")
        kept = text.rstrip("\r\n").encode(self._encoding, "surrogateescape")
        return before + kept + b"\r\n"


class GeoJsonNotes(_Notes):
    """The refused features, each with the member `refused` that says why."""

    def _begin(self) -> bytes:
        return b'{"type":"FeatureCollection","features":[\n'

    def _between(self) -> bytes:
        return b",\n"

    def _end(self) -> bytes:
        return b"\n]}\n"

    def _text(self, refused: Refused) -> bytes:
        feature = orjson.loads(refused.text) if refused.text else None
        told = feature if isinstance(feature, dict) else {"feature": feature}
        why = {"feature": refused.line, "why": self._why(refused)}
        return orjson.dumps(told | {"refused": why})
