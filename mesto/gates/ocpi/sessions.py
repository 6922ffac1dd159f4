"""Sessions of a partner's drivers, as it wants to hear of them. Pure.

Source: OCPI 2.2.1, 9.3.
"""

from collections.abc import Mapping
from datetime import datetime

from mesto.gates.ocpi.codec import Document, iso
from mesto.gates.ocpi.naming import DOCUMENT, id_of
from mesto.gates.ocpi.settings import Settings
from mesto.kernel.model import Entity
from mesto.kernel.verdict import moment, number
from mesto.names.charging import OF_EVSE, OF_STATION


def session_of(session: Entity, token: Entity, settings: Settings) -> Document | None:
    """Return a session in OCPI's words; None where it is not known where it was.

    token: of the driver, one of a partner's
    """
    station, evse = session.value(OF_STATION), session.value(OF_EVSE)
    begin = moment(session, "startDateTime")
    card = cdr_token(token)
    if not isinstance(station, str) or not isinstance(evse, str):
        return None
    if begin is None or card is None:
        return None
    end = moment(session, "endDateTime")
    told: Document = {
        "country_code": settings.country_code,
        "party_id": settings.party_id,
        "id": id_of(session.id),
        "start_date_time": iso(begin),
        "kwh": energy_of(session),
        "cdr_token": card,
        "auth_method": method_of(session),
        "location_id": id_of(station),
        "evse_uid": id_of(evse),
        "connector_id": "1",
        "currency": settings.currency,
        "status": _status(session),
        "last_updated": iso(updated(session)),
    }
    if end is not None:
        told["end_date_time"] = iso(end)
    reference = session.value("authorizationReference")
    if isinstance(reference, str):
        told["authorization_reference"] = reference
    return told


def cdr_token(token: Entity) -> Document | None:
    """Return what is told of a token where it was used; None where it is nobody's."""
    told = token.value(DOCUMENT)
    if not isinstance(told, Mapping):
        return None
    names = ("country_code", "party_id", "uid", "type", "contract_id")
    return {name: told[name] for name in names}


def energy_of(session: Entity) -> float:
    """Return what a session has been given, kWh: never less than nothing."""
    given = number(session, "energy")
    if given is None:
        now, start = number(session, "energyRegister"), number(session, "meterStart")
        given = 0.0 if now is None or start is None else now - start
    return round(max(0.0, given), 4)


def updated(entity: Entity) -> datetime:
    """Return when anything of an entity changed last."""
    times = (one.modified_at for one in entity.attributes)
    return max(times, default=entity.created_at)


def _status(session: Entity) -> str:
    if session.value("status") != "ended":
        return "ACTIVE"
    return "INVALID" if session.value("meterDoubt") else "COMPLETED"


def method_of(session: Entity) -> str:
    """Return OCPI's word for how somebody was let in."""
    told = session.value("authMethod")
    return told if told in ("AUTH_REQUEST", "COMMAND") else "WHITELIST"
