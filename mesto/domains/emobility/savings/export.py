"""Everything a month's savings rest on, in one file an auditor can recompute."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from mesto.domains.emobility.savings.month import Month
from mesto.domains.emobility.savings.saving import Saving
from mesto.domains.emobility.savings.shown import inputs_of, month_shown
from mesto.web.sheet import lines_of

MEDIA_TYPE = "application/zip"
RECIPE = Path(__file__).with_name("recompute.py")
READ_ME = """\
What charging saved in a month, against charging at once, and everything it rests on.

inputs.json      sessions with their meters, prices by quarter of an hour
results.json     what followed, each number with its interval
sessions.csv     the sessions, a line each
recompute.py     python recompute.py inputs.json   prints the results again
"""
COLUMNS = (
    *("session", "connection", "began", "ended", "energy_kwh"),
    *("least_power_kw", "most_power_kw"),
)


def write_zip(month: Month, results: Mapping[str, Saving]) -> bytes:
    """Write the file; the same data make the same file."""
    out = io.BytesIO()
    files = {
        "README.txt": READ_ME,
        RECIPE.name: RECIPE.read_text(encoding="utf-8"),
        "inputs.json": _json(inputs_of(month)),
        "results.json": _json(month_shown(month, results)),
        "sessions.csv": lines_of([COLUMNS, *_lines(month)]),
    }
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


def _lines(month: Month) -> list[tuple[object, ...]]:
    return [
        (
            one.session,
            month.names[root],
            _written(one.since_s),
            _written(one.until_s),
            one.energy_kwh,
            *(round(kw, 3) for kw in one.powers_kw),
        )
        for root, sessions in month.sessions.items()
        for one in sessions
    ]


def _written(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="seconds")


def _json(document: object) -> str:
    return msgspec.json.format(msgspec.json.encode(document)).decode()
