"""A receipt on paper, in a language. Pure."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from decimal import Decimal

from mesto.domains.emobility.nouns import ISSUED, RECEIPT_NUMBER
from mesto.domains.emobility.receipts import words
from mesto.domains.emobility.receipts.bill import Bill
from mesto.domains.emobility.tariffs.price import Line
from mesto.kernel.model import Entity
from mesto.kernel.moments import moment_in
from mesto.kernel.municipality import Municipality
from mesto.operations.reports.document import Document, Grid, Paragraphs, Section
from mesto.operations.reports.formats import amount, moment, number
from mesto.operations.reports.report import said_in
from mesto.operations.reports.words import MADE, say

WIDTHS = (2.0, 2.2, 1.2, 1.2, 1.0, 0.8, 1.0)


def page_in(language: str, receipt: Entity, bill: Bill, town: Municipality) -> Document:
    """Write a receipt, or a credit note."""
    title = say(words.CREDIT if bill.credits else words.RECEIPT, language)
    number_ = str(receipt.value(RECEIPT_NUMBER) or "")
    issued = (moment_in(receipt.value(ISSUED)) or bill.end).astimezone(town.zone)
    facts = [(say(words.DAY, language), moment(issued, language))]
    facts += [
        (say(name, language), value)
        for name, value in (
            (words.OF, bill.credits),
            (words.DOUBTED, "" if bill.credits else said_in(bill.doubt_says, language)),
            (words.WHY, bill.why),
            (words.STATION, bill.station.rpartition(":")[2]),
            (words.TARIFF, said_in(bill.tariff_title, language)),
        )
        if value
    ]
    facts.append(
        (
            say(words.CHARGED, language),
            _lasts(bill.begin, bill.end, town.zone, language),
        )
    )
    if bill.kwh is not None:
        facts.append(
            (say(words.ENERGY, language), amount(bill.kwh, 3, "kWh", language))
        )
    return Document(
        title=f"{title} {number_}",
        town=said_in(town.title, language),
        language=language,
        period="",
        compared="",
        made=say(MADE, language, at=moment(issued, language)),
        zone=str(town.zone),
        complete=None,
        facts=facts,
        sections=list(_sections(bill, town.zone, language)),
    )


def lines_in(bill: Bill, zone: tzinfo, language: str) -> Grid:
    """Return the lines of a bill as a table."""
    heads = (words.WHAT, words.WHEN, words.AMOUNT, words.PRICE, words.NET)
    return Grid(
        heads=[say(one, language) for one in (*heads, words.VAT, words.GROSS)],
        rows=[_row(one, zone, language) for one in bill.lines],
        digits=[0, 0, 0, 0, 2, 2, 2],
        shares=WIDTHS,
    )


def _sections(bill: Bill, zone: tzinfo, language: str) -> Iterator[Section]:
    seller = bill.seller
    texts = [seller.company or said_in(seller.title, language), seller.address]
    if seller.company_id:
        texts.append(f"{say(words.COMPANY_ID, language)}: {seller.company_id}")
    if seller.vat_id:
        texts.append(f"{say(words.VAT_ID, language)}: {seller.vat_id}")
    yield _section(
        say(words.SELLER, language), Paragraphs([one for one in texts if one])
    )
    if not bill.lines:
        yield _section(
            say(words.TOTAL, language), Paragraphs([say(words.NOTHING, language)])
        )
        return
    yield _section(say(words.LINES, language), lines_in(bill, zone, language))
    yield _section(
        say(words.VAT, language),
        Grid(
            heads=[
                say(one, language)
                for one in (words.RATE, words.NET, words.VAT, words.GROSS)
            ],
            rows=[
                (
                    _rate(one.rate, language),
                    float(one.net),
                    float(one.vat),
                    float(one.gross),
                )
                for one in bill.vat
            ],
            digits=[0, 2, 2, 2],
        ),
    )
    whole = amount(float(bill.gross), 2, bill.currency, language)
    yield _section(say(words.TOTAL, language), Paragraphs([whole]))


def _section(title: str, body: Grid | Paragraphs) -> Section:
    return Section(title=title, note="", body=body)


def _row(line: Line, zone: tzinfo, language: str) -> tuple[str | float, ...]:
    price = number(float(line.unit_price), max(2, -_exponent(line)), language)
    unit = {"KWH": "kWh", "SEC": say(words.HOUR, language), "C62": ""}[line.unit]
    return (
        say(words.WHATS[line.what], language),
        _lasts(line.begin, line.end, zone, language),
        _much(line, language),
        f"{price} / {unit}" if unit else price,
        float(line.net),
        float(line.vat),
        float(line.gross),
    )


def _exponent(line: Line) -> int:
    exponent = line.unit_price.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _much(line: Line, language: str) -> str:
    if line.unit == "KWH":
        return amount(float(line.amount), 3, "kWh", language)
    if line.unit == "SEC":
        minutes, seconds = divmod(int(line.amount), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}"
    return number(float(line.amount), 0, language)


def _lasts(begin: datetime, end: datetime, zone: tzinfo, language: str) -> str:
    """Write from when to when something was, with the day said once."""
    first, last = begin.astimezone(zone), end.astimezone(zone)
    if begin == end:
        return moment(first, language)
    if first.date() == last.date():
        return f"{moment(first, language)} – {last:%H:%M}"
    return f"{moment(first, language)} – {moment(last, language)}"


def _rate(rate: Decimal | None, language: str) -> str:
    if rate is None:
        return say(words.NO_VAT, language)
    return amount(float(rate), 0 if rate == int(rate) else 2, "%", language)
