"""Raising and clearing an Alert by rule. Pure.

One rule has one Alert about one entity, whose URN is derived from both: raising twice
is raising once, and it is cleared by whoever knows rule and entity. Each time it is
raised is an alarm of its own; what people do about that is said of the same Alert.

Source: TM Forum TMF642 Alarm Management, 6.2.1; Smart Data Models, Alert.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from mesto.kernel.model import LOCATION, SCOPE, TYPE, Entity, Kind, Observation, Value
from mesto.kernel.plugin import Text
from mesto.kernel.question.handled import (
    ALERT,
    ALERT_SOURCE,
    CLEARED,
    RAISED,
    RAISED_TIME,
    STATE,
)

Severity: TypeAlias = Literal["informational", "low", "medium", "high", "critical"]
CLEARED_TIME = "alarmClearedTime"

#: What an Alert has from what it is about, so that it stands where that stands.
TAKEN_OVER = ("name", "address", LOCATION)


def alert_urn(rule: str, about: str) -> str:
    """Return the URN of the Alert that a rule raises about an entity.

    rule: as in `Alert`; about: URN
    """
    code = about.removeprefix("urn:ngsi-ld:")
    return f"urn:ngsi-ld:{ALERT}:{rule}:{code}"


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule says is wrong."""

    rule: str  #: its name, unlike any other's, e.g. `scenario:flood`
    severity: Severity  #: from medium on it is an alarm
    description: Text
    category: str = ""  #: Smart Data Models' word, e.g. weather, traffic, security


def raise_alert(
    alert: Alert, about: Entity, *, at: datetime, source: str, location: Value = None
) -> Iterator[Observation]:
    """Yield what raises an Alert about an entity, or keeps it raised.

    at: since when it is so, later than it was last cleared
    source: who says so, as the ledger shall name it
    location: GeoJSON, for what stands nowhere itself; without any it is in lists only
    """
    urn = alert_urn(alert.rule, about.id)

    def said(name: str, value: Value, kind: Kind = Kind.PROPERTY) -> Observation:
        return Observation(
            entity=urn,
            attribute=name,
            value=value,
            kind=kind,
            source=source,
            observed_at=at,
        )

    yield said(TYPE, [ALERT])
    if about.scopes:
        yield said(SCOPE, list(about.scopes))
    yield said(ALERT_SOURCE, about.id, Kind.RELATIONSHIP)
    for one in about.attributes:
        if one.name in TAKEN_OVER and one.dataset is None:
            yield said(one.name, one.value, one.kind)
    if about.value(LOCATION) is None and location is not None:
        yield said(LOCATION, location, Kind.GEO_PROPERTY)
    if alert.category:
        yield said("category", alert.category)
    yield said("severity", alert.severity)
    yield said("description", dict(alert.description), Kind.LANGUAGE_PROPERTY)
    yield said("dateIssued", at.isoformat())
    yield said(RAISED_TIME, at.isoformat())
    yield said(STATE, RAISED)


def clear_alert(
    about: str, *, rule: str, at: datetime, source: str
) -> Iterator[Observation]:
    """Yield what ends the Alert that a rule raised about an entity.

    about: URN; at: when it ended, after it was raised
    """
    urn = alert_urn(rule, about)
    for name, value in ((CLEARED_TIME, at.isoformat()), (STATE, CLEARED)):
        yield Observation(
            entity=urn, attribute=name, value=value, source=source, observed_at=at
        )
