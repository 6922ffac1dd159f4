"""Everything a month's savings rest on, in one file an auditor can recompute."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from mesto.domains.emobility.savings.month import Month
from mesto.domains.emobility.savings.saving import Saving
from mesto.domains.emobility.savings.shown import inputs_of, month_shown
from mesto.operations.reports.evidence import as_json, pack
from mesto.web.sheet import lines_of

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
    files = {
        "README.txt": READ_ME,
        RECIPE.name: RECIPE.read_text(encoding="utf-8"),
        "inputs.json": as_json(inputs_of(month)),
        "results.json": as_json(month_shown(month, results)),
        "sessions.csv": lines_of([COLUMNS, *_lines(month)]),
    }
    return pack(files.items())


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
