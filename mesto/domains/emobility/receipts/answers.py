"""Receipts: listed, decided, credited, printed, and what a month came to."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.emobility.business.reading import hosts_of
from mesto.domains.emobility.nouns import (
    BILLED_IN,
    CREDIT_OF,
    ISSUED,
    RECEIPT_NUMBER,
    RECEIPT_STATUS,
)
from mesto.domains.emobility.receipts.bill import bill_in, credit, credited_of, stated
from mesto.domains.emobility.receipts.issuing import decide, give_back
from mesto.domains.emobility.receipts.page import page_in
from mesto.domains.emobility.receipts.sheet import sheet_of
from mesto.domains.emobility.receipts.statement import (
    TABLE,
    receipt_shown,
    rows_of,
    statement_of,
)
from mesto.domains.emobility.refusals import NO_NUMBER, NO_RECEIPT, NOT_BILLED
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Infeasible, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers
from mesto.kernel.question.condition import (
    AllOf,
    Compare,
    Condition,
    OfType,
    Operator,
    Order,
    Path,
)
from mesto.kernel.question.find import Find
from mesto.kernel.text import refusal
from mesto.names.charging import RECEIPT
from mesto.operations.reports.pdf import MEDIA_TYPE as PDF
from mesto.operations.reports.pdf import write_pdf
from mesto.web import asked
from mesto.web.answers import answer, answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.once import once_of
from mesto.web.picture import Picture
from mesto.web.plain import NOT_KEPT, answer_page
from mesto.web.sheet import lines_of

MOST_LISTED: Final = 500
MOST_EXPORTED: Final = 100_000
Why = Annotated[str, msgspec.Meta(min_length=3, max_length=500)]
Amount = Annotated[float, msgspec.Meta(ge=0, le=1e6)]


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes of a doubted session.

    net: what is to be paid, without VAT; None: it is waived
    vat_rate: percent; None: no VAT is due
    """

    why: Why
    net: Annotated[float, msgspec.Meta(gt=0, le=1e6)] | None = None
    vat_rate: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None


