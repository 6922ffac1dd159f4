"""The ledger of collection: shown, on paper, as a file; and invoices checked."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.inventory.contracts import Contract
from mesto.domains.waste.inventory.reading import contracts_of
from mesto.domains.waste.ledger.billed import read_invoice
from mesto.domains.waste.ledger.export import invoice_lines, write_zip
from mesto.domains.waste.ledger.invoice import (
    Billed,
    Checked,
    Evidence,
    check_invoice,
    total_of,
)
from mesto.domains.waste.ledger.measured import Measured, check_measured, measured_of
from mesto.domains.waste.ledger.page import page_in, sentence
from mesto.domains.waste.ledger.reading import evidence_of, facts_of
from mesto.domains.waste.ledger.saving import Facts, saving_of
from mesto.domains.waste.ledger.shown import saving_shown
from mesto.domains.waste.ledger.terms import LEDGER, OWN, Terms, check_terms
from mesto.domains.waste.nouns import CONTRACT
from mesto.domains.waste.replanned.kept import URN as SENSORS
from mesto.domains.waste.sensors.page import replanned_shown
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mistake import read_written
from mesto.kernel.plugin import Answers
from mesto.kernel.table import Refused
from mesto.operations.reports.evidence import MEDIA_TYPE as ZIP
from mesto.operations.reports.formats import span
from mesto.operations.reports.pdf import MEDIA_TYPE as PDF
from mesto.operations.reports.pdf import write_pdf
from mesto.operations.reports.period import Days
from mesto.operations.reports.signed import About
from mesto.operations.written import urn_of
from mesto.web import asked
from mesto.web.answers import answer, answer_json
from mesto.web.asker import visit_of
from mesto.web.body import MOST_BYTES, read_body, read_bytes
from mesto.web.picture import Picture
from mesto.web.written import Draft, keep, shown

MOST_TOLD: Final = 2_000  #: lines of an invoice in one answer; the file has them all


async def show_ledger(request: Request, picture: Picture) -> Response:
    """Say what collection drove and saved in the days asked for."""
    facts, days = await _facts(request, picture)
    saving = saving_of(facts)
    urn = urn_of(LEDGER, OWN)
    present = await visit_of(request).present([urn, SENSORS])
    written, own = present.get(urn), present.get(SENSORS)
    language = asked.language(request)
    document = {
        "first": days.first,
        "last": days.last,
        "currency": facts.prices.currency,
        "terms": {
            "definition": facts.terms,
            "version": shown(written)["version"] if written else 0,
        },
        "now": facts.now,
        "seen": facts.seen,
        "saving": saving_shown(saving),
        "sensors": replanned_shown(own),
        "sentence": saving and sentence(facts, saving, span(days, language), language),
    }
    return answer_json(request, document)


async def show_page(request: Request, picture: Picture) -> Response:
    """Hand out the page to be signed."""
    facts, days = await _facts(request, picture)
    town = await picture.city.municipality()
    about = About(town=town.title, days=days, zone=town.zone, at=datetime.now(UTC))
    page = page_in(asked.language(request), facts, saving_of(facts), about)
    return answer(request, await asyncio.to_thread(write_pdf, page), PDF)


async def show_data(request: Request, picture: Picture) -> Response:
    """Hand out everything the ledger rests on, in one file."""
    facts, _ = await _facts(request, picture)
    headers = {"content-disposition": 'attachment; filename="waste-ledger.zip"'}
    content = write_zip(facts, saving_of(facts))
    return answer(request, content, ZIP, headers=headers)


async def keep_terms(request: Request, _picture: Picture) -> Response:
    """Keep by what the town reckons. Raises Malformed with the place, and Conflict."""
    draft = await read_body(request, Draft)
    terms = read_written(draft.definition, Terms, at=("definition",))
    try:
        check_terms(terms)
    except Malformed as error:
        place = error.facts["place"]
        assert isinstance(place, tuple)
        why = str(error)
        raise Malformed(why, place=("definition", *place), why=why) from error
    plain = Draft(msgspec.to_builtins(terms), draft.version)
    return answer_json(request, shown(await keep(request, urn_of(LEDGER, OWN), plain)))


async def check_bill(request: Request, picture: Picture) -> Response:
    """Judge a contractor's invoice, line by line; `as=csv` hands out the table.

    Raises Malformed where it is no table, NotFound where there is no such contract.
    """
    name = request.query_params.get("contract", "")
    contract = (await contracts_of(visit_of(request))).get(name)
    if contract is None:
        raise NotFound(f"there is no contract {name}")
    text = (await read_bytes(request, MOST_BYTES)).decode("utf-8", "replace")
    read = await asyncio.to_thread(lambda: list(read_invoice(text)))
    lines = [one for one in read if not isinstance(one, Refused)]
    zone = picture.municipality.zone
    known = await evidence_of(visit_of(request), lines, zone)
    urn = urn_of(CONTRACT, name)
    checked = await asyncio.to_thread(_checked, lines, contract, urn, known)
    if request.query_params.get("as") == "csv":
        headers = {"content-disposition": 'attachment; filename="invoice.csv"'}
        table = invoice_lines(checked).encode()
        return answer(request, table, "text/csv; charset=utf-8", headers=headers)
    document = {
        "currency": contract.currency,
        "total": total_of(checked)._asdict(),
        "lines": checked[:MOST_TOLD],
        "more": max(0, len(checked) - MOST_TOLD),
        "refused": [one for one in read if isinstance(one, Refused)][:MOST_TOLD],
    }
    return answer_json(request, document)


def _checked(
    lines: Sequence[Billed | Measured], contract: Contract, urn: str, known: Evidence
) -> list[Checked]:
    """Judge lines of both kinds, in the order of the file."""
    emptyings = [one for one in lines if isinstance(one, Billed)]
    measures = [one for one in lines if isinstance(one, Measured)]
    judged = [
        *check_invoice(emptyings, contract, urn, known),
        *check_measured(measures, contract, measured_of(contract, urn, known)),
    ]
    return sorted(judged, key=lambda one: int(one.billed.line))


async def _facts(request: Request, picture: Picture) -> tuple[Facts, Days]:
    zone = picture.municipality.zone
    days = asked.days(request, datetime.now(zone).date())
    return await facts_of(visit_of(request), days, zone), days


#: Answers below /api/{city}/waste, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: (
        ("ledger", "GET", show_ledger),
        ("ledger/page", "GET", show_page),
        ("ledger/data", "GET", show_data),
        ("ledger/invoice", "POST", check_bill),
    ),
    Verb.RECORD: (("ledger/terms", "PUT", keep_terms),),
}
