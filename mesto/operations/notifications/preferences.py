"""How somebody wants to hear: by which ways, when not, and how much at once. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import msgspec

from mesto.kernel.errors import Malformed
from mesto.operations.notifications.notice import SEVERITIES

URGENT: Final = "critical"


class Way(StrEnum):
    """How a person can be reached."""

    MAIL = "mail"
    SMS = "sms"
    PUSH = "push"


#: Who has not said anything is written to, and rung when it burns.
USUAL: Final[Mapping[str, Sequence[Way]]] = {
    "informational": (),
    "low": (Way.MAIL,),
    "medium": (Way.MAIL, Way.PUSH),
    "high": (Way.MAIL, Way.PUSH),
    "critical": (Way.MAIL, Way.PUSH, Way.SMS),
}

Clock = Annotated[str, msgspec.Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")]


class Preferences(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What somebody wishes. Clocks are HH:MM in the town's time; empty: none."""

    #: By severity.
    ways: Mapping[str, Sequence[Way]] = msgspec.field(
        default_factory=lambda: dict(USUAL)
    )
    quiet_from: Clock = ""
    quiet_until: Clock = ""
    critical_breaks: bool = True  #: what is critical comes in quiet hours too
    digest_minutes: Annotated[int, msgspec.Meta(ge=0, le=1440)] = 0  #: 0: at once
    digest_at: Clock = ""  #: once a day then, whatever `digest_minutes` says

    @property
    def collects(self) -> bool:
        """Whether what is not critical is collected."""
        return bool(self.digest_at or self.digest_minutes)


def check(wishes: Preferences) -> None:
    """Raise Malformed, naming the place, for wishes that make no sense."""
    if unknown := sorted(set(wishes.ways) - set(SEVERITIES)):
        raise Malformed(f"there is no severity {unknown[0]}", place=("ways",))
    if bool(wishes.quiet_from) != bool(wishes.quiet_until):
        raise Malformed(
            "quiet hours have a beginning and an end", place=("quiet_until",)
        )


def due(wishes: Preferences, severity: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when somebody is told of what is known now, UTC, not before `now`."""
    if severity == URGENT:
        return now if wishes.critical_breaks else _after_quiet(wishes, now, zone)
    return _after_quiet(wishes, _collected(wishes, now, zone), zone)


def is_quiet(wishes: Preferences, at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether somebody does not want to be disturbed; [from, until)."""
    if not wishes.quiet_from or wishes.quiet_from == wishes.quiet_until:
        return False
    clock = f"{at.astimezone(zone):%H:%M}"
    if wishes.quiet_from < wishes.quiet_until:
        return wishes.quiet_from <= clock < wishes.quiet_until
    return clock >= wishes.quiet_from or clock < wishes.quiet_until


def _after_quiet(wishes: Preferences, at: datetime, zone: ZoneInfo) -> datetime:
    return next_time(wishes.quiet_until, at, zone) if is_quiet(wishes, at, zone) else at


def _collected(wishes: Preferences, now: datetime, zone: ZoneInfo) -> datetime:
    if wishes.digest_at:
        return next_time(wishes.digest_at, now, zone)
    if not wishes.digest_minutes:
        return now
    step_s = wishes.digest_minutes * 60
    return datetime.fromtimestamp((now.timestamp() // step_s + 1) * step_s, UTC)


def next_time(clock: str, after: datetime, zone: ZoneInfo) -> datetime:
    """Return when a clock of the zone shows `clock` (HH:MM) next, UTC.

    A time the clock leaps over counts as if it had not; one that comes twice, twice.
    """
    return min(one for one in _times(clock, after, zone) if one > after)


def _times(clock: str, around: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    today = around.astimezone(zone).date()
    for days in range(3):
        for fold in (0, 1):
            shown = time.fromisoformat(clock).replace(fold=fold)
            local = datetime.combine(today + timedelta(days=days), shown, zone)
            yield local.astimezone(UTC)
