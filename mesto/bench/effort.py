"""How much of a processor each part of the product takes, as Linux counts it."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from mesto.bench.stage import Stage

MESTO, POSTGRESQL, BROKER, BENCH = "mesto", "PostgreSQL", "broker", "bench itself"
PROC: Final = Path("/proc")


class _Process(NamedTuple):
    parent: int
    name: str
    ticks: int  #: on a processor, in user and in system mode


def efforts_s(stage: Stage) -> Mapping[str, float]:
    """Return how long each part has run since it began, s of one processor.

    Empty where the system has no `/proc`.
    """
    if not (PROC / "self" / "stat").exists():
        return {}
    known = dict(_processes())
    ticks_a_second = os.sysconf("SC_CLK_TCK")
    parts = dict.fromkeys((MESTO, POSTGRESQL, BROKER, BENCH), 0.0)
    for pid, process in known.items():
        part = _part_of(pid, process, stage)
        if part is not None:
            parts[part] += process.ticks / ticks_a_second
    return parts


def _part_of(pid: int, process: _Process, stage: Stage) -> str | None:
    database = stage.postgres.server_pid()
    if database in (pid, process.parent):
        return POSTGRESQL
    if pid == stage.pid:
        return MESTO
    if process.parent == stage.pid:
        return BROKER if "nats" in process.name else MESTO
    return BENCH if pid == os.getpid() else None


def _processes() -> Iterator[tuple[int, _Process]]:
    for folder in PROC.glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text()
        except OSError:  # it has ended
            continue
        name, _, rest = told.partition("(")[2].rpartition(")")
        fields = rest.split()
        ticks = int(fields[11]) + int(fields[12])
        yield int(folder.name), _Process(int(fields[1]), name, ticks)
