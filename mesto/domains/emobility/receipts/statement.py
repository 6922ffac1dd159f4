"""What a month came to, host by host, and a table of receipts. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import msgspec

from mesto.domains.emobility.hosts.host import Host
from mesto.domains.emobility.nouns import (
    BILLED_IN,
    RECEIPT_NUMBER,
    RECEIPT_STATUS,
    SOLD_BY,
)
from mesto.domains.emobility.receipts.bill import Bill, bill_in, credited_of
from mesto.domains.emobility.tariffs.price import money
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity


class Sums(msgspec.Struct, kw_only=True):
    """What a host sold in one currency.

    share: what of it is theirs, without VAT
    """

    host: str
    currency: str
    receipts: int = 0
    credits: int = 0
    kwh: float = 0.0
    net: Decimal = Decimal("0.00")
    gross: Decimal = Decimal("0.00")
    share: Decimal = Decimal("0.00")
    percent: float = 0.0


TABLE: Final = (
    *("number", "status", "host", "month", "begin", "end", "station", "token"),
    *("tariff", "kwh", "currency", "net", "vat", "gross", "credits", "why"),
)


def statement_of(
    receipts: Iterable[Entity], hosts: Mapping[str, Host]
) -> Sequence[Sums]:
    """Add up receipts and credit notes, by host and currency."""
    sums: dict[tuple[str, str], Sums] = {}
    for one, bill in _read(receipts):
        status = one.value(RECEIPT_STATUS)
        if status not in {"issued", "credit"}:
            continue
        host = str(one.value(SOLD_BY) or "")
        mine = sums.setdefault(
            (host, bill.currency), Sums(host=host, currency=bill.currency)
        )
        mine.net += bill.net
        mine.gross += bill.gross
        if status == "credit":
            mine.credits += 1
        else:
            mine.receipts += 1
            mine.kwh = round(mine.kwh + (bill.kwh or 0.0), 6)
    for one_sum in sums.values():
        known = hosts.get(one_sum.host)
        one_sum.percent = known.share if known else 0.0
        share = Fraction(one_sum.net) * Fraction(repr(one_sum.percent)) / 100
        one_sum.share = money(share)
    return [sums[key] for key in sorted(sums)]


def receipt_shown(receipt: Entity, *, whole: bool) -> dict[str, Any]:
    """Show a receipt in a list; `whole`: also whose card it was."""
    bill = bill_in(receipt)
    return {
        "name": name_in(receipt),
        "number": receipt.value(RECEIPT_NUMBER),
        "status": receipt.value(RECEIPT_STATUS),
        "host": receipt.value(SOLD_BY),
        "month": receipt.value(BILLED_IN),
        "credited": str(credited_of(receipt)),
        **{
            name: getattr(bill, name)
            for name in (
                *("currency", "tariff", "tariff_title", "station", "evse", "begin"),
                *("end", "kwh", "doubt", "why", "credits", "net", "gross"),
            )
        },
        "doubt_says": bill.doubt_says or ({"en": bill.doubt} if bill.doubt else {}),
        "token": bill.token if whole else "",
    }


def name_in(receipt: Entity) -> str:
    """Return by what a receipt is addressed: its URN from behind its type."""
    return receipt.id.removeprefix("urn:ngsi-ld:").partition(":")[2]


def rows_of(receipts: Iterable[Entity], *, whole: bool) -> Iterator[Sequence[object]]:
    """Yield a row each, in the columns of `TABLE`."""
    for one, bill in _read(receipts):
        shown = receipt_shown(one, whole=whole) | {"vat": bill.gross - bill.net}
        yield [shown[name] if shown[name] is not None else "" for name in TABLE]


def _read(receipts: Iterable[Entity]) -> Iterator[tuple[Entity, Bill]]:
    """Yield what receipts say; what makes no sense any more is left out."""
    for one in receipts:
        try:
            yield one, bill_in(one)
        except Malformed:
            continue
