"""Who is reminded when, by the clock of the town."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from mesto.domains.waste.calendars.days import Collection
from mesto.domains.waste.calendars.definition import Definition
from mesto.domains.waste.reminders.due import (
    Due,
    Wish,
    days_asked,
    is_due,
    notice_of,
)

PRAGUE = ZoneInfo("Europe/Prague")
DAY = date(2026, 3, 29)  # on its night clocks go forward
BEFORE = DAY - timedelta(days=1)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PRAGUE)


def wish(moment, told_on=None):
    return Wish(uuid4(), "secret", "Dlouhá 12", moment, told_on)


@pytest.mark.parametrize(
    ("moment", "begins", "local", "due"),
    [
        ("evening", "", at(BEFORE, 17, 59), False),
        ("evening", "", at(BEFORE, 18), True),
        ("evening", "", at(BEFORE, 21, 59), True),
        ("evening", "", at(BEFORE, 22), False),
        ("evening", "", at(DAY, 6), True),  # nobody could tell in the evening
        ("evening", "", at(DAY, 9), False),
        ("morning", "", at(BEFORE, 18), False),
        ("morning", "", at(DAY, 5, 59), False),
        ("morning", "", at(DAY, 6), True),
        ("morning", "06:00", at(DAY, 5), True),
        ("morning", "06:00", at(DAY, 6), False),  # it is too late
        ("morning", "02:00", at(BEFORE, 18), True),  # nobody gets up for it
        ("morning", "02:00", at(DAY, 6), False),
        ("morning", "14:00", at(DAY, 6), True),
    ],
)
def test_everybody_is_reminded_when_they_want_while_it_helps(
    moment, begins, local, due
):
    assert is_due(wish(moment), DAY, begins, local) is due
    assert not due or DAY in days_asked(local)


def test_who_was_told_of_a_day_is_told_no_more_of_it():
    assert not is_due(wish("morning", told_on=DAY), DAY, "", at(DAY, 7))
    assert is_due(wish("morning", told_on=BEFORE), DAY, "", at(DAY, 7))


def test_a_reminder_of_a_day_is_one_notice_however_often_it_is_made():
    one = wish("evening")
    paper = Definition(
        title={"en": "Paper"},
        fraction="paper",
        where={},
        weekdays=[1],
        first=DAY,
        begins="06:00",
    )
    due = [Due(paper, Collection(DAY, BEFORE))]
    told = notice_of(one, DAY, due, path="/open/x/waste/reminders/secret")
    assert told.id == notice_of(one, DAY, (), path="").id
    assert told.id != notice_of(one, BEFORE, due, path="").id
    assert told.subject["en"] == "Waste collection Sun 29/3: paper"
    assert "Dlouhá 12" in told.body["cs"]
    assert "put it out by 06:00" in told.body["en"]
    assert "instead of Sat 28/3" in told.body["en"]
    assert set(told.subject) == {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
