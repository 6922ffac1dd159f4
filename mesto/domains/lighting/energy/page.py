"""The one page a mayor can sign: result, guarantee, method, gaps. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from mesto.domains.lighting.energy import words
from mesto.domains.lighting.energy.contract import Contract
from mesto.domains.lighting.energy.guarantee import Owed, Verdict
from mesto.domains.lighting.energy.inputs import Gap, Inputs
from mesto.domains.lighting.energy.ledger import Ledger, by_month
from mesto.domains.lighting.energy.terms import Powers
from mesto.kernel.plugin import Text
from mesto.operations.reports.document import (
    Chart,
    Document,
    Grid,
    Number,
    Paragraphs,
    Section,
    Unit,
)
from mesto.operations.reports.formats import amount, day, number
from mesto.operations.reports.signed import About, page_to_sign
from mesto.operations.reports.words import say
from mesto.operations.uncertainty import Uncertain, coverage

SMALL = 0.1  #: a share of which a tenth of a percent is said
WIDTHS = (3.0, 1.0, 1.0, 1.0, 0.7)  #: of the columns of the result
ENERGY = Unit("kWh", digits=0)


class Proof(NamedTuple):
    """What a page proves: a ledger, and a contract where it is of one."""

    inputs: Inputs
    ledger: Ledger
    contract: Contract | None = None
    verdict: Verdict | None = None


def page_in(language: str, proof: Proof, about: About) -> Document:
    """Say what was saved, on one page."""
    contract = proof.contract
    title = words.TITLE if contract is None else contract.title
    sections = [
        _result(proof, language),
        *([_guarantee(proof, contract, language)] if contract else []),
        _months(proof, language),
        _method(proof, language),
        _gaps(proof.inputs.gaps, language),
    ]
    return page_to_sign(
        language, about, title=title, sections=sections, signers=words.SIGNERS
    )


def _result(proof: Proof, language: str) -> Section:
    ledger = proof.ledger
    note = say(
        words.INTERVAL,
        language,
        metered=_percent(ledger.actual.metered_share, language),
        dark=number(ledger.dark_h, 0, language),
    )
    rows = [
        [say(title, language), *_interval(value, digits, language), unit]
        for title, value, digits, unit in _rows(proof)
    ]
    heads = (words.QUANTITY, words.VALUE, words.LOW, words.HIGH, words.UNIT)
    titles = [say(one, language) for one in heads]
    grid = Grid(titles, rows, [0] * len(heads), WIDTHS)
    return Section(title=say(words.RESULT, language), note=note, body=grid)


def _rows(proof: Proof) -> Iterator[tuple[Text, Uncertain, int, str]]:
    """Yield what is told, with its digits and unit."""
    ledger, currency = proof.ledger, proof.inputs.currency
    baseline = ledger.baseline
    if baseline is not None:
        yield words.NORMAL, baseline.normal, 0, "kWh"
        if baseline.inventory.value:
            yield words.INVENTORY, baseline.inventory, 0, "kWh"
        if baseline.outages.value:
            yield words.OUTAGES, baseline.outages, 0, "kWh"
        yield words.BASELINE, baseline.whole, 0, "kWh"
    yield words.DRAWN, ledger.actual.whole, 0, "kWh"
    several = (
        (words.SAVING, ledger.saving, 0, "kWh"),
        (words.SHARE, ledger.saving_percent, 1, "%"),
        (words.MONEY, ledger.money, 0, currency),
        (words.COSTS, Uncertain(ledger.costs) if ledger.costs else None, 0, currency),
        (words.NET, ledger.net if ledger.costs else None, 0, currency),
        (words.CO2, ledger.co2_kg, 0, "kg"),
    )
    for title, value, digits, unit in several:
        if value is not None:
            yield title, value, digits, unit


def _interval(value: Uncertain, digits: int, language: str) -> list[str]:
    if not value.u:
        return [number(value.value, digits, language), "", ""]
    ends = (value.value, value.low, value.high)
    return [number(one, digits, language) for one in ends]


def _guarantee(proof: Proof, contract: Contract, language: str) -> Section:
    title = say(words.GUARANTEE, language)
    verdict = proof.verdict
    texts = [say(words.NO_BASELINE, language)]
    if verdict is not None:
        texts = list(_verdict(verdict, contract, proof.inputs.currency, language))
    return Section(title=title, note="", body=Paragraphs(texts))


def _verdict(
    verdict: Verdict, contract: Contract, currency: str, language: str
) -> Iterator[str]:
    unit = currency if contract.unit == "money" else contract.unit
    digits = 1 if unit == "%" else 0

    def told(value: float, in_unit: str = unit) -> str:
        return amount(value, digits, in_unit, language)

    reached = verdict.achieved
    yield say(
        words.OUTCOMES[verdict.outcome],
        language,
        low=told(reached.low),
        high=told(reached.high),
        enough=told(verdict.enough),
    )
    yield say(
        words.PARTIES,
        language,
        provider=contract.provider or "–",
        client=contract.client or "–",
        due=told(verdict.due),
        first=day(contract.first, language),
        last=day(contract.last, language),
    )
    yield say(
        words.CLAUSE,
        language,
        formula=contract.formula,
        worked=verdict.worked,
        achieved=told(reached.value),
    )
    for text, owed in ((words.PENALTY, verdict.penalty), (words.BONUS, verdict.bonus)):
        if owed is not None:
            yield _owed(text, owed, currency, language)


def _owed(text: Text, owed: Owed, currency: str, language: str) -> str:
    likely, least, most = (
        amount(one, 0, currency, language)
        for one in (owed.likely, owed.least, owed.most)
    )
    return say(text, language, likely=likely, least=least, most=most)


def _months(proof: Proof, language: str) -> Section:
    """Draw what each month drew, and say what all would have drawn before."""
    inputs, baseline = proof.inputs, proof.ledger.baseline
    values = [one.actual.whole.value for one in by_month(inputs)]
    whole = Number(
        value=sum(values),
        before=None if baseline is None else baseline.whole.value,
        target=None,
        unit=ENERGY,
    )
    chart = Chart(
        number=whole,
        starts=[datetime.fromisoformat(f"{m.month}-01") for m in inputs.months],
        values=values,
        step="month",
        bars=True,
    )
    return Section(title=say(words.BY_MONTH, language), note="", body=chart)


def _method(proof: Proof, language: str) -> Section:
    inputs, ledger = proof.inputs, proof.ledger
    texts = [say(words.OPTIONS[ledger.option], language), _baseline(inputs, language)]
    known = inputs.tolerances
    saving = ledger.saving or ledger.actual.whole
    shares = {
        "meter": known.meter,
        "power": known.rated_power,
        "level": known.level,
        "hours": known.hours,
        "inventory": known.inventory,
        "outages": known.outages,
    }
    told = {name: _percent(one, language) for name, one in shares.items()}
    k = number(coverage(saving.freedom), 2, language)
    texts.append(say(words.UNCERTAINTY, language, k=k, **told))
    factor = inputs.factor
    if factor is not None and ledger.co2_kg is not None:
        texts.append(
            say(
                words.FACTOR,
                language,
                factor=number(factor.kg_per_kwh, 3, language),
                year=str(factor.year),
                source=factor.source,
            )
        )
    body = Paragraphs([" ".join(filter(None, texts))])
    return Section(title=say(words.METHOD, language), note="", body=body)


def _baseline(inputs: Inputs, language: str) -> str:
    match inputs.baseline:
        case None:
            return say(words.NO_BASELINE, language)
        case Powers(lamps=lamps):
            kw = sum(one.count * one.power_w for one in lamps) / 1000
            count = sum(one.count for one in lamps)
            return say(
                words.BASELINES["powers"],
                language,
                lamps=number(count, 0, language),
                kw=number(kw, 1, language),
            )
    months = str(len(inputs.old_months))
    return say(words.BASELINES["months"], language, months=months)


def _gaps(gaps: Sequence[Gap], language: str) -> Section:
    """Say what is not told, each kind once."""
    counted: Counter[str] = Counter()
    for one in gaps:
        alone = one.about in {"silent", "unmetered"}
        counted[one.about] += 1 if alone else round(one.number)
    told = [
        say(words.GAP[about], language, n=number(count, 0, language))
        for about, count in counted.items()
    ]
    text = "; ".join(told) + "." if told else say(words.NO_GAPS, language)
    body = Paragraphs([text[:1].upper() + text[1:]])
    return Section(title=say(words.GAPS, language), note="", body=body)


def _percent(share: float, language: str) -> str:
    return amount(100 * share, 1 if share < SMALL else 0, "%", language)
