"""A snapshot, and what is said to make one. Pure.

Source: ETSI GS CIM 009 v1.9.1, 5.16; the names are those of its core @context.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.codec.values import check_uri, read_time
from mesto.gates.ngsi_ld.problem import BadRequestData, OperationNotSupported
from mesto.gates.ngsi_ld.temporal_form import read_duration

TYPE: Final = "Snapshot"
LIFETIME: Final = timedelta(days=1)  #: where nobody says how long
LONGEST: Final = timedelta(days=30)
QUERIES_MAX: Final = 20
ENTITIES_MAX: Final = 10_000  #: in a snapshot
BYTES_MAX: Final = 64 * 2**20  #: of all entities of a snapshot

_OF_PASTS: Final = "snapshotTemporalQueries"
_ENDS: Final = frozenset({"expiresAt", "snapshotLifetime"})
_READ: Final = _ENDS | {"id", "type", "snapshotQueries", "snapshotPriority", _OF_PASTS}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot shall be of, and until when it is kept."""

    id: str | None
    queries: tuple[Mapping[str, Any], ...]
    priority: int | None
    expires_at: datetime


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one query."""

    found: int  #: entities
    why: str = ""  #: what is missing

    def as_json(self) -> dict[str, Any]:
        """Return it as an ExecutionResult."""
        if self.why:
            problem = {"type": "about:blank", "title": "In part", "detail": self.why}
            return {"resultStatus": "failure", "problemDetails": problem}
        return {"resultStatus": "success" if self.found else "empty"}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot is made of, and what came of it; it is kept so."""

    queries: tuple[dict[str, Any], ...]
    results: tuple[Result, ...]
    priority: int | None = None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What was found at one moment."""

    id: str
    made_at: datetime
    expires_at: datetime
    said: Said

    def as_json(self) -> dict[str, Any]:
        """Return it as it is shown: it is there as soon as there is something of it."""
        priority = self.said.priority
        return {
            "id": self.id,
            "type": TYPE,
            "createdAt": timestamp(self.made_at),
            "expiresAt": timestamp(self.expires_at),
            "snapshotStatus": "ready",
            "snapshotQueries": list(self.said.queries),
            "snapshotQueriesDetails": [one.as_json() for one in self.said.results],
            **({} if priority is None else {"snapshotPriority": priority}),
        }


def read_wanted(said: Mapping[str, Any], now: datetime) -> Wanted:
    """Read what a snapshot shall be; each query is read when it is asked.

    Raises BadRequestData where something is wrong, and OperationNotSupported for pasts.
    """
    if said.get("type") != TYPE:
        raise BadRequestData("the body is no Snapshot")
    _refuse_others(said, _READ)
    if said.get(_OF_PASTS):
        raise OperationNotSupported("a snapshot holds what is, and no pasts")
    queries = said.get("snapshotQueries")
    if not isinstance(queries, list) or not 0 < len(queries) <= QUERIES_MAX:
        raise BadRequestData(f"snapshotQueries are 1 to {QUERIES_MAX} queries")
    if not all(isinstance(one, dict) for one in queries):
        raise BadRequestData("snapshotQueries are queries")
    priority = said.get("snapshotPriority")
    if priority is not None and type(priority) is not int:
        raise BadRequestData("snapshotPriority is a whole number")
    return Wanted(
        id=check_uri(said["id"], "id") if "id" in said else None,
        queries=tuple(queries),
        priority=priority,
        expires_at=read_end(said, now) or now + LIFETIME,
    )


def read_change(said: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return until when a snapshot is kept by a change; None: it does not say.

    Raises BadRequestData for what cannot be changed.
    """
    _refuse_others(said, _ENDS | {"id", "type"})
    return read_end(said, now)


def read_end(said: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return until when a snapshot is kept, by its end or how long it is to live.

    Raises BadRequestData if it is neither, or in the past.
    """
    until = _said_end(said, now)
    if until is None:
        return None
    if until <= now:
        raise BadRequestData("the snapshot would have ended already")
    return min(until, now + LONGEST)


def _said_end(said: Mapping[str, Any], now: datetime) -> datetime | None:
    if "expiresAt" in said:
        return read_time(said["expiresAt"], "expiresAt")
    if "snapshotLifetime" not in said:
        return None
    lifetime = said["snapshotLifetime"]
    if not isinstance(lifetime, str):
        raise BadRequestData("snapshotLifetime is a duration")
    try:
        return read_duration(lifetime, "snapshotLifetime").after(now, 1)
    except (OverflowError, ValueError):
        return now + LONGEST


def _refuse_others(said: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = said.keys() - known
    if unknown:
        raise BadRequestData(f"here a snapshot has no {', '.join(sorted(unknown))}")
