"""How a URL is polled and what comes back is read. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta

from mesto.kernel.mapping import RecordMapping
from mesto.kernel.table import Layout

LONGEST_S: Final = 1e9
Positive: TypeAlias = Annotated[float, Meta(gt=0, le=LONGEST_S)]  #: s
NotNegative: TypeAlias = Annotated[float, Meta(ge=0, le=LONGEST_S)]  #: s
Minute: TypeAlias = Annotated[int, Meta(ge=0, le=59)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a URL is polled and what comes back is read."""

    mapping: RecordMapping
    format: Literal["auto", "json", "csv", "xml"] = "auto"
    layout: Layout = Layout()  #: of a table
    every_s: Positive = 300.0
    minutes: tuple[Minute, ...] = ()  #: of each hour, instead of `every_s`
    jitter_s: NotNegative = 0.0  #: at most; spreads polls so that peers are not crowded
    expected_every_s: Positive | None = None  #: nothing new for longer is an Alert
    timeout_s: Positive = 30.0
    max_bytes: int = 32 * 2**20
    headers: Mapping[str, str] = {}  #: sent along; kept as secrets
    allow_private: bool = (
        False  #: poll also inside our own network, where mesto.toml allows it
    )


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
