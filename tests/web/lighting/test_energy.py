"""The ledger of lighting as the console asks for it: a small town, winter of 2024."""

import asyncio
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest

from mesto.domains.lighting.energy import reckoning
from mesto.domains.lighting.energy.nights import Burning, Dark
from mesto.operations.calendars.reading import spot_of
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WINTER = {"first": "2024-01-01", "last": "2024-03-31"}
LAMPS, NEW_W, OLD_W = 5, 40.0, 100.0
TERMS = {
    "currency": "CZK",
    "prices": [{"first": "2023-01-01", "per_kwh": 5.0}],
    "costs": [
        {"title": "Radio", "amount": 10, "every": "month", "first": "2023-01-01"}
    ],
    "baseline": {"is": "powers", "lamps": [{"count": 3 * LAMPS, "power_w": OLD_W}]},
}
CONTRACT = {
    "title": {"en": "New lamps", "cs": "Nová svítidla"},
    "client": "Town",
    "provider": "Lights Ltd",
    "first": "2023-01-01",
    "last": "2032-12-31",
    "guaranteed": 50,
    "unit": "%",
    "penalty": "shortfall * 1000",
}


def cabinet(number):
    return f"urn:ngsi-ld:StreetlightControlCabinet:{number}"


def lamps_of(number):
    for lamp in range(LAMPS):
        yield from standing(
            f"urn:ngsi-ld:Streetlight:{number}-{lamp}",
            links={
                "refStreetlightControlCabinet": cabinet(number),
                "refRoadSegment": "urn:ngsi-ld:RoadSegment:1",
            },
            powerRating=NEW_W,
        )


async def furnish(city):
    """Three cabinets of five lamps; two have a meter, one of them was replaced."""
    spot = await spot_of(city)
    nights = Dark(Burning(), date(2023, 12, 1), date(2024, 5, 1), spot)
    told = []
    for number in (1, 2, 3):
        told += [*standing(cabinet(number), name=f"RVO {number}"), *lamps_of(number)]
    line = {"type": "LineString", "coordinates": [[19.84, 45.25], [19.85, 45.25]]}
    told += [
        *standing("urn:ngsi-ld:RoadSegment:1", length=0.2, width=7, lightingClass="M4"),
        seen("urn:ngsi-ld:RoadSegment:1", "location", line, kind=2),
    ]
    for number in (1, 2):
        for day in range(-2, 93):
            at = START + day * DAY + timedelta(hours=23)
            kwh = LAMPS * NEW_W / 1000 * nights.hours(START - 20 * DAY, at)
            new_meter = number == 2 and day >= 45
            shown = kwh - 150 if new_meter else kwh + 500
            told.append(seen(cabinet(number), "energyConsumed", shown, at=at))
    await city.record(told)
    while await city.keep_rollups():
        pass


async def put(browser, path, definition, version=0):
    body = {"definition": definition, "version": version}
    return await browser.http.put(f"{browser.api}/lighting/{path}", json=body)


@pytest.fixture
async def town(server, browser):
    await furnish(server.city)
    kept = await put(browser, "energy/terms", TERMS)
    assert kept.status_code == 200, kept.text
    return browser


async def test_a_town_that_wrote_nothing_down_is_told_what_it_drew(server, browser):
    await furnish(server.city)
    told = await browser.read("lighting/energy", **WINTER)
    assert told["whole"]["actual"]["value"] > 0
    assert told["whole"]["saving"] is None
    assert told["terms"]["version"] == 0
    assert {one["about"] for one in told["gaps"]} >= {"unmetered", "prices"}


async def test_an_empty_town_has_an_empty_ledger(browser):
    told = await browser.read("lighting/energy")
    assert (told["sites"], told["contracts"]) == ([], [])
    assert len(told["months"]) == 12
    assert told["whole"]["actual"]["value"] == 0


async def test_the_ledger_tells_what_was_drawn_and_saved(town):
    told = await town.read("lighting/energy", **WINTER)
    whole = told["whole"]
    dark_h = whole["dark_h"]
    assert 1_150 < dark_h < 1_300
    assert whole["baseline"]["value"] == pytest.approx(1.5 * dark_h)
    lit = 3 * LAMPS * NEW_W / 1000 * dark_h
    assert whole["actual"]["value"] == pytest.approx(lit, rel=0.02)
    assert whole["saving"]["low"] < 1.5 * dark_h - lit < whole["saving"]["high"]
    assert whole["money"]["value"] == pytest.approx(5 * whole["saving"]["value"])
    assert whole["net"]["value"] == pytest.approx(
        whole["money"]["value"] - 10 * 91 * 12 / 365.25
    )
    assert 0.6 < whole["metered_share"] < 0.67
    assert whole["option"] == "A"
    assert [one["month"] for one in told["months"]] == ["2024-01", "2024-02", "2024-03"]
    gaps = {(one["about"], one["where"]) for one in told["gaps"]}
    assert {("replaced", "RVO 2"), ("unmetered", "RVO 3")} <= gaps
    assert [one["meter"] for one in told["sites"]] == ["cabinet", "cabinet", ""]


