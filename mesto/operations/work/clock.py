"""When things were said, by our clock, though a phone's own may be wrong. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from mesto.kernel.model import Attribute, Entity, Kind, Observation
from mesto.operations.work.order import Opening
from mesto.operations.work.said import Said

#: Sub-attribute of what was put right: s by which the device's clock was ahead.
OFFSET = "deviceClockOffset"
SECONDS = "SEC"  #: UN/CEFACT
#: By less a clock is not called wrong: what is sent is on its way for a while.
TOLERANCE = timedelta(minutes=1)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
INSTANT = timedelta(microseconds=1)  #: the shortest time the ledger can tell


class Device(NamedTuple):
    """The clock of what people speak by, against ours."""

    clock: datetime | None  #: what it showed when it sent; None: it did not say
    received: datetime  #: when that came, by our clock

    @property
    def ahead(self) -> timedelta:
        """How far its clock is ahead; nothing where it is as good as right."""
        if self.clock is None or abs(self.clock - self.received) <= TOLERANCE:
            return timedelta()
        return self.clock - self.received


def by_our_clock(
    times: Sequence[datetime], device: Device, last: datetime | None = None
) -> list[datetime]:
    """Return when things were said that a device says were said at `times`.

    None of it is after we received it, and what was said first stays first. A clock
    that is right is believed, but for a time yet to come.

    last: when the same person last said something of the same. How far a clock is off
        is known as exactly as sending is quick: what comes a little before that time
        because of it was said after it, since it was sent after it.
    """
    ahead, later = device.ahead, timedelta()
    if ahead and last is not None and times:
        too_early = last + INSTANT - _earlier(min(times), ahead)
        if timedelta() < too_early <= 2 * TOLERANCE:
            later = too_early
    told: dict[datetime, datetime] = {}
    bound = device.received + INSTANT
    for time in sorted(set(times), reverse=True):
        bound = told[time] = min(_earlier(time, ahead - later), bound - INSTANT)
    return [told[time] for time in times]


def said_by_our_clock(
    said: Sequence[Said], device: Device, last: datetime | None
) -> list[Said]:
    """Return what was said with the times of our clock; see `by_our_clock`."""
    times = by_our_clock([one.at for one in said], device, last)
    return [replace(one, at=at) for one, at in zip(said, times, strict=True)]


def opened_by_our_clock(opening: Opening, device: Device) -> Opening:
    """Return an opening with the times of our clock; see `by_our_clock`."""
    items = opening.checklist
    at, *ats = by_our_clock([opening.at, *(one.at for one in items)], device)
    told = (replace(one, at=at) for one, at in zip(items, ats, strict=True))
    return replace(opening, at=at, checklist=tuple(told))


def last_said(order: Entity, source: str) -> datetime | None:
    """Return when somebody last said something of an order; None: never.

    source: who, as the ledger names them
    """
    said = (one for one in order.attributes if one.source == source)
    return max((one.seen_at for one in said), default=None)


def noted(seen: Iterable[Observation], device: Device) -> Iterator[Observation]:
    """Yield what was said, with a note where its times were put right."""
    ahead_s = round(device.ahead.total_seconds())
    note = {"kind": Kind.PROPERTY.value, "value": ahead_s, "unit": SECONDS}
    for one in seen:
        yield replace(one, meta={OFFSET: note}) if ahead_s else one


def put_right_s(attribute: Attribute) -> int:
    """Return by how many seconds the clock was ahead that something was said by.

    0 where it was right. Its times were put right by so much.
    """
    note = (attribute.meta or {}).get(OFFSET)
    ahead_s = note.get("value") if isinstance(note, dict) else None
    return ahead_s if isinstance(ahead_s, int) else 0


def _earlier(time: datetime, by: timedelta) -> datetime:
    """Return an earlier time, as far as the calendar of computers goes."""
    try:
        return time - by
    except OverflowError:
        return EARLIEST if by > timedelta() else LATEST
