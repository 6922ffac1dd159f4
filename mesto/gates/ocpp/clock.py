"""The clock of a station, which may be off by years. Pure.

What a station tells was never later than when it was heard. So a time to come shows by
how much its clock is ahead at least, and one of before it could have kept it back, that
it is behind. The offset is noted, and all its times are corrected by it.

A clock that is off by less than a station may keep something back, and is set right,
looks like one that kept something back. But that it was kept back for as long as the
clock is off, to the minute, just after something that was not kept back, is no chance.
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

    __slots__ = ("_apart", "noted", "offset")

    def __init__(self) -> None:
        """Believe it."""
        self.offset = timedelta()  #: the station's clock minus ours
        self.noted = timedelta()  #: what the city believes it to be
        self._apart = timedelta()  #: what was told last minus when that was heard

    def notice(self, told: datetime, heard_at: datetime, kept_back: timedelta) -> bool:
        """Learn from a time that was told; return whether the city believes otherwise.

        kept_back: how long a station may keep something back
        """
        apart, before = told - heard_at, self.offset
        right = abs(apart) <= TOLERANCE
        set_right = right and abs(self._apart - before) <= TOLERANCE
        if set_right or not before - kept_back <= apart <= before + TOLERANCE:
            self.offset = timedelta() if right else apart
        self._apart = apart
        return abs(self.offset - self.noted) > TOLERANCE

    def corrected(self, told: datetime, heard_at: datetime) -> datetime:
        """Return when something was by our clock."""
        return min(told - self.offset, heard_at)
