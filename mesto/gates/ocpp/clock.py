"""The clock of a station, which may be off by years. Pure.

What a station tells was never later than when it was heard. So a time to come shows by
how much its clock is ahead at least, and one of before it could have kept it back, that
it is behind. The offset is noted, and all its times are corrected by it.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from mesto.gates.ocpp.codec import Refused

TOLERANCE: Final = timedelta(seconds=60)


def read_time(text: str, *, zoneless: bool = False) -> datetime:
    """Read a time.

    zoneless: one without a zone is in UTC

    Raises Refused if it is none.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("FormatViolation", f"{text} is no time") from error
    if read.tzinfo is UTC:
        return read
    if read.tzinfo is None:
        if not zoneless:
            raise Refused("FormatViolation", f"{text} has no time zone")
        read = read.replace(tzinfo=UTC)
    try:
        return read.astimezone(UTC)
    except OverflowError as error:
        raise Refused("FormatViolation", f"{text} is no time") from error


class Clock:
    """What is known of a station's clock."""

    __slots__ = ("noted", "offset")

    def __init__(self) -> None:
        """Believe it."""
        self.offset = timedelta()  #: the station's clock minus ours
        self.noted = timedelta()  #: what the city believes it to be

    def notice(self, told: datetime, heard_at: datetime, kept_back: timedelta) -> bool:
        """Learn from a time that was told; return whether the city believes otherwise.

        kept_back: how long a station may keep something back
        """
        apart, before = told - heard_at, self.offset
        if not before - kept_back <= apart <= before + TOLERANCE:
            self.offset = apart if abs(apart) > TOLERANCE else timedelta()
        return abs(self.offset - self.noted) > TOLERANCE

    def corrected(self, told: datetime, heard_at: datetime) -> datetime:
        """Return when something was by our clock."""
        return min(told - self.offset, heard_at)