class Return(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is given back.

    gross: with VAT; None: all that is left
    """

    why: Why
    gross: Annotated[float, msgspec.Meta(gt=0, le=1e6)] | None = None


async def show_receipts(request: Request, _picture: Picture) -> Response:
    """List receipts and credit notes, the last one first; `as=csv` hands out a table.

    month: of them; status: one of `ReceiptStatus`
    """
    table = request.query_params.get("as") == "csv"
    most = MOST_EXPORTED if table else MOST_LISTED
    found = await _receipts(request, most + 1)
    whole = visit_of(request).principal.may(Verb.GOVERN)
    if table:
        headers = {"content-disposition": 'attachment; filename="receipts.csv"'}
        text = lines_of([TABLE, *rows_of(found, whole=whole)])
        return answer(
            request, text.encode(), "text/csv; charset=utf-8", headers=headers
        )
    shown = [receipt_shown(one, whole=whole) for one in found[:most]]
    return answer_json(request, {"items": shown, "more": len(found) > most})


async def show_receipt(request: Request, _picture: Picture) -> Response:
    """Show a receipt with its lines, and the credit notes on it. Raises NotFound."""
    return answer_json(request, await _whole(request, await _asked(request)))


async def print_receipt(request: Request, picture: Picture) -> Response:
    """Hand out a receipt on paper, or as a page where `as` is html.

    Raises NotFound; Infeasible while it is doubtful.
    """
    receipt = await _asked(request)
    if receipt.value(RECEIPT_NUMBER) is None:
        raise refusal(Infeasible, NO_NUMBER)
    language = asked.language(request)
    town = await picture.city.municipality()
    page = page_in(language, receipt, bill_in(receipt), town)
    if request.query_params.get("as") == "html":
        body = sheet_of(page, f"?language={language}", "PDF")
        return answer_page(
            request, title=page.title, language=language, body=body, keep=NOT_KEPT
        )
    headers = {"content-disposition": 'inline; filename="receipt.pdf"'}
    content = await asyncio.to_thread(write_pdf, page)
    return answer(request, content, PDF, headers=headers)


async def show_statement(request: Request, _picture: Picture) -> Response:
    """Say what a month came to, host by host, and what of it is theirs."""
    found = await _receipts(request, MOST_EXPORTED)
    sums = statement_of(found, await hosts_of(visit_of(request)))
    return answer_json(request, {"items": sums})


async def decide_one(request: Request, _picture: Picture) -> Response:
    """Bill a doubted session as stated, or waive it, with the reason.

    Raises NotFound, and Conflict where it is decided already.
    """
    decision = await read_body(request, Decision)
    receipt, city = await _asked(request), visit_of(request)
    bill = bill_in(receipt)
    if decision.net is None:
        bill = msgspec.structs.replace(bill, why=decision.why)
    else:
        rate = decision.vat_rate
        percent = None if rate is None else Decimal(repr(rate))
        bill = stated(bill, Decimal(repr(decision.net)), percent, decision.why)
    now = datetime.now(UTC)
    await decide(city, receipt, bill, now, once_of(request))
    return answer_json(request, await _whole(request, await _asked(request)))


async def give_back_some(request: Request, _picture: Picture) -> Response:
    """Write a credit note: all that is left, or a part of it, with the reason.

    Raises NotFound, Infeasible for what was never paid, Malformed for more than was.
    """
    wanted = await read_body(request, Return)
    receipt, city = await _asked(request), visit_of(request)
    if receipt.value(RECEIPT_STATUS) != "issued":
        raise refusal(Infeasible, NOT_BILLED)
    gross = None if wanted.gross is None else Decimal(repr(wanted.gross))
    number = str(receipt.value(RECEIPT_NUMBER))
    before = credited_of(receipt)
    note = credit(bill_in(receipt), number, gross, before, wanted.why)
    urn = await give_back(city, receipt, note, datetime.now(UTC), once_of(request))
    written = (await city.present([urn]))[urn]
    return answer_json(request, await _whole(request, written))


async def _receipts(request: Request, most: int) -> list[Entity]:
    wanted: list[Condition] = [OfType(RECEIPT)]
    for name, attribute in (("month", BILLED_IN), ("status", RECEIPT_STATUS)):
        value = request.query_params.get(name)
        if value:
            wanted.append(Compare(Path(attribute), Operator.EQUAL, value))
    order = (Order(Path(ISSUED), descending=True),)
    city = visit_of(request)
    page = await city.ask(Find(where=AllOf(tuple(wanted)), order=order, limit=most))
    found = await city.present(page.urns)
    return [found[urn] for urn in page.urns if urn in found]


async def _asked(request: Request) -> Entity:
    urn = f"urn:ngsi-ld:{RECEIPT}:{request.path_params['receipt']}"
    found = (await visit_of(request).present([urn])).get(urn)
    if found is None:
        raise refusal(NotFound, NO_RECEIPT)
    return found


async def _whole(request: Request, receipt: Entity) -> dict[str, Any]:
    city, bill = visit_of(request), bill_in(receipt)
    whole = city.principal.may(Verb.GOVERN)
    where = AllOf(
        (OfType(RECEIPT), Compare(Path(CREDIT_OF), Operator.EQUAL, receipt.id))
    )
    page = await city.ask(Find(where=where, limit=MOST_LISTED))
    notes = await city.present(page.urns)
    status = receipt.attribute(RECEIPT_STATUS)
    return {
        **receipt_shown(receipt, whole=whole),
        "seller": bill.seller,
        "version": bill.version,
        "lines": bill.lines,
        "vat": bill.vat,
        "by": status.source if status else "",
        "at": status.modified_at if status else None,
        "notes": [receipt_shown(one, whole=whole) for one in notes.values()],
    }


#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (
        ("receipts", "GET", show_receipts),
        ("receipts/{receipt}", "GET", show_receipt),
        ("receipts/{receipt}/page", "GET", print_receipt),
        ("statement", "GET", show_statement),
    ),
    Verb.RECORD: (
        ("receipts/{receipt}/decision", "POST", decide_one),
        ("receipts/{receipt}/credit", "POST", give_back_some),
    ),
}
