"""What a receipt says, and what gives back what it took. Pure.

A receipt is an entity, named as its session: `urn:ngsi-ld:EVChargingReceipt:NS-7:42`.
Its number comes from the book of its site host and year, one after the other; a credit
note has the next one too, and the name of its receipt with `:credit-1` and so on.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import msgspec

from mesto.domains.emobility.hosts.host import Host
from mesto.domains.emobility.nouns import BILL, CREDITED, RECEIPT_BOOK
from mesto.domains.emobility.refusals import LEFT_TO_GIVE_BACK
from mesto.domains.emobility.tariffs.periods import Period
from mesto.domains.emobility.tariffs.price import (
    Cost,
    Line,
    VatSum,
    money,
    priced,
    sum_of,
    vat_sums,
    with_vat,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text
from mesto.kernel.text import Amount, filled, in_english, refusal
from mesto.names.charging import RECEIPT, SESSION


class Seller(msgspec.Struct, frozen=True, kw_only=True):
    """Who sold it, as they were called then."""

    title: Text
    company: str = ""
    address: str = ""
    company_id: str = ""
    vat_id: str = ""


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """What a session came to, with all that was known when it was written.

    tariff, version: its name, and the position of its definition in the ledger
    station, evse, token: URNs, and the identifier of the card
    kwh: None: the meter is doubted
    doubt: why it is not known what is to be paid, in English; empty: it is known
    doubt_says: the same by language; empty where English alone is known
    why: of what a person decided; of a credit note: why it is given
    credits: number of the receipt of which this gives back
    periods: how it went, from which its price is reckoned; empty: it was not priced so
    """

    seller: Seller
    currency: str
    tariff: str
    version: int
    tariff_title: Text
    station: str
    evse: str = ""
    token: str = ""
    begin: datetime
    end: datetime
    kwh: float | None = None
    doubt: str = ""
    doubt_says: Text = {}
    why: str = ""
    credits: str = ""
    periods: Sequence[Period] = ()
    lines: Sequence[Line] = ()
    vat: Sequence[VatSum] = ()
    net: Decimal = Decimal("0.00")
    gross: Decimal = Decimal("0.00")


def receipt_urn(session: str) -> str:
    """Return the URN of a session's receipt."""
    return session.replace(f":{SESSION}:", f":{RECEIPT}:", 1)


def credit_urn(receipt: str, number: int) -> str:
    """Return the URN of a receipt's credit note, counted from 1."""
    return f"{receipt}:credit-{number}"


def book_urn(host: str, year: int) -> str:
    """Return the URN of a book of numbers."""
    return f"urn:ngsi-ld:{RECEIPT_BOOK}:{host}:{year}"


def number_in(host: str, prefix: str, year: int, number: int) -> str:
    """Write a receipt's number."""
    return f"{prefix or host.upper()}-{year}-{number:06d}"


def seller_of(host: Host | None, town: Text) -> Seller:
    """Return who sells; the town, where no host is written."""
    if host is None:
        return Seller(title=town)
    return Seller(
        title=host.title,
        company=host.company,
        address=host.address,
        company_id=host.company_id,
        vat_id=host.vat_id,
    )


def with_cost(bill: Bill, cost: Cost) -> Bill:
    """Put on a bill what is to be paid."""
    return msgspec.structs.replace(
        bill,
        lines=cost.lines,
        vat=vat_sums(cost.lines),
        net=cost.net,
        gross=cost.gross,
    )


def doubted(bill: Bill, says: Text) -> Bill:
    """Return a bill by which nothing is to be paid before a person decides."""
    known = says if len(says) > 1 else {}
    doubt = in_english(says)
    sure = msgspec.structs.replace(bill, doubt=doubt, doubt_says=known, periods=())
    return with_cost(sure, Cost(currency=""))


def stated(bill: Bill, net: Decimal, rate: Decimal | None, why: str) -> Bill:
    """Return a doubted bill as a person decided it: a stated amount without VAT."""
    net = money(Fraction(net))
    line = priced("STATED", (bill.begin, bill.end), (Decimal(1), "C62", net), net, rate)
    cost = sum_of([line], bill.currency)
    return msgspec.structs.replace(with_cost(bill, cost), why=why)


def credit(
    bill: Bill, number: str, gross: Decimal | None, before: Decimal, why: str
) -> Bill:
    """Return a credit note on a bill.

    gross: what is given back, with VAT; None: all that is left
    before: what was given back already, with VAT

    It is spread over the rates of VAT as the bill is. Raises Malformed where it is
    nothing, or more than was paid.
    """
    left = bill.gross - before
    wanted = left if gross is None else money(Fraction(gross))
    if wanted <= 0 or wanted > left:
        says = filled(LEFT_TO_GIVE_BACK, left=Amount(float(left), bill.currency))
        raise refusal(Malformed, says, place=("gross",))
    lines = list(_credit_lines(bill, wanted))
    return msgspec.structs.replace(
        with_cost(bill, sum_of(lines, bill.currency)), credits=number, why=why
    )


def credited_of(receipt: Entity) -> Decimal:
    """Return what credit notes gave back of a receipt, with VAT."""
    value = receipt.value(CREDITED)
    return Decimal(str(value)) if isinstance(value, int | float) else Decimal(0)


def bill_in(receipt: Entity) -> Bill:
    """Return what a receipt says. Raises Malformed where somebody broke it."""
    return read_written(receipt.value(BILL), Bill)


def _credit_lines(bill: Bill, wanted: Decimal) -> Iterator[Line]:
    spread = Decimal("0.00")
    for place, one in enumerate(bill.vat):
        part = money(Fraction(wanted) * Fraction(one.gross) / Fraction(bill.gross))
        if place == len(bill.vat) - 1:
            part = wanted - spread
        spread += part
        if not part:
            continue
        net = -money(Fraction(part) / (1 + Fraction(one.rate or 0) / 100))
        vat, _ = with_vat(net, one.rate)
        line = priced(
            "CREDIT", (bill.begin, bill.end), (Decimal(-1), "C62", -net), net, one.rate
        )
        # what is given back is exact to the cent; its VAT is what is left of it
        yield msgspec.structs.replace(
            line, vat=-part - net if vat else vat, gross=-part
        )
