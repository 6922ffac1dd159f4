"""A snapshot, and what is said to make one. Pure.

Source: ETSI GS CIM 009 v1.9.1, 5.16; the names are those of its core @context.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.codec.values import check_uri, read_time
from mesto.gates.ngsi_ld.problem import BadRequestData
from mesto.gates.ngsi_ld.registrations.read import own_attribute
from mesto.gates.ngsi_ld.temporal_form import read_duration
from mesto.kernel.model import Entity, Kind

TYPE: Final = "Snapshot"
LIFETIME: Final = timedelta(days=1)  #: where nobody says how long
LONGEST: Final = timedelta(days=30)
QUERIES_MAX: Final = 20
ENTITIES_MAX: Final = 10_000  #: in a snapshot
PRIORITY: Final = 5  #: from 1, deleted first, to 10, where nobody says
BYTES_MAX: Final = 64 * 2**20  #: of all entities of a snapshot

_QUERIES: Final = "snapshotQueries"
_OF_PASTS: Final = "snapshotTemporalQueries"
_ENDS: Final = frozenset({"expiresAt", "snapshotLifetime"})
_CHANGED: Final = _ENDS | {"id", "type", "snapshotPriority"}
_READ: Final = _CHANGED | {_QUERIES, _OF_PASTS}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot shall be of, and until when it is kept."""

    id: str | None
    queries: tuple[Mapping[str, Any], ...]
    of_pasts: tuple[Mapping[str, Any], ...]  #: queries, too
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
    of_pasts: tuple[dict[str, Any], ...] = ()  #: queries, too
    results_of_pasts: tuple[Result, ...] = ()
    priority: int | None = None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What was found at one moment."""

    id: str
    made_at: datetime
    expires_at: datetime
    said: Said

    def as_json(self) -> dict[str, Any]:
        """Return it as it is shown: it is there as soon as there is something of it."""
        asked = (
            (_QUERIES, self.said.queries, self.said.results),
            (_OF_PASTS, self.said.of_pasts, self.said.results_of_pasts),
        )
        told: dict[str, list[Any]] = {}
        for name, queries, results in asked:
            if queries:
                told[name] = list(queries)
                told[f"{name}Details"] = [one.as_json() for one in results]
        return {
            "id": self.id,
            "type": TYPE,
            "createdAt": timestamp(self.made_at),
            "expiresAt": timestamp(self.expires_at),
            "snapshotStatus": "ready",
            **told,
            "snapshotPriority": self.said.priority or PRIORITY,
        }

    def as_entity(self) -> Entity:
        """Return it so that its members can be queried."""
        own = {name: part for name, part in self.as_json().items() if name != "id"}
        return Entity(
            id=self.id,
            types=(TYPE,),
            scopes=(),
            created_at=self.made_at,
            modified_at=self.made_at,
            attributes=tuple(
                own_attribute(name, Kind.PROPERTY, part) for name, part in own.items()
            ),
        )


def read_wanted(said: Mapping[str, Any], now: datetime) -> Wanted:
    """Read what a snapshot shall be; each query is read when it is asked.

    Raises BadRequestData where something is wrong.
    """
    if said.get("type") != TYPE:
        raise BadRequestData("the body is no Snapshot")
    _refuse_others(said, _READ)
    queries, of_pasts = _queries(said, _QUERIES), _queries(said, _OF_PASTS)
    if not 0 < len(queries) + len(of_pasts) <= QUERIES_MAX:
        raise BadRequestData(f"a snapshot is of 1 to {QUERIES_MAX} queries")
    return _wanted(said, now, queries, of_pasts)


def read_clone(said: Mapping[str, Any], now: datetime) -> Wanted:
    """Read what a copy of a snapshot shall be: it is of the same queries (5.16.2).

    Raises BadRequestData where something is wrong.
    """
    if said.get("type") != TYPE:
        raise BadRequestData("the body is no Snapshot")
    _refuse_others(said, _CHANGED)
    return _wanted(said, now)


def read_change(one: Snapshot, said: Mapping[str, Any], now: datetime) -> Snapshot:
    """Return a snapshot as it is after a change (5.16.4).

    Raises BadRequestData for what cannot be changed.
    """
    _refuse_others(said, _CHANGED)
    priority = _priority(said) or one.said.priority
    return msgspec.structs.replace(
        one,
        expires_at=read_end(said, now) or one.expires_at,
        said=msgspec.structs.replace(one.said, priority=priority),
    )


def _queries(said: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], ...]:
    queries = said.get(name, [])
    if not isinstance(queries, list) or not all(isinstance(q, dict) for q in queries):
        raise BadRequestData(f"{name} are queries")
    return tuple(queries)


def _wanted(
    said: Mapping[str, Any],
    now: datetime,
    queries: tuple[Mapping[str, Any], ...] = (),
    of_pasts: tuple[Mapping[str, Any], ...] = (),
) -> Wanted:
    return Wanted(
        id=check_uri(said["id"], "id") if "id" in said else None,
        queries=queries,
        of_pasts=of_pasts,
        priority=_priority(said),
        expires_at=read_end(said, now) or now + LIFETIME,
    )


def _priority(said: Mapping[str, Any]) -> int | None:
    priority = said.get("snapshotPriority")
    if priority is None:
        return None
    if type(priority) is not int or not 1 <= priority <= 10:  # noqa: PLR2004 - 5.5.15
        raise BadRequestData("snapshotPriority is from 1 to 10")
    return priority


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
