"""The page on which citizens see when what is collected. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from mesto.domains.waste.calendars.days import Collection
from mesto.domains.waste.calendars.definition import Definition
from mesto.domains.waste.calendars.nearby import Near
from mesto.domains.waste.calendars.words import WEEKDAYS, WORDS
from mesto.domains.waste.inventory.words import KINDS_OF_WASTE
from mesto.kernel.municipality import LANGUAGES
from mesto.operations.reports.report import said_in

NAMES = {
    "en": "English",
    "cs": "Čeština",
    "sk": "Slovenčina",
    "sr-Latn": "Srpski",
    "sr-Cyrl": "Српски",
}


class Said(NamedTuple):
    """What is said of an address.

    asked: as it was typed; empty: nothing was asked
    next: at its door, with the next day of each
    levels: how full containers are, by URN; None: nothing tells
    similar: streets that sound like it, where nothing is known of it
    streets: to choose from while typing
    """

    town: str
    asked: str
    next: Sequence[tuple[Definition, Collection | None]]
    near: Sequence[Near]
    levels: Mapping[str, float | None]
    similar: Sequence[str]
    streets: Sequence[str]
    today: date
    offer: str = ""  #: the form that asks for reminders, as HTML


def page_of(said: Said, language: str) -> str:
    """Return the body of the page, as HTML."""
    return "".join(_parts(said, language))


def word(name: str, language: str, **values: object) -> str:
    """Say one of the words in a language."""
    return said_in(WORDS[name], language).format(**values)


def kind_of(fraction: str, language: str) -> str:
    """Say a kind of waste; one nobody named stays as it is."""
    known = KINDS_OF_WASTE.get(fraction)
    return said_in(known, language) if known else fraction


def _parts(said: Said, language: str) -> Iterator[str]:
    yield f"<p class=soft>{escape(said.town)}</p>"
    yield f"<h1>{escape(word('title', language))}</h1>"
    yield from _form(said, language)
    if said.asked:
        yield from _door(said, language)
        yield from _nearby(said, language)
    yield "<nav>"
    for tag in LANGUAGES:
        there = escape(urlencode({"address": said.asked, "language": tag}))
        yield f'<a lang="{tag}" href="?{there}">{NAMES[tag]}</a>'
    yield "</nav>"


def _form(said: Said, language: str) -> Iterator[str]:
    label = escape(word("address", language))
    yield f'<form><label for="a">{label}</label>'
    yield f'<input type="hidden" name="language" value="{language}">'
    yield f'<input id="a" name="address" list="s" value="{escape(said.asked)}"'
    yield ' autocomplete="street-address" maxlength="200" required>'
    yield f"<button>{escape(word('find', language))}</button>"
    options = "".join(f'<option value="{escape(one)}">' for one in said.streets)
    yield f'<datalist id="s">{options}</datalist></form>'


def _door(said: Said, language: str) -> Iterator[str]:
    address = escape(said.asked)
    if not said.next:
        yield f"<p>{word('none', language, address=address)}</p>"
        if said.similar:
            yield f"<p>{escape(word('similar', language))}</p><ul>"
            for street in said.similar:
                there = escape(urlencode({"address": street, "language": language}))
                yield f'<li><a href="?{there}">{escape(street)}</a></li>'
            yield "</ul>"
        return
    yield f"<h2>{word('door', language, address=address)}</h2><ul>"
    for definition, collection in said.next:
        title = escape(said_in(definition.title, language))
        kind = escape(kind_of(definition.fraction, language))
        told = escape(_when(definition, collection, said.today, language))
        yield f"<li><b>{kind}: {told}</b><span class=soft>{title}</span></li>"
    there = escape(urlencode({"address": said.asked, "language": language}))
    link = escape(word("subscribe", language))
    yield f'</ul><p><a class="button" href="feed.ics?{there}">{link}</a></p>'
    yield said.offer


def _when(
    definition: Definition, one: Collection | None, today: date, language: str
) -> str:
    if one is None:
        return word("never", language)
    told = [day_in(one.day, language), soon(one.day, today, language)]
    if one.day != one.planned:
        told.append(word("moved", language, day=day_in(one.planned, language)))
    if definition.begins:
        told.append(word("out", language, time=definition.begins))
    return ", ".join(told)


def _nearby(said: Said, language: str) -> Iterator[str]:
    if not said.near:
        return
    yield f"<h2>{escape(word('near', language))}</h2><ul>"
    for one in said.near:
        kind = escape(kind_of(one.container.fraction, language))
        street = one.container.address.street
        told = [
            f"{round(one.metres, -1):.0f} m",
            street,
            _room(said.levels.get(one.container.urn), language),
        ]
        if one.emptied is not None:
            day = day_in(one.emptied, language)
            told.append(word("emptied", language, day=day))
        yield f"<li><b>{kind}</b>{escape(', '.join(filter(None, told)))}</li>"
    yield "</ul>"


def _room(level: float | None, language: str) -> str:
    if level is None:
        return ""
    if level >= 0.95:  # noqa: PLR2004 - nothing more goes in
        return word("full", language)
    return word("room", language, n=round(10 * (1 - level)) * 10)


def day_in(day: date, language: str) -> str:
    """Write a day with its weekday."""
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "en":
        return f"{weekday} {day.day}/{day.month}"
    return f"{weekday} {day.day}. {day.month}."


def soon(day: date, today: date, language: str) -> str:
    """Say how far a day is."""
    ahead = (day - today).days
    if ahead == 0:
        return word("today", language)
    if ahead == 1:
        return word("tomorrow", language)
    return word("days", language, n=ahead)
