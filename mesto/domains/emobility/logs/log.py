"""A log a station is asked for: how it stands, and what people are told of it. Pure.

A log is an entity, `urn:ngsi-ld:EVStationLog:STATION:ID`, named by the command that
asks for it. Who asked is written here; what comes of it is written by the gate.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from mesto.domains.emobility.nouns import DIAGNOSTICS_STATUS
from mesto.kernel.model import TYPE, Entity, Kind, Observation, Value
from mesto.kernel.moments import date_time
from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import by_language, filled
from mesto.kernel.verdict import moment
from mesto.kernel.words import said
from mesto.names.charging import OF_STATION

LOG: Final = "EVStationLog"
STATUS: Final = "status"  #: told, came, failed: by the gate; deleted: here
ASKED_BY, ASKED_AT = "requestedBy", "requestedAt"
KEEP_UNTIL: Final = "keepUntil"  #: DateTime
HANDED_TO: Final = "handedOutTo"  #: who fetched it last
CAME, DELETED = "came", "deleted"
REACHED: Final = timedelta(minutes=15)  #: an order is on its way so long

State: TypeAlias = Literal["asked", "uploading", "came", "failed", "deleted"]

#: OCPP 1.6, DiagnosticsStatus; 2.0.1, UploadLogStatusEnumType.
_FAILED: Final = frozenset(
    {
        *("UploadFailed", "UploadFailure", "BadMessage", "PermissionDenied"),
        *("NotSupportedOperation", "AcceptedCanceled"),
    }
)
UNREACHED: Final = said(
    "The station was not reached in time.",
    "Stanice nebyla včas dosažena.",
    "Stanica nebola včas dosiahnutá.",
    "Do stanice se nije stiglo na vreme.",
)
SAYS: Final = said(
    "The station says: {said}",
    "Stanice hlásí: {said}",
    "Stanica hlási: {said}",
    "Stanica javlja: {said}",
)
LATE: Final = said(
    "The station brought nothing in time.",
    "Stanice včas nic nepřinesla.",
    "Stanica včas nič nepriniesla.",
    "Stanica nije donela ništa na vreme.",
)


class Standing(NamedTuple):
    """How a log stands, and why it failed."""

    state: State
    why: Text = MappingProxyType({})


def log_urn(station: str, name: str) -> str:
    """Return the URN of a log; station: URN."""
    return f"urn:ngsi-ld:{LOG}:{station.rpartition(':')[2]}:{name}"


def asked(station: str, name: str, by: str, now: datetime) -> list[Observation]:
    """Observe that somebody asks a station for a log."""
    urn, at = log_urn(station, name), date_time(now)
    return [
        _said(urn, TYPE, [LOG], by),
        _said(urn, OF_STATION, station, by, Kind.RELATIONSHIP),
        _said(urn, ASKED_BY, by, by),
        _said(urn, ASKED_AT, at, by),
    ]


def handed_out(log: str, by: str) -> list[Observation]:
    """Observe that somebody fetched a log."""
    return [_said(log, HANDED_TO, by, by)]


def deleted(log: str, by: str) -> list[Observation]:
    """Observe that a log is not kept any more."""
    return [_said(log, STATUS, DELETED, by)]


def is_over(log: Entity, now: datetime) -> bool:
    """Tell whether a log has been kept long enough."""
    until = moment(log, KEEP_UNTIL)
    return log.value(STATUS) == CAME and until is not None and until <= now


def standing_of(
    log: Entity, station: Entity, now: datetime, *, newest: bool
) -> Standing:
    """Tell how a log stands.

    newest: what the station says of uploading is about this one
    """
    match log.value(STATUS):
        case "came" | "deleted" as settled:
            return Standing(settled)
        case "failed":
            return Standing("failed", by_language(log.value("reason")))
        case _:
            return _open(log, station, now, newest=newest)


def _open(log: Entity, station: Entity, now: datetime, *, newest: bool) -> Standing:
    """Tell how a log stands of which nothing is settled."""
    told_at, asked_at = moment(log, "toldAt"), moment(log, ASKED_AT)
    if told_at is None:
        late = asked_at is not None and now - asked_at > REACHED
        return Standing("failed", UNREACHED) if late else Standing("asked")
    word = station.attribute(DIAGNOSTICS_STATUS)
    if newest and word and word.seen_at >= told_at:
        if word.value in _FAILED:
            return Standing("failed", filled(SAYS, said=str(word.value)))
        if word.value == "Uploading":
            return Standing("uploading")
    until = moment(log, "expiresAt")
    over = until is not None and until <= now
    return Standing("failed", LATE) if over else Standing("asked")


def logs_shown(
    logs: Sequence[Entity], station: Entity, now: datetime
) -> list[dict[str, Any]]:
    """Return the logs of a station as people see them; logs: the newest first."""
    return [
        _shown(log, standing_of(log, station, now, newest=place == 0))
        for place, log in enumerate(logs)
    ]


def _shown(log: Entity, standing: Standing) -> dict[str, Any]:
    return {
        "id": log.id.rpartition(":")[2],
        "by": log.value(ASKED_BY) or "",
        "at": moment(log, ASKED_AT) or moment(log, "toldAt") or log.created_at,
        "state": standing.state,
        "why": with_both_scripts(standing.why),
        "name": log.value("fileName"),
        "size": log.value("fileSize"),
        "cameAt": moment(log, "cameAt"),
        "keepUntil": moment(log, KEEP_UNTIL),
    }


def _said(
    urn: str, name: str, value: Value, by: str, kind: Kind = Kind.PROPERTY
) -> Observation:
    return Observation(entity=urn, attribute=name, value=value, source=by, kind=kind)
