"""Sessions as stations tell them, for those who bill them."""

from datetime import UTC, datetime, timedelta

from mesto.kernel.model import Kind
from tests.web.conftest import seen


def said_at(at):
    return {"@type": "DateTime", "@value": at.isoformat()}


def told(
    station,
    number,
    *,
    kwh=20.0,
    begin=None,
    token="",
    doubt="",
    evse=None,
    open_=False,
):
    """Return everything a station tells of a session."""
    begin = begin or datetime.now(UTC)
    tail = station.rpartition(":")[2]
    urn = f"urn:ngsi-ld:EVChargingSession:{tail}:{number}"
    end, half = begin + timedelta(hours=2), begin + timedelta(hours=1)
    place = f"urn:ngsi-ld:EVSE:{tail}:{evse or number}"
    link = Kind.RELATIONSHIP
    begun = [
        seen(urn, "type", ["EVChargingSession"]),
        seen(urn, "refEVChargingStation", station, at=begin, kind=link),
        seen(urn, "refEVSE", place, at=begin, kind=link),
        seen(urn, "transactionId", str(number), at=begin),
        seen(urn, "startDateTime", said_at(begin), at=begin),
        seen(urn, "meterStart", 100.0, at=begin, unit="KWH"),
        seen(urn, "energyRegister", 100.0, at=begin, unit="KWH"),
        seen(urn, "energyRegister", 100.0 + kwh / 2, at=half, unit="KWH"),
        seen(urn, "status", "open", at=begin),
    ]
    if token:
        begun.append(seen(urn, "idToken", token, at=begin))
    if open_:
        return urn, begun
    return urn, [
        *begun,
        seen(urn, "energyRegister", 100.0 + kwh, at=end, unit="KWH"),
        seen(urn, "meterStop", 100.0 + kwh, at=end, unit="KWH"),
        seen(urn, "status", "ended", at=end),
        seen(urn, "endDateTime", said_at(end), at=end),
        seen(urn, "meterDoubt", doubt, at=end)
        if doubt
        else seen(urn, "energy", kwh, at=end, unit="KWH"),
    ]
