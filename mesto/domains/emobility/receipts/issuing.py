"""Writing receipts: one for each session that has ended, and each number once.

Receipt and number are written together, if nobody wrote either meanwhile; who loses
the race looks again. So a session has one receipt and a book no gap, whatever dies.
"""

from datetime import datetime
from typing import Final

import msgspec

from mesto.domains.emobility.business.reading import hosts_of
from mesto.domains.emobility.nouns import (
    BEGIN,
    BILL,
    BILLED_IN,
    CREDIT_OF,
    CREDITED,
    END,
    GROSS,
    ID_TOKEN,
    ISSUED,
    LAST_NUMBER,
    RECEIPT_BOOK,
    RECEIPT_NUMBER,
    RECEIPT_STATUS,
    SESSION_STATUS,
    SOLD_BY,
    ReceiptStatus,
)
from mesto.domains.emobility.receipts.bill import (
    Bill,
    book_urn,
    credit_urn,
    credited_of,
    doubted,
    number_in,
    receipt_urn,
)
from mesto.domains.emobility.receipts.case import bill_of
from mesto.domains.emobility.receipts.leaps import power_of
from mesto.domains.emobility.receipts.reading import (
    course_of,
    drawn_in,
    terms_of,
    told_twice,
)
from mesto.domains.emobility.refusals import DECIDED, TOO_MANY_AT_ONCE
from mesto.kernel.city import City, Expect, Once
from mesto.kernel.errors import Conflict
from mesto.kernel.model import TYPE, Entity, Kind, Observation, Value
from mesto.kernel.moments import date_time
from mesto.kernel.text import refusal
from mesto.kernel.verdict import moment
from mesto.names.charging import NOW_CHARGING, OF_EVSE, OF_RECEIPT, OF_STATION, RECEIPT

SOURCE: Final = "emobility"
NOTES: Final = "creditNotes"  #: of a receipt: how many there are
TRIES: Final = 20  #: of those who want the next number at the same time


async def issue(city: City, session: str, now: datetime) -> str | None:
    """Write the receipt of a session that has ended; return its URN.

    Returns None for a session that goes on, or that no tariff sells.
    """
    urn = receipt_urn(session)
    found = await city.present([session, urn])
    if urn in found:
        return urn
    ended = found.get(session)
    if ended is None or ended.value(SESSION_STATUS) != "ended":
        return None
    at = moment(ended, BEGIN) or moment(ended, END) or now
    station = str(ended.value(OF_STATION) or "")
    terms = await terms_of(city, station, str(ended.value(ID_TOKEN) or ""), at)
    zone = (await city.municipality()).zone
    course, drawn = await course_of(city, ended, now), await drawn_in(city, ended, now)
    places = await city.present([str(ended.value(OF_EVSE) or ""), station])
    most_kw = power_of(places.values())
    bill = bill_of(ended, course, terms, zone, now, drawn=drawn, most_kw=most_kw)
    if bill is None:
        return None
    if not bill.doubt and (twice := await told_twice(city, ended)):
        bill = doubted(bill, twice)
    seen = [
        _said(urn, TYPE, [RECEIPT]),
        _said(urn, NOW_CHARGING, session, Kind.RELATIONSHIP),
        _said(urn, OF_STATION, station, Kind.RELATIONSHIP),
        _said(urn, SOLD_BY, terms.host),
        _said(session, OF_RECEIPT, urn, Kind.RELATIONSHIP),
        *_of_bill(urn, "doubtful" if bill.doubt else "issued", bill, now),
    ]
    new = Expect(entity=urn, exists=False)
    try:
        if bill.doubt:
            await city.record(seen, current=True, expect=[new])
        else:
            await _numbered(city, urn, seen, still=new, host=terms.host, now=now)
    except Conflict:
        if urn not in await city.present([urn]):
            raise
    return urn