async def test_the_price_of_nights_is_told_where_somebody_wrote_it(town):
    told = await town.read("lighting/energy/price")
    assert told == {"currency": "CZK", "per_kwh": pytest.approx(5)}


async def test_no_price_is_made_up(browser):
    assert (await browser.read("lighting/energy/price"))["per_kwh"] is None


async def test_the_meters_of_an_earlier_period_can_be_the_baseline(server, browser):
    await furnish(server.city)
    period = {"is": "period", "first": "2024-01-01", "last": "2024-03-31", "lamps": 15}
    await put(browser, "energy/terms", TERMS | {"baseline": period})
    told = await browser.read("lighting/energy", **WINTER)
    assert told["whole"]["saving"] is None, "one cabinet was never metered"
    own = CONTRACT | {"cabinets": [cabinet(1)], "baseline": period | {"lamps": 5}}
    await put(browser, "energy/contracts/one", own)
    (contract,) = (await browser.read("lighting/energy", **WINTER))["contracts"]
    saving = contract["ledger"]["saving"]
    assert contract["ledger"]["option"] == "B"
    assert saving["low"] <= 0 <= saving["high"], "nothing changed, nothing is saved"
    assert contract["verdict"]["outcome"] == "missed"


async def test_lamps_count_for_themselves_where_their_cabinet_does_not(server, browser):
    await furnish(server.city)
    at = [START - 2 * DAY, START + 40 * DAY, START + 89 * DAY]
    told = [
        seen(
            f"urn:ngsi-ld:Streetlight:3-{lamp}",
            "lifetimePowerConsumption",
            50.0 + 20 * step,
            at=moment,
        )
        for lamp in range(LAMPS)
        for step, moment in enumerate(at)
    ]
    await server.city.record(told)
    while await server.city.keep_rollups():
        pass
    found = await browser.read("lighting/energy", **WINTER)
    assert found["sites"][2]["meter"] == "lamps"
    assert found["sites"][2]["metered_kwh"] > 190


async def test_lamps_that_were_dead_save_nothing(server, town):
    before = (await town.read("lighting/energy", **WINTER))["whole"]
    dead = "urn:ngsi-ld:Streetlight:1-0"
    told = [
        seen(dead, "powerConsumption", 0.5, at=START + day * DAY + timedelta(hours=20))
        for day in range(10)
    ]
    await server.city.record(told)
    while await server.city.keep_rollups():
        pass
    after = (await town.read("lighting/energy", **WINTER))["whole"]
    assert after["outage_lamp_h"] == pytest.approx(10 * 14.5, rel=0.05)
    assert after["saving"]["value"] < before["saving"]["value"]


async def test_a_contract_is_tried_kept_dropped_and_put_back(town):
    tried = await town.http.post(
        f"{town.api}/lighting/energy/try",
        params=WINTER,
        json={"definition": CONTRACT | {"guaranteed": 90}},
    )
    verdict = tried.json()["verdict"]
    assert verdict["outcome"] == "missed"
    assert verdict["penalty"]["likely"] > 0
    assert verdict["worked"].startswith("100 * (")
    assert (await town.read("lighting/energy", **WINTER))["contracts"] == []
    assert (await put(town, "energy/contracts/new", CONTRACT)).status_code == 200
    assert (await put(town, "energy/contracts/new", CONTRACT)).status_code == 409
    (kept,) = (await town.read("lighting/energy", **WINTER))["contracts"]
    assert (kept["name"], kept["verdict"]["outcome"]) == ("new", "kept")
    path = f"{town.api}/lighting/energy/contracts/new"
    assert (await town.http.delete(path)).status_code == 204
    assert (await town.read("lighting/energy", **WINTER))["contracts"] == []
    assert (await town.http.post(f"{path}/restore")).status_code == 200
    (back,) = (await town.read("lighting/energy", **WINTER))["contracts"]
    assert back["definition"] == kept["definition"]


async def test_a_contract_tells_nothing_of_days_outside_its_term(town):
    later = CONTRACT | {"first": "2030-01-01"}
    await put(town, "energy/contracts/later", later)
    (kept,) = (await town.read("lighting/energy", **WINTER))["contracts"]
    assert (kept["ledger"], kept["verdict"]) == (None, None)
    page = await town.get("lighting/energy/page", contract="later", **WINTER)
    assert page.status_code == 404


@pytest.mark.parametrize(
    ("path", "definition", "place"),
    [
        ("energy/terms", {"currency": "euro"}, ["definition", "currency"]),
        ("energy/contracts/x", CONTRACT | {"unit": "J"}, ["definition", "unit"]),
        ("energy/contracts/x", CONTRACT | {"clause": "1 +"}, ["definition", "clause"]),
        (
            "energy/contracts/x",
            CONTRACT | {"last": "2020-01-01"},
            ["definition", "last"],
        ),
    ],
)
async def test_a_mistake_is_told_with_its_place(browser, path, definition, place):
    refused = await put(browser, path, definition)
    assert (refused.status_code, refused.json()["place"]) == (400, place)


