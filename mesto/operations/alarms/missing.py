"""Whether messages of a connection are missing. Pure.

A connection says in `expectedEvery`, s, how long it may be silent; one that polls says
it in its settings. Counting begins when it was said, or with the last message.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mesto.kernel.model import Entity, Observation, Value
from mesto.kernel.plugin import Text
from mesto.kernel.question.handled import RAISED, STATE
from mesto.kernel.registry import PREFIX
from mesto.kernel.text import filled
from mesto.kernel.verdict import moment, spell
from mesto.operations.alarms.alert import (
    CLEARED_TIME,
    Alert,
    clear_alert,
    raise_alert,
)

EXPECTED_EVERY = "expectedEvery"  #: the attribute of a connection, s
SETTING = "expected_every_s"  #: of connections that poll
RULE = "missing-messages"
A_YEAR_S = 365 * 86_400

MISSING: Text = {
    "en": "No message from {name} for {time}; expected every {period}.",
    "cs": "Z {name} už {time} nepřišla zpráva; čeká se každých {period}.",
    "sk": "Z {name} už {time} neprišla správa; čaká sa každých {period}.",
    "sr-Latn": "Od {name} nema poruka već {time}; očekuju se na svakih {period}.",
}


def expected_every(connection: Entity) -> timedelta | None:
    """Return how long a connection may be silent; None where it does not say."""
    settings = connection.value("settings")
    polled = settings.get(SETTING) if isinstance(settings, Mapping) else None
    for said in (connection.value(EXPECTED_EVERY), polled):
        if isinstance(said, int | float) and 0 < said <= A_YEAR_S:
            return timedelta(seconds=said)
    return None


def watched(
    connection: Entity,
    alert: Entity | None,
    last_at: datetime | None,
    now: datetime,
    *,
    location: Value,
) -> Iterator[Observation]:
    """Yield what raises the Alert about a connection, or clears it; mostly nothing.

    alert: as it is now, if there ever was one
    last_at: when the last message came, if any did
    location: GeoJSON, where the alert stands; None: nowhere

    Who cleared it by hand is not told again before another message is missing.
    """
    every = expected_every(connection)
    since = _since(connection, last_at)
    raised = alert is not None and alert.value(STATE) == RAISED
    enabled = connection.value("enabled") is not False
    missing = enabled and every is not None and now - since >= every
    if raised and not missing:
        yield from clear_alert(connection.id, rule=RULE, at=now, source=RULE)
    if raised or not missing or every is None:
        return
    cleared_at = moment(alert, CLEARED_TIME) if alert else None
    if cleared_at is None or cleared_at < since + every:
        name = connection.id.removeprefix(PREFIX)
        facts = {"time": spell(now - since), "period": spell(every)}
        about = Alert(
            rule=RULE,
            severity="medium",
            description=filled(MISSING, name=name, **facts),
            category="technical",
        )
        yield from raise_alert(
            about, connection, at=now, source=RULE, location=location
        )


def _since(connection: Entity, last_at: datetime | None) -> datetime:
    said_at = max(
        one.modified_at
        for one in connection.attributes
        if one.name in (EXPECTED_EVERY, "settings", "enabled", "url")
    )
    return said_at if last_at is None else max(said_at, last_at)
