"""Objects of OCPI 2.2.1 as JSON Schema, from the tables of the standard."""

from typing import Any

TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}


def text(most: int, least: int = 1) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most}


def one_of(*words: str) -> dict[str, Any]:
    return {"enum": list(words)}


def table(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


PARTY = {
    "country_code": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "party_id": {"type": "string", "pattern": "^[A-Z0-9]{3}$"},
}
COORDINATES = table(
    {
        "latitude": {"type": "string", "pattern": r"^-?[0-9]{1,2}\.[0-9]{5,7}$"},
        "longitude": {"type": "string", "pattern": r"^-?[0-9]{1,3}\.[0-9]{5,7}$"},
    }
)
CONNECTOR = table(
    {
        "id": text(36),
        "standard": text(30),
        "format": one_of("SOCKET", "CABLE"),
        "power_type": one_of("AC_1_PHASE", "AC_2_PHASE", "AC_3_PHASE", "DC"),
        "max_voltage": {"type": "integer", "minimum": 1},
        "max_amperage": {"type": "integer", "minimum": 0},
        "last_updated": TIME,
    },
    max_electric_power={"type": "integer", "minimum": 1},
    tariff_ids={"type": "array", "items": text(36)},
)
EVSE = table(
    {
        "uid": text(36),
        "status": one_of(
            *("AVAILABLE", "BLOCKED", "CHARGING", "INOPERATIVE", "OUTOFORDER"),
            *("PLANNED", "REMOVED", "RESERVED", "UNKNOWN"),
        ),
        "connectors": {"type": "array", "minItems": 1, "items": CONNECTOR},
        "last_updated": TIME,
    },
    evse_id=text(48),
    capabilities={"type": "array", "items": text(40)},
    physical_reference=text(16),
)
LOCATION = table(
    {
        **PARTY,
        "id": text(36),
        "publish": {"type": "boolean"},
        "address": text(45),
        "city": text(45),
        "country": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "coordinates": COORDINATES,
        "time_zone": text(255),
        "last_updated": TIME,
    },
    name=text(255),
    postal_code=text(10),
    evses={"type": "array", "items": EVSE},
    operator=table({"name": text(100)}),
)
CDR_TOKEN = table(
    {
        **PARTY,
        "uid": text(36),
        "type": one_of("AD_HOC_USER", "APP_USER", "OTHER", "RFID"),
        "contract_id": text(36),
    }
)
SESSION = table(
    {
        **PARTY,
        "id": text(36),
        "start_date_time": TIME,
        "kwh": {"type": "number", "minimum": 0},
        "cdr_token": CDR_TOKEN,
        "auth_method": one_of("AUTH_REQUEST", "COMMAND", "WHITELIST"),
        "location_id": text(36),
        "evse_uid": text(36),
        "connector_id": text(36),
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "status": one_of("ACTIVE", "COMPLETED", "INVALID", "PENDING", "RESERVATION"),
        "last_updated": TIME,
    },
    end_date_time=TIME,
    authorization_reference=text(36),
)
