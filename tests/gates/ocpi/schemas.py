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
PRICE = table({"excl_vat": {"type": "number"}}, incl_vat={"type": "number"})
DIMENSION = table(
    {
        "type": one_of("ENERGY", "TIME", "PARKING_TIME", "MIN_CURRENT", "MAX_CURRENT"),
        "volume": {"type": "number"},
    }
)
PERIOD = table(
    {
        "start_date_time": TIME,
        "dimensions": {"type": "array", "minItems": 1, "items": DIMENSION},
    },
    tariff_id=text(36),
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
    charging_periods={"type": "array", "items": PERIOD},
    total_cost=PRICE,
)
WORDS = {
    "type": "array",
    "items": table({"language": text(2), "text": text(512)}),
}
COMPONENT = table(
    {
        "type": one_of("ENERGY", "FLAT", "PARKING_TIME", "TIME"),
        "price": {"type": "number"},
        "step_size": {"type": "integer", "minimum": 1},
    },
    vat={"type": "number"},
)
ELEMENT = table(
    {"price_components": {"type": "array", "minItems": 1, "items": COMPONENT}},
    restrictions={"type": "object", "minProperties": 1},
)
TARIFF = table(
    {
        **PARTY,
        "id": text(36),
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "elements": {"type": "array", "minItems": 1, "items": ELEMENT},
        "last_updated": TIME,
    },
    type=one_of("AD_HOC_PAYMENT", "REGULAR"),
    tariff_alt_text=WORDS,
    min_price=PRICE,
    max_price=PRICE,
    start_date_time=TIME,
    end_date_time=TIME,
)
CDR_LOCATION = table(
    {
        "id": text(36),
        "address": text(45),
        "city": text(45),
        "country": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "coordinates": COORDINATES,
        "evse_uid": text(36),
        "evse_id": text(48),
        "connector_id": text(36),
        "connector_standard": text(30),
        "connector_format": one_of("SOCKET", "CABLE"),
        "connector_power_type": text(20),
    },
    name=text(255),
    postal_code=text(10),
)
CDR = table(
    {
        **PARTY,
        "id": text(39),
        "start_date_time": TIME,
        "end_date_time": TIME,
        "cdr_token": CDR_TOKEN,
        "auth_method": one_of("AUTH_REQUEST", "COMMAND", "WHITELIST"),
        "cdr_location": CDR_LOCATION,
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "charging_periods": {"type": "array", "minItems": 1, "items": PERIOD},
        "total_cost": PRICE,
        "total_energy": {"type": "number", "minimum": 0},
        "total_time": {"type": "number", "minimum": 0},
        "last_updated": TIME,
    },
    session_id=text(36),
    authorization_reference=text(36),
    total_fixed_cost=PRICE,
    total_energy_cost=PRICE,
    total_time_cost=PRICE,
    total_parking_time={"type": "number"},
    total_parking_cost=PRICE,
    credit={"type": "boolean"},
    credit_reference_id=text(39),
)