@pytest.mark.parametrize(
    "days",
    [
        {"first": "2024-13-01"},
        {"first": "2024-03-01", "last": "2024-01-01"},
        {"first": "2999-01-01", "last": "2999-02-01"},
        {"first": "1990-01-01", "last": "2024-01-01"},
    ],
)
async def test_days_that_are_none_are_refused(browser, days):
    assert (await browser.get("lighting/energy", **days)).status_code == 400


@pytest.mark.parametrize("language", ["en", "cs", "sk", "sr-Latn", "sr-Cyrl"])
async def test_the_page_to_be_signed_is_one_page_in_every_language(town, language):
    await put(town, "energy/contracts/new", CONTRACT | {"bonus": "excess * 10"})
    for more in ({}, {"contract": "new"}):
        asked = {**WINTER, "language": language, **more}
        page = await town.get("lighting/energy/page", **asked)
        assert page.status_code == 200, page.text
        read = pypdf.PdfReader(io.BytesIO(page.content))
        assert len(read.pages) == 1
        assert "IPMVP" in read.pages[0].extract_text()


async def test_an_auditor_recomputes_the_result_from_the_file_alone(town, tmp_path):
    await put(town, "energy/contracts/new", CONTRACT)
    answer = await town.get("lighting/energy/data", **WINTER)
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    command = [sys.executable, "-I", "recompute.py", "inputs.json"]
    run = subprocess.run(  # noqa: ASYNC221 - a script of a moment
        command, cwd=tmp_path, capture_output=True, check=True
    )
    again, told = (
        json.loads(run.stdout),
        json.loads((tmp_path / "results.json").read_text()),
    )
    assert set(again) == {"town", "new"}
    for name, results in again.items():
        for quantity in ("baseline", "actual", "saving"):
            for end in ("value", "low", "high"):
                theirs = results[f"{quantity}_kwh"][end]
                assert theirs == pytest.approx(told[name][quantity][end], rel=1e-12)
    rows = (tmp_path / "readings.csv").read_text().splitlines()
    assert len(rows) > 180


async def test_streets_are_told_how_thriftily_they_are_lit(town):
    (street,) = (await town.read("lighting/energy/segments", **WINTER))["segments"]
    assert (street["lamps"], street["area_m2"]) == (15, 1_400)
    assert street["power_density"] == pytest.approx(600 / (0.75 / 0.07 * 1_400))
    assert street["energy_a_year"] == pytest.approx(600 * 4.2 / 1_400, rel=0.05)


async def lines(town):
    """What is told while the ledger is reckoned, line by line."""
    answer = await town.http.get(
        f"{town.api}/lighting/energy",
        params=WINTER,
        headers={"accept": "application/x-ndjson"},
    )
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def whole(town):
    return {"result": await town.read("lighting/energy", **WINTER)}


def undated(said):
    """A ledger without the moment it was reckoned at."""
    return {name: one for name, one in said["result"].items() if name != "at"}


async def test_how_far_the_ledger_is_is_told_until_it_is_there(town):
    *shares, last = await lines(town)
    told = [one["progress"] for one in shares]
    assert told[0] == 0.0
    assert told == sorted(told)
    assert undated(last) == undated(await whole(town))


async def test_a_large_town_is_reckoned_once_and_anew_when_something_is_written(
    town, monkeypatch
):
    small = await whole(town)
    monkeypatch.setattr(reckoning, "MANY", 0)
    first, second = await asyncio.gather(lines(town), lines(town))
    assert undated(first[-1]) == undated(second[-1]) == undated(small)
    assert await lines(town) == [first[-1]], "it says of when it is"
    assert (await town.read("lighting/energy/segments", **WINTER))["streets"] == 1
    await put(town, "energy/contracts/new", CONTRACT)
    known, *_, anew = await lines(town)
    assert known == {"known": first[-1]["result"]}
    assert [one["name"] for one in anew["result"]["contracts"]] == ["new"]


async def test_papers_of_a_large_town_are_made_apart_and_are_the_same(
    town, monkeypatch
):
    made = [await papers(town)]
    monkeypatch.setattr(reckoning, "MANY", 0)
    made.append(await papers(town))
    (page, file, tried), (page_apart, file_apart, tried_apart) = made
    assert page[:5] == page_apart[:5] == b"%PDF-"
    names = ["inputs.json", "results.json", "readings.csv"]
    for name in names:
        assert read_of(file, name) == read_of(file_apart, name)
    assert tried == tried_apart
    path = f"{town.api}/lighting/energy/page"
    lost = await town.http.get(path, params={**WINTER, "contract": "none"})
    assert lost.status_code == 404


async def papers(town):
    """The page, the file, and a contract that is tried."""
    path = f"{town.api}/lighting/energy"
    page = await town.http.get(f"{path}/page", params=WINTER)
    file = await town.http.get(f"{path}/data", params=WINTER)
    body = {"definition": CONTRACT, "version": 0}
    tried = await town.http.post(f"{path}/try", params=WINTER, json=body)
    assert {one.status_code for one in (page, file, tried)} == {200}
    return page.content, file.content, tried.json()


def read_of(file, name):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(name)
