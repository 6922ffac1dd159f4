"""Watching that a batch comes when it is expected, and saying when it does not. Pure.

Source: Smart Data Models, dataModel.Alert, Alert.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

import orjson

from mesto.kernel.errors import Malformed
from mesto.kernel.model import EVENT, Kind, Message, Observation, Value
from mesto.kernel.moments import date_time
from mesto.kernel.text import Text, by_language, filled
from mesto.kernel.words import said

MISSING: Final = "missing"
ARRIVED: Final = "arrived"

_TEXTS: Final[Mapping[str, Text]] = {
    MISSING: said(
        "No new data from {name} since {since}. {reason}",
        "Žádná nová data z {name} od {since}. {reason}",
        "Žiadne nové údaje z {name} od {since}. {reason}",
        "Nema novih podataka sa {name} od {since}. {reason}",
    ),
    ARRIVED: said(
        "Data from {name} arrive.",
        "Data z {name} přicházejí.",
        "Údaje z {name} prichádzajú.",
        "Podaci sa {name} pristižu.",
    ),
}


@dataclass
class Watch:
    """Remembers when something new came, and whether its absence was told."""

    expected_every: timedelta | None
    since: datetime  #: when the last news came, or the watch began
    told: Literal["", "missing", "arrived"] = ""
    #: why the last poll brought nothing; empty: it did, or nobody knows
    reason: Text = field(default_factory=dict)

    @property
    def deadline(self) -> datetime | None:
        """When the absence is to be told; None when it was, or need not be."""
        if self.expected_every is None or self.told == MISSING:
            return None
        return self.since + self.expected_every

    def hear(self, now: datetime) -> bool:
        """Note that something new came; tell whether that is worth telling.

        The first news after a start is: an Alert may still stand from before.
        """
        self.since, self.reason = now, {}
        worth = self.expected_every is not None and self.told != ARRIVED
        self.told = ARRIVED
        return worth

    def message(self, event: str, origin: str, now: datetime) -> Message:
        """Write the message that tells of an event."""
        facts = {
            "since": self.since.isoformat(timespec="seconds"),
            "reason": self.reason,
        }
        return Message(
            payload=orjson.dumps(facts),
            origin=origin,
            received_at=now,
            headers={EVENT: event},
        )


def decode_event(message: Message, connection: str) -> Iterator[Observation]:
    """Raise the Alert that a batch is missing, or lower it.

    Raises Malformed if the message tells of no event.
    """
    event = message.headers[EVENT]
    facts = _facts(message.payload)
    if event not in _TEXTS or facts is None:
        raise Malformed(f"{event} is no event of a poll")
    says = filled(_TEXTS[event], name=connection, **facts)
    told = {tag: text.strip() for tag, text in says.items()}
    alert = _Alert(connection, message.received_at)
    missing = event == MISSING
    yield alert.says("severity", "medium" if missing else "informational")
    yield alert.says("category", "technical")
    yield alert.says("subCategory", "missingBatch")
    yield alert.says("description", told, kind=Kind.LANGUAGE_PROPERTY)
    yield alert.says("alertSource", f"urn:ngsi-ld:Connection:{connection}")
    if missing:
        yield alert.says("dateIssued", date_time(message.received_at))
        yield alert.says("validFrom", date_time(message.received_at))
        yield alert.says("validTo", None)
    else:
        yield alert.says("validTo", date_time(message.received_at))


@dataclass(frozen=True)
class _Alert:
    connection: str
    at: datetime

    def says(
        self, attribute: str, value: Value, kind: Kind = Kind.PROPERTY
    ) -> Observation:
        """State an attribute of the alert; without a value it ceases to be."""
        return Observation(
            entity=f"urn:ngsi-ld:Alert:missing-batch:{self.connection}",
            attribute=attribute,
            value=value,
            kind=kind,
            deleted=value is None,
            source=self.connection,
            observed_at=self.at,
        )


def _facts(payload: bytes) -> dict[str, object] | None:
    try:
        facts = orjson.loads(payload)
        return {"since": str(facts["since"]), "reason": by_language(facts["reason"])}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
