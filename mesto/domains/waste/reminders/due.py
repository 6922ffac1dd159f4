"""When somebody is reminded of which collections, and in which words. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias
from uuid import UUID, uuid5

from mesto.domains.waste.calendars.days import DAY, Collection
from mesto.domains.waste.calendars.definition import Definition
from mesto.domains.waste.calendars.page import day_in, kind_of, word
from mesto.domains.waste.reminders.words import reminder_word
from mesto.kernel.municipality import LANGUAGES
from mesto.operations.notifications.notice import Notice, recipient_of

#: When somebody wants to hear of it: on the evening before, or on the day itself.
Moment: TypeAlias = Literal["evening", "morning"]
EVENING, NIGHT = time(18), time(22)
MORNING, LATE = time(6), time(9)
AWAKE = time(5)  #: what has to be out earlier is put out the evening before
BEFORE_IT: Final = timedelta(hours=1)  #: what has to be out early is told so early
OURS: Final = UUID("5ad20cf5-3c1a-4d4e-9a6c-9bd7b7d84b5f")


class Wish(NamedTuple):
    """What somebody wants to be reminded of.

    address: as it was typed; told_on: the day of collection last told
    told: what was told of it, as `said_of` puts it
    """

    resident: UUID
    token: str
    address: str
    moment: Moment
    told_on: date | None = None
    told: str = ""


class Due(NamedTuple):
    """A collection at somebody's door."""

    definition: Definition
    collection: Collection


def days_asked(local: datetime) -> tuple[date, ...]:
    """Return the days of collection anybody may have to be told of at a moment.

    local: by the clock of the town
    """
    today = local.date()
    if EVENING <= local.time() < NIGHT:
        return (today + DAY,)
    return (today,) if local.time() < LATE else ()


def is_due(wish: Wish, day: date, begins: str, local: datetime) -> bool:
    """Tell whether somebody is told now of what is collected on a day.

    On the evening before, for who wants that and of what has to be out in the night; on
    the morning for all others, and for whom nobody could tell in the evening.

    begins: when it has to be out, HH:MM; empty: at no certain time
    local: by the clock of the town
    """
    if wish.told_on is not None and wish.told_on >= day:
        return False
    out = time.fromisoformat(begins) if begins else LATE
    if day == local.date() + DAY:
        evening = wish.moment == "evening" or out < AWAKE
        return evening and EVENING <= local.time() < NIGHT
    if day != local.date() or out < AWAKE:
        return False
    hour_before = (datetime.combine(day, out) - BEFORE_IT).time()
    return min(MORNING, hour_before) <= local.time() < min(out, LATE)


def said_of(due: Sequence[Due]) -> str:
    """Put in short what is collected on a day; the same as long as nothing changes."""
    each = (
        f"{one.definition.fraction} {one.collection.planned} {one.definition.begins}"
        for one in due
    )
    return "; ".join(sorted(each)) or "nothing"


def is_changed(wish: Wish, day: date, due: Sequence[Due], local: datetime) -> bool:
    """Tell whether somebody was told of a day what is so no more, and it still helps.

    local: by the clock of the town
    """
    if wish.told_on != day or not wish.told or wish.told == said_of(due):
        return False
    if not AWAKE <= local.time() < NIGHT:
        return False
    begins = [one.definition.begins for one in due if one.definition.begins]
    last = max([LATE, *(time.fromisoformat(one) for one in begins)])
    return local < datetime.combine(day, last, local.tzinfo)


def correction_of(
    wish: Wish, day: date, due: Sequence[Due], coming: Sequence[Due], *, path: str
) -> Notice:
    """Return what somebody is told who was told otherwise.

    due: what is collected on that day now; coming: what is next, each once
    """
    return Notice(
        id=uuid5(OURS, f"{wish.resident} {day} {wish.told} > {said_of(due)}"),
        to=[recipient_of(wish.resident)],
        subject={
            tag: reminder_word("changed", tag, day=day_in(day, tag))
            for tag in LANGUAGES
        },
        body={tag: _corrected(wish, day, due, coming, tag) for tag in LANGUAGES},
        severity="low",
        link=path,
    )


def notice_of(wish: Wish, day: date, due: Sequence[Due], *, path: str) -> Notice:
    """Return what somebody is told of a day; of one day always the same notice.

    path: of the page where they change or end it
    """
    return Notice(
        id=uuid5(OURS, f"{wish.resident} {day}"),
        to=[recipient_of(wish.resident)],
        subject={tag: _subject(day, due, tag) for tag in LANGUAGES},
        body={tag: _body(wish, day, due, tag) for tag in LANGUAGES},
        severity="low",
        link=path,
    )


def confirmation(wish: Wish, *, path: str) -> Notice:
    """Return the question whether a mail address is theirs who asked."""
    return Notice(
        id=uuid5(OURS, f"{wish.resident} confirm"),
        to=[recipient_of(wish.resident)],
        subject={tag: reminder_word("confirm_subject", tag) for tag in LANGUAGES},
        body={
            tag: reminder_word("confirm_body", tag, address=wish.address)
            for tag in LANGUAGES
        },
        severity="low",
        link=path,
    )


def _subject(day: date, due: Sequence[Due], language: str) -> str:
    kinds = dict.fromkeys(kind_of(one.definition.fraction, language) for one in due)
    return f"{word('title', language)} {day_in(day, language)}: {', '.join(kinds)}"


def _body(wish: Wish, day: date, due: Sequence[Due], language: str) -> str:
    return "\n".join([wish.address, *(_line(one, day, language) for one in due)])


def _corrected(
    wish: Wish, day: date, due: Sequence[Due], coming: Sequence[Due], language: str
) -> str:
    now = [_line(one, day, language) for one in due] or [
        reminder_word("nothing", language, day=day_in(day, language))
    ]
    later = [
        reminder_word("next", language, what=_line(one, one.collection.day, language))
        for one in coming
    ]
    return "\n".join([wish.address, *now, *later])


def _line(one: Due, day: date, language: str) -> str:
    told = [f"{kind_of(one.definition.fraction, language)}: {day_in(day, language)}"]
    if one.collection.planned != day:
        instead = day_in(one.collection.planned, language)
        told.append(word("moved", language, day=instead))
    if one.definition.begins:
        told.append(word("out", language, time=one.definition.begins))
    return ", ".join(told)
