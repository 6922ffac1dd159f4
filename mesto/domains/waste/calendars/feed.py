"""Days of collection as a calendar that phones subscribe to. Pure.

Source: RFC 5545; RFC 7986 for `REFRESH-INTERVAL`, `NAME` and `COLOR` of calendars.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mesto.domains.waste.calendars.days import Collection

MEDIA_TYPE = "text/calendar; charset=utf-8"
DAY = timedelta(days=1)
WIDTH = 75  #: octets of a line at most (3.1)


class Coming(NamedTuple):
    """What comes to an address: collections of one kind of waste by one calendar.

    uid: what tells the calendar and the address apart from all others
    begins: HH:MM by the clock of the town; empty: at no certain time
    written_at: when the calendar was written as it is now
    """

    uid: str
    title: str
    about: str
    begins: str
    written_at: datetime
    collections: Sequence[Collection]


class Feed(NamedTuple):
    """A calendar to subscribe to.

    remind_h: hours before the day begins to be reminded; None: never
    """

    title: str
    place: str
    zone: ZoneInfo
    coming: Sequence[Coming]
    remind_h: float | None = 6.0


def write_feed(feed: Feed) -> bytes:
    """Write a calendar.

    A collection at no certain time is an event of the whole day, the same day wherever
    the phone is; one that has a time stands in UTC, so that no zone has to be told.
    """
    return "".join(f"{_folded(line)}\r\n" for line in _lines(feed)).encode()


def _lines(feed: Feed) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//mesto//waste collection//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{_text(feed.title)}"
    yield f"X-WR-CALNAME:{_text(feed.title)}"
    yield f"X-WR-TIMEZONE:{feed.zone.key}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT12H"
    for coming in feed.coming:
        for one in coming.collections:
            yield from _event(feed, coming, one)
    yield "END:VCALENDAR"


def _event(feed: Feed, coming: Coming, one: Collection) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(f'{one.planned:%Y%m%d}-{coming.uid}')}"
    yield f"DTSTAMP:{_utc(coming.written_at)}"
    yield f"SUMMARY:{_text(coming.title)}"
    if feed.place:
        yield f"LOCATION:{_text(feed.place)}"
    if coming.about:
        yield f"DESCRIPTION:{_text(coming.about)}"
    yield "TRANSP:TRANSPARENT"
    yield from _time(one.day, coming.begins, feed.zone)
    if feed.remind_h is not None:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(coming.title)}"
        yield f"TRIGGER:-PT{round(feed.remind_h * 60)}M"
        yield "END:VALARM"
    yield "END:VEVENT"


def _time(day: date, begins: str, zone: ZoneInfo) -> Iterator[str]:
    if not begins:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + DAY:%Y%m%d}"
        return
    at = datetime.combine(day, time.fromisoformat(begins), tzinfo=zone)
    yield f"DTSTART:{_utc(at)}"
    yield f"DTEND:{_utc(at + timedelta(hours=1))}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Write a text (3.3.11); what no line may hold becomes a space."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    text = text.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(one if one.isprintable() else " " for one in text)


def _folded(line: str) -> str:
    """Break a line after 75 octets, never within a character (3.1)."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > WIDTH:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += octets
    return "\r\n".join([*parts, part])
