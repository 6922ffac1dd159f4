"""The page a station's code leads to, and the page of one session. Pure.

It works without its script, which only looks again every few seconds.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from html import escape
from typing import Literal, NamedTuple, TypeAlias

from mesto.domains.emobility.adhoc import words
from mesto.domains.emobility.adhoc.tariff_said import example_said, prices_said
from mesto.domains.emobility.receipts.words import NOTHING
from mesto.domains.emobility.tariffs.tariff import Tariff
from mesto.operations.reports.formats import amount, moment
from mesto.operations.reports.words import Text, say

LANGUAGES = {
    "en": "English",
    "cs": "Čeština",
    "sk": "Slovenčina",
    "sr-Latn": "Srpski",
    "sr-Cyrl": "Српски",
}
Place: TypeAlias = Literal["free", "plugged", "busy", "broken", "offline"]
Going: TypeAlias = Literal["asked", "refused", "started", "failed", "open", "ended"]


class Here(NamedTuple):
    """A place to charge, as it is; without a tariff nobody starts here."""

    name: str
    number: int
    state: Place
    tariff: Tariff | None


class Mine(NamedTuple):
    """One start, and the session it became.

    station: path of the page it began on
    receipt: path of its paper; empty: there is none yet
    cost: with VAT, as it is reckoned so far; None: it is not known
    charged: with VAT, as the receipt says; None: there is none
    given_back: of that, by credit notes
    doubtful: the receipt waits for somebody who decides; waived: nothing is to be paid
    """

    going: Going
    station: str
    here: Here
    kwh: float | None = None
    kw: float | None = None
    cost: Decimal | None = None
    currency: str = ""
    promised: tuple[float, datetime] | None = None
    receipt: str = ""
    number: str = ""
    charged: Decimal | None = None
    given_back: Decimal = Decimal(0)
    doubtful: bool = False
    waived: bool = False


def station_page(here: Here, now: datetime, zone: tzinfo, language: str) -> str:
    """Write the page of a place to charge."""
    parts = [*_head(here, language), *_offer(here, now, zone, language)]
    return "".join([*parts, _foot(language)])


def session_page(mine: Mine, zone: tzinfo, language: str) -> str:
    """Write the page of who charges without a card."""
    parts = [*_head(mine.here, language), *_course(mine, zone, language)]
    return "".join([*parts, _foot(language)])


def lost_page(text: Text, language: str) -> str:
    """Write the page of an address where there is nothing to be done."""
    title = _say(words.TITLE, language)
    body = f'<h1>{title}</h1><p role="alert">{_say(text, language)}</p>'
    return body + _foot(language)


def _head(here: Here, language: str) -> Iterator[str]:
    place = say(words.PLACE, language, name=here.name, n=str(here.number))
    yield f"<h1>{_say(words.TITLE, language)}</h1><p>{escape(place)}</p>"
    yield '<p role="alert" data-offline hidden>'
    yield f"{_say(words.NO_NETWORK, language)}</p>"


def _offer(here: Here, now: datetime, zone: tzinfo, language: str) -> Iterator[str]:
    state = _say(words.STATES[here.state], language)
    yield f'<div data-live><p role="status"><b>{state}</b></p></div>'
    if here.tariff is None:
        yield f"<p>{_say(words.NOT_SOLD, language)}</p>"
        return
    yield f"<h2>{_say(words.COSTS, language)}</h2><ul>"
    for line in prices_said(here.tariff, language):
        yield f"<li>{escape(line)}</li>"
    yield "</ul>"
    if not here.tariff.free:
        yield f"<p>{escape(example_said(here.tariff, now, zone, language))}</p>"
        yield f'<p class="soft">{_say(words.WITH_VAT, language)}</p>'
    if here.state not in {"free", "plugged"}:
        return
    yield f'<form method="post" action="?language={language}">'
    if here.tariff.free:
        yield f"<p>{_say(words.PLUG, language)}</p>"
        yield f"<button>{_say(words.START, language)}</button>"
    elif here.tariff.on_account:
        yield f"<p>{_say(words.ON_ACCOUNT, language)}</p>"
        yield f'<label for="p">{_say(words.PAYER, language)}</label>'
        yield '<input id="p" name="payer" autocomplete="name" maxlength="120" required>'
        yield f'<label for="c">{_say(words.CONTACT, language)}</label>'
        yield '<input id="c" name="contact" type="email" autocomplete="email"'
        yield ' maxlength="200" required>'
        yield f"<button>{_say(words.ASK, language)}</button>"
    else:
        yield f"<p>{_say(words.NOT_SOLD, language)}</p>"
    yield "</form>"


def _course(mine: Mine, zone: tzinfo, language: str) -> Iterator[str]:
    going = _say(words.GOING[mine.going], language)
    yield f'<div data-live><p role="status"><b>{going}</b></p><ul>'
    for title, value in _facts(mine, language):
        yield f"<li><b>{_say(title, language)}</b>{escape(value)}</li>"
    yield "</ul>"
    if mine.promised and mine.going == "open":
        kwh, at = mine.promised
        told = say(
            words.PROMISE,
            language,
            kwh=amount(kwh, 1, "kWh", language),
            at=moment(at.astimezone(zone), language),
        )
        yield f"<p>{escape(told)}</p>"
    if mine.going == "ended":
        yield from _paper(mine, language)
    yield "</div>"
    if mine.going == "open":
        yield f'<form method="post" action="?language={language}">'
        yield f"<button>{_say(words.STOP, language)}</button></form>"
    yield f'<p class="soft">{_say(words.KEEP, language)}</p>'
    yield f'<nav><a href="{escape(mine.station)}?language={language}">'
    yield f"{_say(words.AGAIN, language)}</a></nav>"


def _facts(mine: Mine, language: str) -> Iterator[tuple[Text, str]]:
    if mine.kwh is not None:
        yield words.ENERGY, amount(mine.kwh, 2, "kWh", language)
    if mine.kw is not None and mine.going == "open":
        yield words.POWER, amount(mine.kw, 1, "kW", language)
    if mine.charged is not None:
        yield words.CHARGED, amount(float(mine.charged), 2, mine.currency, language)
        if mine.given_back:
            back = amount(float(mine.given_back), 2, mine.currency, language)
            yield words.GIVEN_BACK, back
    elif mine.cost is not None:
        yield words.COST, amount(float(mine.cost), 2, mine.currency, language)


def _paper(mine: Mine, language: str) -> Iterator[str]:
    if mine.receipt:
        query = f"?as=html&amp;language={language}"
        yield f'<p><a class="button" href="{escape(mine.receipt)}{query}">'
        yield f"{_say(words.RECEIPT, language)} {escape(mine.number)}</a></p>"
    elif mine.waived:
        yield f"<p>{_say(NOTHING, language)}</p>"
    else:
        text = words.DOUBTFUL if mine.doubtful else words.LATER
        yield f"<p>{_say(text, language)}</p>"


def _foot(language: str) -> str:
    links: Sequence[str] = [
        f'<a href="?language={tag}" hreflang="{tag}" lang="{tag}">{name}</a>'
        for tag, name in LANGUAGES.items()
        if tag != language
    ]
    return (
        f'<nav aria-label="{_say(words.LANGUAGE, language)}">{"".join(links)}</nav>'
        '<script src="/open/charge.js" defer></script>'
    )


def _say(text: Text, language: str) -> str:
    return escape(say(text, language))