async def decide(
    city: City, receipt: Entity, bill: Bill, now: datetime, once: Once | None
) -> None:
    """Bill a doubtful session as a person says; without lines it is waived.

    Raises Conflict where somebody has decided it already.
    """
    status = receipt.attribute(RECEIPT_STATUS)
    if status is None or status.value != "doubtful":
        raise refusal(Conflict, DECIDED)
    still = Expect(
        entity=receipt.id, attribute=RECEIPT_STATUS, position=status.position
    )
    if not bill.lines:
        seen = _of_bill(receipt.id, "waived", bill, now)
        await city.record(seen, current=True, expect=[still], once=once)
        return
    seen = _of_bill(receipt.id, "issued", bill, now)
    host = str(receipt.value(SOLD_BY) or "")
    await _numbered(city, receipt.id, seen, still=still, host=host, now=now, once=once)


async def give_back(
    city: City, receipt: Entity, note: Bill, now: datetime, once: Once | None
) -> str:
    """Write a credit note on a receipt, over what its writer has seen; return its URN.

    Raises Conflict where another one was written meanwhile.
    """
    credited, count = receipt.attribute(CREDITED), receipt.value(NOTES)
    number = (count if isinstance(count, int) else 0) + 1
    urn, host = credit_urn(receipt.id, number), str(receipt.value(SOLD_BY) or "")
    seen = [
        _said(urn, TYPE, [RECEIPT]),
        _said(urn, CREDIT_OF, receipt.id, Kind.RELATIONSHIP),
        _said(urn, OF_STATION, note.station, Kind.RELATIONSHIP),
        _said(urn, SOLD_BY, host),
        *_of_bill(urn, "credit", note, now),
        _said(receipt.id, CREDITED, float(credited_of(receipt) - note.gross)),
        _said(receipt.id, NOTES, number),
    ]
    still = Expect(
        entity=receipt.id,
        attribute=CREDITED,
        position=credited.position if credited else 0,
    )
    await _numbered(city, urn, seen, still=still, host=host, now=now, once=once)
    return urn


async def _numbered(  # noqa: PLR0913 - what is written with its number
    city: City,
    urn: str,
    seen: list[Observation],
    *,
    still: Expect,
    host: str,
    now: datetime,
    once: Once | None = None,
) -> None:
    """Write something with the next number of a host's book.

    still: what must not have changed meanwhile. Raises Conflict where it has.
    """
    local = now.astimezone((await city.municipality()).zone)
    written = (await hosts_of(city)).get(host)
    book = book_urn(host, local.year)
    for _ in range(TRIES):
        kept = (await city.present([book])).get(book)
        last = kept.attribute(LAST_NUMBER) if kept else None
        value = last.value if last else 0
        number = (value if isinstance(value, int) else 0) + 1
        text = number_in(host, written.prefix if written else "", local.year, number)
        told = [
            *seen,
            _said(urn, RECEIPT_NUMBER, text),
            _said(urn, BILLED_IN, f"{local:%Y-%m}"),
            _said(book, TYPE, [RECEIPT_BOOK]),
            _said(book, SOLD_BY, host),
            _said(book, LAST_NUMBER, number),
        ]
        free = Expect(
            entity=book, attribute=LAST_NUMBER, position=last.position if last else 0
        )
        try:
            await city.record(told, current=True, expect=[still, free], once=once)
        except Conflict as error:
            if error.facts.get("done"):
                return
            if not await _holds(city, still):
                raise
            continue
        return
    raise refusal(Conflict, TOO_MANY_AT_ONCE, retry_after_s=1)


async def _holds(city: City, what: Expect) -> bool:
    entity = (await city.present([what.entity])).get(what.entity)
    if what.attribute is None:
        return (entity is not None) == what.exists
    kept = entity.attribute(what.attribute) if entity else None
    return (kept.position if kept else 0) == what.position


def _of_bill(
    urn: str, status: ReceiptStatus, bill: Bill, now: datetime
) -> list[Observation]:
    return [
        _said(urn, ISSUED, date_time(now)),
        _said(urn, RECEIPT_STATUS, status),
        _said(urn, BILL, msgspec.to_builtins(bill), Kind.JSON_PROPERTY),
        _said(urn, GROSS, float(bill.gross)),
    ]


def _said(
    urn: str, attribute: str, value: Value, kind: Kind = Kind.PROPERTY
) -> Observation:
    return Observation(
        entity=urn, attribute=attribute, value=value, source=SOURCE, kind=kind
    )
