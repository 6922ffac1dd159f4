"""How a URL is polled and what comes back is read. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from mesto.kernel.mapping import RecordMapping
from mesto.kernel.table import Layout


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a URL is polled and what comes back is read."""

    mapping: RecordMapping
    format: Literal["auto", "json", "csv", "xml"] = "auto"
    layout: Layout = Layout()  #: of a table
    every_s: float = 300.0
    minutes: tuple[int, ...] = ()  #: of each hour, instead of `every_s`
    jitter_s: float = 0.0  #: at most; spreads polls so that peers are not crowded
    expected_every_s: float | None = None  #: nothing new for longer is an Alert
    timeout_s: float = 30.0
    max_bytes: int = 32 * 2**20
    headers: Mapping[str, str] = {}  #: sent along; kept as secrets
    allow_private: bool = (
        False  #: poll also inside our own network, where mesto.toml allows it
    )

    def __post_init__(self) -> None:
        """Refuse a schedule that nobody can keep."""
        if not 0 < self.every_s < float("inf"):
            raise ValueError("every_s is a positive number of seconds")
        if any(minute not in range(60) for minute in self.minutes):
            raise ValueError("minutes are numbers from 0 to 59")
        if not 0 <= self.jitter_s < float("inf"):
            raise ValueError("jitter_s is not negative")
        if self.expected_every_s is not None and not self.expected_every_s > 0:
            raise ValueError("expected_every_s is a positive number of seconds")


def next_poll(settings: Settings, now: datetime, share: float) -> datetime:
    """Return when to poll next.

    share: of the jitter to wait, in [0, 1), drawn by the caller
    """
    jitter = timedelta(seconds=settings.jitter_s * share)
    if not settings.minutes:
        return now + timedelta(seconds=settings.every_s) + jitter
    hour = now.replace(minute=0, second=0, microsecond=0)
    moments = (
        hour + timedelta(hours=ahead, minutes=minute)
        for ahead in (0, 1)
        for minute in sorted(settings.minutes)
    )
    return next(moment for moment in moments if moment > now) + jitter
