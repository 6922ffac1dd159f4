"""The terms of the ledger and the contracts: kept, tried, thrown away, put back."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.lighting.energy.contract import CONTRACT, Contract, check_contract
from mesto.domains.lighting.energy.making import Wish, made, trial
from mesto.domains.lighting.energy.proving import days_in
from mesto.domains.lighting.energy.terms import LEDGER, OWN, Period, Terms
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Place, read_written
from mesto.operations.written import urn_of
from mesto.web.answers import JSON, answer, answer_json
from mesto.web.asker import visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture
from mesto.web.written import (
    Draft,
    drop,
    keep,
    last_definition,
    name_in,
    put_back,
    shown,
)

WITHIN: Place = ("definition",)


async def keep_terms(request: Request, _picture: Picture) -> Response:
    """Keep by what the town reckons. Raises Malformed with the place, and Conflict."""
    draft = await read_body(request, Draft)
    terms = read_written(draft.definition, Terms, at=WITHIN)
    _check_baseline(terms.baseline)
    kept = await keep(request, urn_of(LEDGER, OWN), draft)
    return answer_json(request, shown(kept))


async def try_contract(request: Request, _picture: Picture) -> Response:
    """Say what a contract that is being written would come to in the days asked for.

    Raises Malformed, with the place, for what makes no sense.
    """
    contract = _read(await read_body(request, Draft))
    visit, now = visit_of(request), datetime.now(UTC)
    wish = Wish(await days_in(request, visit, now), now, draft=contract)
    return answer(request, await made(visit, trial, wish), JSON)


async def keep_contract(request: Request, _picture: Picture) -> Response:
    """Keep a contract. Raises Malformed with the place, and Conflict."""
    draft = await read_body(request, Draft)
    _read(draft)
    kept = await keep(request, urn_of(CONTRACT, name_in(request)), draft)
    return answer_json(request, shown(kept))


async def drop_contract(request: Request, _picture: Picture) -> Response:
    """Throw a contract away; its history stays. Raises NotFound."""
    return await drop(request, urn_of(CONTRACT, name_in(request)))


async def restore_contract(request: Request, _picture: Picture) -> Response:
    """Put a contract back as it last was.

    Raises NotFound if there never was one, Conflict where there is one now.
    """
    urn = urn_of(CONTRACT, name_in(request))
    definition = await last_definition(request, urn)
    read_written(definition, Contract)
    return answer_json(request, shown(await put_back(request, urn, definition)))


def _read(draft: Draft) -> Contract:
    contract = read_written(draft.definition, Contract, at=WITHIN)
    try:
        check_contract(contract)
    except Malformed as error:
        place = error.facts["place"]
        assert isinstance(place, tuple)
        raise Malformed(str(error), place=(*WITHIN, *place)) from error
    _check_baseline(contract.baseline)
    return contract


def _check_baseline(baseline: object) -> None:
    if isinstance(baseline, Period) and baseline.last < baseline.first:
        place = (*WITHIN, "baseline", "last")
        raise Malformed("a period ends after it begins", place=place)
