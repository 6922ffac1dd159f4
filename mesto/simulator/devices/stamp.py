"""How devices write times."""

from datetime import UTC, datetime


def iso(at_s: float) -> str:
    """Write seconds since 1970 as ISO 8601 in UTC, to a millisecond."""
    at = datetime.fromtimestamp(at_s, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
