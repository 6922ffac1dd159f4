"""The ledger of lighting: shown, on paper, and as a file."""

from datetime import UTC, datetime, timedelta
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.lighting.energy import keeping
from mesto.domains.lighting.energy.contract import (
    CONTRACT,
    OUTCOMES,
    QUANTITIES,
    USUAL_CLAUSES,
    Contract,
)
from mesto.domains.lighting.energy.export import MEDIA_TYPE as ZIP
from mesto.domains.lighting.energy.export import TOWN, write_zip
from mesto.domains.lighting.energy.ledger import by_month
from mesto.domains.lighting.energy.months import dark_price
from mesto.domains.lighting.energy.nights import Dark
from mesto.domains.lighting.energy.page import About, Proof, page_in
from mesto.domains.lighting.energy.proving import (
    asked_in,
    days_in,
    prove,
    prove_each,
    prove_town,
)
from mesto.domains.lighting.energy.reading import (
    PROGRAMME,
    Asked,
    contracts_of,
    streets_of,
    terms_of,
)
from mesto.domains.lighting.energy.segments import lit_segments, segment_shown
from mesto.domains.lighting.energy.shown import (
    ledger_shown,
    site_shown,
    verdict_shown,
)
from mesto.domains.lighting.energy.terms import FACTORS, LEDGER, OWN
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Answers
from mesto.operations.calendars.reading import spot_of
from mesto.operations.reports.pdf import MEDIA_TYPE as PDF
from mesto.operations.reports.pdf import write_pdf
from mesto.operations.reports.report import Language
from mesto.operations.written import DEFINITION, name_of, read_definition, urn_of
from mesto.web.answers import answer, answer_json
from mesto.web.asker import visit_of
from mesto.web.picture import Picture
from mesto.web.written import shown

A_YEAR = timedelta(days=365)
EVERY_TENTH = 10  #: night stands for those around it
LANGUAGES: tuple[Language, ...] = get_args(Language)


async def show_ledger(request: Request, _picture: Picture) -> Response:
    """Say what lighting drew and saved, by month, cabinet and contract."""
    city, now = visit_of(request), datetime.now(UTC)
    days = await days_in(request, city, now)
    asked = await asked_in(request, now)
    town = await prove_town(city, asked)
    inputs = town.inputs
    written = (await city.present([urn := urn_of(LEDGER, OWN)])).get(urn)
    contracts = (await city.entities(CONTRACT)).values()
    document = {
        "first": days.first,
        "last": days.last,
        "currency": inputs.currency,
        "terms": {
            "definition": asked.terms,
            "version": shown(written)["version"] if written else 0,
        },
        "factor": inputs.factor,
        "usual_factor": FACTORS.get(asked.spot.zone.key),
        "quantities": QUANTITIES,
        "outcomes": OUTCOMES,
        "usual_clauses": USUAL_CLAUSES,
        "programmes": [
            {"name": name_of(one), "definition": one.value(DEFINITION)}
            for one in (await city.entities(PROGRAMME)).values()
        ],
        "whole": ledger_shown(town.ledger),
        "months": [
            {"month": month.month, **ledger_shown(ledger)}
            for month, ledger in zip(inputs.months, by_month(inputs), strict=True)
        ],
        "sites": [site_shown(one, inputs) for one in inputs.sites],
        "gaps": inputs.gaps,
        "contracts": [await _contract(one, city, asked) for one in contracts],
    }
    return answer_json(request, document)


async def show_price(request: Request, _picture: Picture) -> Response:
    """Say what a kilowatt-hour costs in the nights of the year to come, about."""
    city, now = visit_of(request), datetime.now(UTC)
    terms, spot = await terms_of(city), await spot_of(city)
    end = now + A_YEAR
    nights = Dark(terms.burning, now.date(), end.date(), spot).nights[::EVERY_TENTH]
    price = dark_price(terms.prices, nights, spot.zone)
    return answer_json(request, {"currency": terms.currency, "per_kwh": price})


async def show_segments(request: Request, _picture: Picture) -> Response:
    """Say how thriftily each street is lit whose class or area is known."""
    city = visit_of(request)
    asked = await asked_in(request, datetime.now(UTC))
    inputs = (await prove_town(city, asked)).inputs
    streets = await streets_of(city)
    found = lit_segments(streets, asked.evidence.groups, inputs)
    document = {
        "segments": [segment_shown(one) for one in found],
        "streets": len(streets),
    }
    return answer_json(request, document)


async def show_page(request: Request, picture: Picture) -> Response:
    """Hand out the page to be signed, of the town or of a contract.

    Raises NotFound for a contract there is not, or that has no month in these days.
    """
    language, now = _language(request), datetime.now(UTC)
    city, asked = visit_of(request), await asked_in(request, now)
    proof = await _proof(request, city, asked)
    about = About(
        town=(await picture.city.municipality()).title,
        days=await days_in(request, city, now),
        zone=asked.spot.zone,
        at=now,
    )
    return answer(request, write_pdf(page_in(language, proof, about)), PDF)


async def show_data(request: Request, _picture: Picture) -> Response:
    """Hand out everything the ledgers rest on, in one file."""
    city, asked = visit_of(request), await asked_in(request, datetime.now(UTC))
    contracts = await contracts_of(city)
    proofs = {TOWN: await prove_town(city, asked)}
    proofs |= await prove_each(city, asked, contracts)
    headers = {"content-disposition": 'attachment; filename="lighting-energy.zip"'}
    content = write_zip(proofs, asked.evidence, contracts)
    return answer(request, content, ZIP, headers=headers)


async def _proof(request: Request, city: City, asked: Asked) -> Proof:
    if "contract" not in request.query_params:
        return await prove_town(city, asked)
    name = request.query_params["contract"]
    contract = (await contracts_of(city)).get(name)
    proof = None if contract is None else await prove(city, asked, contract)
    if proof is None:
        raise NotFound("there is no such contract in these days")
    return proof


async def _contract(entity: Entity, city: City, asked: Asked) -> dict[str, object]:
    """Write a contract and what it comes to; of one that makes no sense, why."""
    told = shown(entity)
    contract = read_definition(entity, Contract)
    if contract is None:
        return told | {"problem": "it makes no sense", "ledger": None, "verdict": None}
    try:
        proof = await prove(city, asked, contract)
    except Malformed as error:
        return told | {"problem": str(error), "ledger": None, "verdict": None}
    return told | {
        "problem": "",
        "formula": contract.formula,
        "ledger": proof and ledger_shown(proof.ledger),
        "verdict": proof and verdict_shown(proof.verdict),
    }


def _language(request: Request) -> Language:
    language = request.query_params.get("language", "en")
    if language not in LANGUAGES:
        raise Malformed(f"a language is one of {', '.join(LANGUAGES)}")
    return language


ANSWERS: Answers = {
    Verb.SEE: (
        ("energy", "GET", show_ledger),
        ("energy/price", "GET", show_price),
        ("energy/segments", "GET", show_segments),
        ("energy/page", "GET", show_page),
        ("energy/data", "GET", show_data),
        ("energy/try", "POST", keeping.try_contract),
    ),
    Verb.RECORD: (
        ("energy/terms", "PUT", keeping.keep_terms),
        ("energy/contracts/{name}", "PUT", keeping.keep_contract),
        ("energy/contracts/{name}", "DELETE", keeping.drop_contract),
        ("energy/contracts/{name}/restore", "POST", keeping.restore_contract),
    ),
}
