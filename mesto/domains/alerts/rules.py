"""How bad an alert is. Pure: the present in, a verdict out."""

from collections.abc import Mapping
from datetime import datetime

from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.question.handled import CLEARED, STATE
from mesto.kernel.text import filled
from mesto.kernel.verdict import last_seen, moment

#: Smart Data Models' words for severity, and what they mean on the map.
STATUSES: Mapping[str, str] = {
    "medium": "warning",
    "high": "critical",
    "critical": "critical",
}
ALERT: Text = {
    "en": "Alert: {kind}.",
    "cs": "Výstraha: {kind}.",
    "sk": "Výstraha: {kind}.",
    "sr-Latn": "Upozorenje: {kind}.",
}


def judge_alert(
    alert: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how bad an alert is, until it is cleared or its `validTo` has passed."""
    ends_at = moment(alert, "validTo")
    status = STATUSES.get(str(alert.value("severity")), "ok")
    over = alert.value(STATE) == CLEARED or (ends_at is not None and now >= ends_at)
    if status == "ok" or over:
        return Verdict("ok")
    since = last_seen(alert, ["severity"])
    return Verdict(status, _sentence(alert), since=since, until=ends_at)


def _sentence(alert: Entity) -> Text:
    """Prefer the sender's own words to ours."""
    description = alert.value("description")
    if isinstance(description, Mapping) and description:
        own = {tag: str(text) for tag, text in description.items()}
        return dict.fromkeys(ALERT, next(iter(own.values()))) | own
    if isinstance(description, str) and description:
        return dict.fromkeys(ALERT, description)
    return filled(ALERT, kind=alert.value("subCategory") or alert.value("category"))
