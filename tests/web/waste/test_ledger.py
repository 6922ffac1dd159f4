"""The ledger of collection: what was saved, signed, recomputed; invoices checked."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.model import Kind
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:1"
THIS_MONTH = datetime.now(UTC).date().replace(day=1)
PAST = (THIS_MONTH - timedelta(days=1)).replace(day=1)  #: the last whole month
NOON = datetime(PAST.year, PAST.month, 10, 10, tzinfo=UTC)


def a_month(month, km):
    return {"month": month, "days": 30, "containers": 1, "km": km, "hours": km / 20}


TERMS = {
    "baseline": [a_month("2020-01", 3_000), a_month("2020-02", 3_100)],
    "source": "odometers of 2020",
    "costs": [{"title": "software", "amount": 1_000, "first": "2020-01-01"}],
}


@pytest.fixture
async def town(browser, server):
    """A container, a contract, an emptying, and a round that was done last month."""
    round_ = {
        "day": str(NOON.date()),
        "plan": "p",
        "vehicle": "urn:ngsi-ld:Vehicle:1",
        "fraction": "paper",
        "phase": "done",
        "stops": [],
        "km": 2_000.0,
        "working_min": 6_000.0,
    }
    urn = "urn:ngsi-ld:WasteRound:r1"
    await server.city.record(
        [
            *standing(BIN, storedWasteKind="paper", binCapacity=1100),
            seen(urn, "type", ["WasteRound"]),
            seen(urn, "definition", round_, kind=Kind.JSON_PROPERTY),
            seen(
                BIN,
                "emptying",
                {"before": 0.8, "after": 0.0},
                at=NOON,
                kind=Kind.JSON_PROPERTY,
                dataset="urn:ngsi-ld:Dataset:reported",
            ),
        ]
    )
    contract = {
        "title": {"en": "Firm"},
        "first": "2020-01-01",
        "containers": [BIN],
        "prices": {"emptyings": [{"price": 100}]},
    }
    kept = await browser.http.put(
        f"{browser.api}/waste/contracts/firm", json={"definition": contract}
    )
    assert kept.status_code == 200, kept.text
    return browser


async def keep(town, terms, version=0):
    return await town.http.put(
        f"{town.api}/waste/ledger/terms", json={"definition": terms, "version": version}
    )


async def test_a_month_of_rounds_is_held_against_months_before(town):
    empty = await town.read("waste/ledger")
    assert (empty["saving"], empty["sentence"]) == (None, None)
    assert (await keep(town, TERMS)).status_code == 200
    told = await town.read("waste/ledger", language="cs")
    assert told["seen"] == [f"{PAST:%Y-%m}"]
    assert told["saving"]["km"]["now"]["value"] == 2_000
    assert told["saving"]["km"]["saved"]["value"] > 900
    assert "km" in told["sentence"]
    page = await town.get("waste/ledger/page", language="sr-Cyrl")
    assert page.content.startswith(b"%PDF")


async def test_who_has_the_file_recomputes_without_us(town, tmp_path):
    await keep(town, TERMS)
    told = (await town.read("waste/ledger"))["saving"]
    data = await town.get("waste/ledger/data")
    zipfile.ZipFile(io.BytesIO(data.content)).extractall(tmp_path)
    again = subprocess.run(  # noqa: ASYNC221 - a script of a moment
        [sys.executable, "recompute.py", "inputs.json"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    found = json.loads(again.stdout)
    assert found["km"]["value"] == pytest.approx(told["km"]["saved"]["value"])
    assert found["net"]["low"] == pytest.approx(told["net"]["low"], rel=1e-6)


async def test_terms_with_a_mistake_are_refused_with_its_place(town):
    twice = TERMS | {"baseline": [a_month("2020-01", 1), a_month("2020-01", 2)]}
    refused = await keep(town, twice)
    assert refused.status_code == 400
    assert refused.json()["place"] == ["definition", "baseline", 1, "month"]


async def test_an_invoice_is_judged_by_the_deeds(town):
    day, other = NOON.date(), NOON.date() + timedelta(days=1)
    table = f"day;container;price\n{day};1;100\n{day};1;100\n{other};1;100\nx;1;1\n"
    url = f"{town.api}/waste/ledger/invoice"
    told = await town.http.post(
        url, params={"contract": "firm"}, content=table.encode()
    )
    assert told.status_code == 200, told.text
    document = told.json()
    verdicts = [one["verdict"] for one in document["lines"]]
    assert verdicts == ["agreed", "doubled", "not_proven"]
    assert document["total"]["disputed"] == 200
    assert [one["field"] for one in document["refused"]] == ["day"]
    as_table = await town.http.post(
        url, params={"contract": "firm", "as": "csv"}, content=table.encode()
    )
    assert as_table.text.count("\n") == 4
    measures = f"day;per;quantity;price\n{day};round;1;900\n{day};tonne;2;50\n"
    told = await town.http.post(
        url, params={"contract": "firm"}, content=measures.encode()
    )
    verdicts = [one["verdict"] for one in told.json()["lines"]]
    assert verdicts == ["not_proven", "not_proven"], "no round, and nothing weighed"
    nobody = await town.http.post(url, params={"contract": "x"}, content=b"")
    assert nobody.status_code == 404
