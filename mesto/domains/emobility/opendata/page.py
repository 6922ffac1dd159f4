"""The page on which anybody sees where a charger is free. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from mesto.domains.emobility.opendata.sites import Site
from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts
from mesto.kernel.words import said

TITLE: Final = said(
    "Charging stations", "Nabíjecí stanice", "Nabíjacie stanice", "Stanice za punjenje"
)
FREE_NOW: Final = said(
    "Chargers free now",
    "Volná nabíjecí místa",
    "Voľné nabíjacie miesta",
    "Slobodni punjači",
)
OF: Final = said(
    "{free} of {all}", "{free} z {all}", "{free} z {all}", "{free} od {all}"
)
UNKNOWN: Final = said(
    "nobody knows just now",
    "právě nevíme",
    "práve nevieme",
    "trenutno se ne zna",
)
WAY: Final = said("Show the way", "Ukázat cestu", "Ukázať cestu", "Pokaži put")
PRICE: Final = said(
    "{price} {currency} a kWh",
    "{price} {currency} za kWh",
    "{price} {currency} za kWh",
    "{price} {currency} po kWh",
)
FREE_OF_CHARGE: Final = said("free of charge", "zdarma", "zadarmo", "besplatno")
NONE: Final = said(
    "No charging station is known yet.",
    "Zatím není známa žádná nabíjecí stanice.",
    "Zatiaľ nie je známa žiadna nabíjacia stanica.",
    "Još nije poznata nijedna stanica za punjenje.",
)
DATA: Final = said("As data", "Jako data", "Ako dáta", "Kao podaci")


def word(text: Text, language: str) -> str:
    """Return a text in a language."""
    return with_both_scripts(text)[language]


def body_of(
    sites: Sequence[Site], prices: Mapping[str, tuple[float, str]], language: str
) -> str:
    """Write the page; what is free comes first.

    prices: of a kWh with VAT, and in which currency, by station
    """
    parts = [f"<h1>{_say(TITLE, language)}</h1>"]
    if not sites:
        return "".join([*parts, f"<p>{_say(NONE, language)}</p>"])
    free = sum(one.free for one in sites)
    points = sum(len(one.points) for one in sites)
    parts.append(
        f"<h2>{_say(FREE_NOW, language)}</h2>"
        f"<p><b>{escape(_of(free, points, language))}</b></p><ul>"
    )
    for one in sorted(sites, key=lambda one: (not one.free, one.name)):
        parts += _item(one, prices.get(one.urn), language)
    parts.append(
        f'</ul><nav aria-label="{_say(DATA, language)}">'
        '<a href="chargers.geojson">GeoJSON</a>'
        '<a href="energy-infrastructure.xml">DATEX II</a>'
        '<a href="energy-infrastructure-status.xml">DATEX II, live</a></nav>'
    )
    return "".join(parts)


def _item(site: Site, price: tuple[float, str] | None, language: str) -> Iterator[str]:
    known = any(one.status for one in site.points)
    told = _of(site.free, len(site.points), language) if known else _plain(language)
    kw = max((one.watts for one in site.points), default=0) / 1000
    facts = [site.street, f"{kw:g} kW" if kw else "", _price(price, language)]
    at = f"{site.place[1]:.6f},{site.place[0]:.6f}"
    yield f"<li><b>{escape(site.name)}: {escape(told)}</b>"
    yield f'<span class="soft">{escape(" · ".join(filter(None, facts)))}</span> '
    yield f'<a href="geo:{at}?q={at}">{_say(WAY, language)}</a></li>'


def _price(price: tuple[float, str] | None, language: str) -> str:
    if price is None:
        return ""
    if not price[0]:
        return word(FREE_OF_CHARGE, language)
    return word(PRICE, language).format(price=f"{price[0]:.2f}", currency=price[1])


def _of(free: int, points: int, language: str) -> str:
    return word(OF, language).format(free=free, all=points)


def _plain(language: str) -> str:
    return word(UNKNOWN, language)


def _say(text: Text, language: str) -> str:
    return escape(word(text, language))
