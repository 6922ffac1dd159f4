"""The one page a mayor can sign: what was saved, in a sentence and in numbers. Pure."""

from collections.abc import Iterator
from typing import Literal

from mesto.domains.waste.ledger import words
from mesto.domains.waste.ledger.saving import Counted, Facts, Saving
from mesto.kernel.plugin import Text
from mesto.operations.reports.document import Document, Grid, Paragraphs, Section
from mesto.operations.reports.formats import amount, number, span
from mesto.operations.reports.signed import About, page_to_sign
from mesto.operations.reports.words import say
from mesto.operations.uncertainty import Uncertain

WIDTHS = (3.0, 1.0, 1.0, 1.0, 0.7)  #: of the columns of the result


def page_in(
    language: str, facts: Facts, saving: Saving | None, about: About
) -> Document:
    """Say what was saved, on one page."""
    period = span(about.days, language)
    sections = [_verdict(facts, saving, period, language)]
    if saving is not None:
        sections += [_result(facts, saving, language), _method(facts, saving, language)]
    return page_to_sign(
        language, about, title=words.TITLE, sections=sections, signers=words.SIGNERS
    )


def outcome_of(saving: Saving) -> Literal["saved", "open", "lost"]:
    """Say what the interval says: never surer than the data."""
    if saving.net.low > 0:
        return "saved"
    return "lost" if saving.net.high < 0 else "open"


def sentence(facts: Facts, saving: Saving, period: str, language: str) -> str:
    """Say what was saved in a sentence that can be signed."""
    currency, net, km = facts.prices.currency, saving.net, saving.km
    percent = km.percent or Uncertain(0.0)

    def money(value: float) -> str:
        return amount(value, 0, currency, language)

    def share(value: float) -> str:
        return amount(value, 0, "%", language)

    return say(
        words.SENTENCES[outcome_of(saving)],
        language,
        period=period,
        now=amount(km.now.value, 0, "km", language),
        before=amount(km.before.value, 0, "km", language),
        percent=share(percent.value),
        low=share(percent.low),
        high=share(percent.high),
        costs=money(saving.costs),
        net=money(net.value),
        net_low=money(net.low),
        net_high=money(net.high),
        loss=money(-net.value),
        loss_low=money(-net.high),
        loss_high=money(-net.low),
    )


def _verdict(
    facts: Facts, saving: Saving | None, period: str, language: str
) -> Section:
    if saving is None:
        texts = [say(words.NO_BASELINE, language)]
    else:
        texts = [sentence(facts, saving, period, language)]
        counted = (
            (words.OVERFLOWS, saving.overflows),
            (words.COMPLAINTS, saving.complaints),
        )
        texts += [
            _counted(text, one, language) for text, one in counted if _is_told(one)
        ]
    title = say(words.VERDICT, language)
    return Section(title=title, note="", body=Paragraphs(texts))


def _is_told(one: Counted) -> bool:
    return one.before is not None or one.now is not None


def _counted(text: Text, one: Counted, language: str) -> str:
    before, now = (amount(rate, 2, "", language) for rate in (one.before, one.now))
    return say(text, language, before=before, now=now)


def _result(facts: Facts, saving: Saving, language: str) -> Section:
    rows = [
        [say(title, language), *_interval(value, language), unit]
        for title, value, unit in _rows(facts, saving)
    ]
    heads = (words.QUANTITY, words.VALUE, words.LOW, words.HIGH, words.UNIT)
    grid = Grid([say(one, language) for one in heads], rows, [0] * len(heads), WIDTHS)
    note = say(words.INTERVAL, language)
    return Section(title=say(words.RESULT, language), note=note, body=grid)


def _rows(facts: Facts, saving: Saving) -> Iterator[tuple[Text, Uncertain, str]]:
    currency = facts.prices.currency
    yield words.BEFORE, saving.km.before, "km"
    yield words.NOW, saving.km.now, "km"
    yield words.KM, saving.km.saved, "km"
    yield words.HOURS, saving.hours.saved, "h"
    yield words.LITRES, saving.litres.saved, "l"
    yield words.CO2, saving.co2_kg, "kg"
    yield words.MONEY, saving.money, currency
    yield words.COSTS, Uncertain(saving.costs), currency
    yield words.NET, saving.net, currency


def _interval(value: Uncertain, language: str) -> list[str]:
    if not value.u:
        return [number(value.value, 0, language), "", ""]
    return [number(one, 0, language) for one in (value.value, value.low, value.high)]


def _method(facts: Facts, saving: Saving, language: str) -> Section:
    prices, terms = facts.prices, facts.terms
    text = say(
        words.RECKONED,
        language,
        months=str(len(terms.baseline)),
        source=terms.source or "–",
        days=number(saving.days, 0, language),
        growth=number(saving.adjusted, 3, language),
        km=amount(prices.km, 2, prices.currency, language),
        hour=amount(prices.hour, 2, prices.currency, language),
        factor=number(prices.co2_kg_per_litre, 2, language),
        co2_source=terms.co2_source,
    )
    title = say(words.METHOD, language)
    return Section(title=title, note="", body=Paragraphs([text]))
