"""What the office learns of a driver's news: alarms, and work to be done. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from mesto.domains.waste.driving.deeds import Impossible, Reason
from mesto.domains.waste.driving.words import MISSED, OBSTACLES, ORDERS
from mesto.kernel.model import Entity, Observation
from mesto.kernel.question.handled import RAISED, RAISED_TIME, STATE
from mesto.operations.alarms.alert import (
    Alert,
    Severity,
    alert_urn,
    clear_alert,
    raise_alert,
)
from mesto.operations.work.order import Opening, OrderType, Origin, open_order
from mesto.operations.work.said import PREFIX, Priority

SOURCE: Final = "waste-driving"
OBSTACLE_RULE: Final = "waste-obstacle"
MISSED_RULE: Final = "waste-missed"
RULES: Final = (OBSTACLE_RULE, MISSED_RULE)

SEVERITIES: Final[dict[Reason, Severity]] = {
    "blocked": "medium",
    "absent": "high",
    "damaged": "medium",
    "contaminated": "medium",
    "overfull": "medium",
    "other": "medium",
}
#: What has to be done about it by somebody else than the next driver.
TYPES: Final[dict[Reason, OrderType]] = {
    "absent": OrderType.INSPECTION,
    "damaged": OrderType.REPAIR,
    "overfull": OrderType.CLEANING,
}


def raised_by(deed: Impossible, container: Entity) -> Iterator[Observation]:
    """Yield the alarm that a container could not be emptied."""
    words = OBSTACLES[deed.reason]
    note = f" {deed.note}" if deed.note else ""
    alert = Alert(
        rule=OBSTACLE_RULE,
        severity=SEVERITIES[deed.reason],
        description={language: text + note for language, text in words.items()},
        category="waste",
    )
    yield from raise_alert(alert, container, at=deed.at, source=SOURCE)


def missed_alert(container: Entity, at: datetime) -> Iterator[Observation]:
    """Yield the alarm that a container was planned and passed by."""
    alert = Alert(
        rule=MISSED_RULE, severity="medium", description=MISSED, category="waste"
    )
    yield from raise_alert(alert, container, at=at, source=SOURCE)


def cleared_by(about: str, alert: Entity, at: datetime) -> Iterator[Observation]:
    """Yield that an alarm about a container is over, if it holds and began before.

    alert: as it is now, of one of `RULES`
    """
    since = alert.value(RAISED_TIME)
    if alert.value(STATE) != RAISED or not isinstance(since, str):
        return
    if datetime.fromisoformat(since) < at:
        rule = next(one for one in RULES if alert_urn(one, about) == alert.id)
        yield from clear_alert(about, rule=rule, at=at, source=SOURCE)


def order_urn(deed: Impossible, container: str) -> str:
    """Return the URN of the work that a deed calls for."""
    return PREFIX + _order_name(deed, container)


def ordered_by(
    deed: Impossible, container: Entity, language: str
) -> Iterator[Observation]:
    """Yield the work order that a container needs, in the town's language."""
    type_ = TYPES.get(deed.reason)
    if type_ is None:
        return
    title = ORDERS[deed.reason]
    opening = Opening(
        at=deed.at,
        title=title.get(language, title["en"]),
        description=deed.note,
        type=type_,
        priority=Priority.HIGH if deed.reason == "absent" else Priority.NORMAL,
        origin=Origin.ALARM,
        because=alert_urn(OBSTACLE_RULE, container.id),
        about=container.id,
    )
    name = _order_name(deed, container.id)
    yield from open_order(name, opening, container, source=SOURCE)


def _order_name(deed: Impossible, container: str) -> str:
    """Return a name that one deed gives one container once."""
    return str(uuid5(NAMESPACE_URL, f"{deed.id} {container}"))
