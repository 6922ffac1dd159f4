from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.calendars.days import Collection
from mesto.domains.waste.calendars.feed import WIDTH, Coming, Feed, write_feed

PRAGUE = ZoneInfo("Europe/Prague")
AT = datetime(2030, 1, 1, 12, tzinfo=UTC)


def a_coming(**given):
    usual = {
        "uid": "paper-dlouha-12@mesto",
        "title": "Papír",
        "about": "",
        "begins": "",
        "written_at": AT,
        "collections": [Collection(date(2030, 1, 8), date(2030, 1, 7))],
    }
    return Coming(**{**usual, **given})


def a_feed(*coming, **given):
    return Feed("Svoz", "Dlouhá 12", PRAGUE, coming, **given)


def read_back(feed):
    return icalendar.Calendar.from_ical(write_feed(feed))


def test_a_phone_reads_a_whole_day_with_a_reminder_on_the_evening_before():
    (event,) = read_back(a_feed(a_coming())).events
    assert event.errors == []
    assert event.decoded("dtstart") == date(2030, 1, 8)
    assert event.decoded("dtend") == date(2030, 1, 9)
    assert str(event["summary"]) == "Papír"
    assert str(event["uid"]) == "20300107-paper-dlouha-12@mesto"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-6)


def test_a_moved_collection_keeps_its_name():
    planned = date(2030, 1, 7)
    before, after = (
        read_back(a_feed(a_coming(collections=[Collection(day, planned)]))).events[0]
        for day in (planned, date(2030, 1, 9))
    )
    assert before["uid"] == after["uid"]
    assert before.decoded("dtstart") != after.decoded("dtstart")


def test_an_hour_is_that_of_the_town_in_winter_and_in_summer():
    days = [date(2030, 1, 8), date(2030, 7, 9)]
    both = [Collection(day, day) for day in days]
    events = read_back(a_feed(a_coming(begins="06:00", collections=both))).events
    hours = [one.decoded("dtstart").astimezone(PRAGUE).hour for one in events]
    assert hours == [6, 6]
    assert [one.decoded("dtstart").utcoffset() for one in events] == [timedelta(0)] * 2


def test_who_wants_no_reminder_gets_none():
    assert read_back(a_feed(a_coming(), remind_h=None)).walk("VALARM") == []


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=300))
def test_any_text_is_read_back_and_no_line_is_too_long(text):
    feed = a_feed(a_coming(title=text, about=text))
    (event,) = read_back(feed).events
    assert str(event.get("summary", "")) == text
    lines = write_feed(feed).split(b"\r\n")
    assert all(len(line) <= WIDTH for line in lines)
    assert all(line.decode() is not None for line in lines)
