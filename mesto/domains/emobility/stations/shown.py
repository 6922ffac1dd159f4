"""Stations, their connectors and sessions as people see them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from mesto.domains.emobility import nouns
from mesto.domains.emobility.faults.kinds import UNKNOWN, fault_of
from mesto.domains.emobility.stations.reserved import Reservation
from mesto.kernel.model import Entity, Value
from mesto.kernel.plugin import Verdict
from mesto.kernel.script import with_both_scripts
from mesto.kernel.verdict import last_seen, named
from mesto.names.charging import OF_EVSE, OF_STATION

#: Of a station, as it says it is.
FACTS: Final = (
    *(nouns.PROTOCOL, nouns.VENDOR, nouns.MODEL, nouns.SERIAL, nouns.FIRMWARE),
    *(nouns.FIRMWARE_STATUS, nouns.DIAGNOSTICS_STATUS, nouns.CONNECTED),
    *(nouns.BOOT_REASON, nouns.CLOCK_OFFSET, nouns.MOST_POWER, nouns.POWER),
)
#: Of an EVSE, now.
LIVE: Final = (
    *(nouns.STATUS, nouns.CHARGING_STATE, nouns.ERROR, "vendorErrorCode", "errorInfo"),
    *(nouns.POWER, nouns.OFFERED, nouns.CURRENT_SUM, nouns.STATE_OF_CHARGE),
    *nouns.CURRENT,
    *nouns.VOLTAGE,
)
#: Of a session; what is promised is there where a plan promises.
SAID: Final = (
    *(nouns.TRANSACTION, nouns.SESSION_STATUS, nouns.ENERGY, nouns.DOUBT),
    *(nouns.REASON, nouns.LIMIT, "limitReason", "promisedEnergy", "promisedBy"),
)
#: How bad something is, as the console counts it.
BADNESS_SHOWN: Final = {
    "ok": 0,
    "warning": 1,
    "critical": 2,
    "offline": 3,
    "maintenance": 4,
}
KEPT: Final = 4  #: of a card's number, the last that everybody may see


def masked(token: str) -> str:
    """Return a card as it is shown to who may not know whose it is."""
    return f"•••• {token[-KEPT:]}" if len(token) > KEPT else "••••"


def text_of(value: Value) -> str | None:
    """Return the moment a DateTime states; None where it states none."""
    if isinstance(value, dict):
        value = value.get("@value")
    return value if isinstance(value, str) else None


def session_shown(
    session: Entity, evse: Entity | None, *, whole: bool
) -> dict[str, Any]:
    """Return a session as people see it.

    evse: where it goes on; None: it has ended, or nobody knows
    whole: who looks may know whose card it is
    """
    token = session.value(nouns.ID_TOKEN)
    card = token if isinstance(token, str) else ""
    live = {} if evse is None else {name: evse.value(name) for name in LIVE}
    return {
        "urn": session.id,
        "station": session.value(OF_STATION),
        "evse": session.value(OF_EVSE),
        "number": None if evse is None else evse.value(nouns.NUMBER),
        "card": card if whole else card and masked(card),
        "since": text_of(session.value(nouns.BEGIN)),
        "until": text_of(session.value(nouns.END)),
        "energy": energy_of(session),
        "heard": last_seen(session, (nouns.REGISTER, nouns.SESSION_STATUS)),
        **{name: session.value(name) for name in SAID if name != nouns.ENERGY},
        "power": live.get(nouns.POWER),
        "stateOfCharge": live.get(nouns.STATE_OF_CHARGE),
        "chargingState": live.get(nouns.CHARGING_STATE),
        "offered": live.get(nouns.OFFERED),
    }


def reservation_shown(one: Reservation, *, whole: bool) -> dict[str, Any]:
    """Return a reservation as people see it; whole: they may know whose card it is."""
    return {
        "id": one.id,
        "number": one.evse,
        "card": one.idToken if whole else masked(one.idToken),
        "until": one.until,
    }


def energy_of(session: Entity) -> float | None:
    """Return what a session has given so far, kWh; None where no meter says so."""
    whole = session.value(nouns.ENERGY)
    if isinstance(whole, int | float):
        return whole
    begun, now = session.value(nouns.METER_START), session.value(nouns.REGISTER)
    if isinstance(begun, int | float) and isinstance(now, int | float):
        return round(max(0.0, now - begun), 3)
    return None


def evse_shown(
    evse: Entity, number: int | None, connectors: Iterable[Entity]
) -> dict[str, Any]:
    """Return an EVSE as people see it, with its connectors."""
    return {
        "urn": evse.id,
        "id": number,
        "number": evse.value(nouns.NUMBER),
        **{name: evse.value(name) for name in LIVE},
        "heard": last_seen(evse, LIVE),
        "fault": _fault(evse),
        "connectors": [
            {
                "number": one.value(nouns.NUMBER),
                "status": one.value(nouns.STATUS),
                "socketType": one.value(nouns.SOCKET),
            }
            for one in connectors
        ],
    }


def _fault(evse: Entity) -> dict[str, Any] | None:
    """Say what is wrong at an EVSE and what to do; None where nothing is known."""
    faulted = evse.value(nouns.STATUS) == "Faulted"
    fault = fault_of(evse.value(nouns.ERROR)) or (UNKNOWN if faulted else None)
    if fault is None:
        return None
    return {
        "says": with_both_scripts(fault.says),
        "do": with_both_scripts(fault.do),
        "status": fault.status,
    }


def station_shown(
    station: Entity,
    number: int | None,
    evses: Sequence[Mapping[str, Any]],
    charging: int,
    verdict: Verdict,
) -> dict[str, Any]:
    """Return a station as the list shows it.

    charging: how many sessions go on there
    verdict: how it is, by itself
    """
    heard = [one["heard"] for one in evses if one["heard"] is not None]
    own = last_seen(station, FACTS)
    return {
        "urn": station.id,
        "id": number,
        "name": named(station),
        **{name: station.value(name) for name in FACTS},
        "status": BADNESS_SHOWN[verdict.status],
        "cause": with_both_scripts(verdict.cause),
        "lastSeen": max([*heard, *([] if own is None else [own])], default=None),
        "charging": charging,
        "evses": evses,
    }


def answers_shown(station: Entity) -> list[dict[str, Any]]:
    """Return what a station last answered, by action, the newest first."""
    told = [
        {
            "action": (one.dataset or "").rpartition(":")[2],
            "at": one.seen_at,
            "value": one.value,
        }
        for one in station.attributes
        if one.name == "answer"
    ]
    return sorted(told, key=lambda one: str(one["at"]), reverse=True)
