"""Moments as values: how the ledger keeps them. Pure.

Source: ETSI GS CIM 009, 4.6.3.
"""

from collections.abc import Mapping
from datetime import UTC, datetime


def date_time(at: datetime) -> dict[str, str]:
    """Write a moment as the value of a Property, in UTC."""
    text = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {"@type": "DateTime", "@value": text}


def moment_in(value: object) -> datetime | None:
    """Read a moment, plain or as `date_time` writes it; None where it is none.

    Without a zone it is in UTC.
    """
    text = value.get("@value") if isinstance(value, Mapping) else value
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
