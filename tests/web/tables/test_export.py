import csv
import io
from datetime import datetime, timedelta
from functools import partial

import openpyxl
import orjson
import pytest
from starlette.requests import Request

import mesto.domains
from mesto.kernel.errors import Unavailable
from mesto.kernel.plugin import Domain, found_in
from mesto.web.picture import Picture
from mesto.web.tables.export import MOST_AT_ONCE, MOST_HISTORIES, export_table
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

BINS = [f"urn:ngsi-ld:WasteContainer:KO-{number}" for number in range(1300)]
HEADS = [
    {"column": ".name", "title": "Name"},
    {"column": "fillingLevel", "title": "Level [%]", "scale": 100},
]
TITLES = ["Time", "Code", "Name", "Quantity", "Mean", "Least", "Greatest"]


@pytest.fixture
async def bins(server):
    """More containers than one batch holds."""
    await server.city.record(
        one
        for number, urn in enumerate(BINS)
        for one in standing(urn, fillingLevel=number / 2_000)
    )


async def exported(browser, what="export", **wanted):
    path = f"{browser.api}/tables/WasteContainer/{what}"
    return await browser.http.post(path, json=wanted)


@pytest.fixture
def export(browser):
    return partial(exported, browser)


def lines(answer):
    assert answer.status_code == 200, answer.text
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.usefixtures("bins")
async def test_a_file_holds_exactly_what_is_filtered_in_that_order(export):
    answer = await export(
        format="csv", heads=HEADS, filter="fillingLevel from 0.1", sort="-fillingLevel"
    )
    head, *rows = lines(answer)
    assert head == ["Name", "Level [%]"]
    assert rows[0] == ["KO-1299", "64.95"]
    assert rows[-1] == ["KO-200", "10"]
    assert len(rows) == int(answer.headers["x-rows"]) == 1100
    foretold = int(answer.headers["x-expected-bytes"])
    assert foretold == pytest.approx(len(answer.content), rel=0.1)


@pytest.mark.usefixtures("bins")
async def test_those_chosen_come_as_they_were_chosen(export, browser):
    found = await browser.read("tables/WasteContainer", sort=".name", limit=5)
    ids = [row["id"] for row in found["rows"]]
    answer = await export(format="csv", heads=HEADS, ids=[ids[3], ids[1]], q="ignored")
    assert [row[0] for row in lines(answer)[1:]] == ["KO-3", "KO-1"]


@pytest.mark.usefixtures("bins")
async def test_a_workbook_and_features_hold_the_same(export):
    answer = await export(format="xlsx", heads=HEADS, sort=".name", title="Bins")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert (sheet.title, sheet.max_row) == ("Bins", 1301)
    assert [cell.value for cell in sheet[3]] == ["KO-1", 0.05]
    answer = await export(format="geojson", heads=HEADS, sort=".name")
    features = answer.json()["features"]
    assert len(features) == 1300
    assert features[1]["properties"] == {"name": "KO-1", "fillingLevel": 0.0005}
    assert features[1]["geometry"]["type"] == "Point"


async def test_a_history_has_a_line_an_observation(export, browser, server, now):
    start = now - timedelta(hours=3)
    await server.city.record(standing(BINS[0]) + standing(BINS[1]))
    await server.city.record(
        seen(urn, "fillingLevel", step / 100, at=start + timedelta(minutes=10 * step))
        for urn in BINS[:2]
        for step in range(12)
    )
    ids = (await browser.read("tables/WasteContainer", sort=".name"))["ids"]
    wanted = {
        "ids": ids,
        "heads": HEADS[1:],
        "titles": TITLES,
        "start": (start + timedelta(minutes=10)).isoformat(),
        "end": now.isoformat(),
    }
    head, *rows = lines(await export("history", step="raw", **wanted))
    assert head == TITLES
    assert len(rows) == 2 * 11
    assert rows[0][1:5] == [BINS[0], "KO-0", "Level [%]", "1"]
    assert datetime.fromisoformat(rows[0][0]).minute == (start.minute + 10) % 60
    assert [row[2] for row in rows] == ["KO-0"] * 11 + ["KO-1"] * 11
    while await server.city.keep_rollups():
        pass
    _, *rows = lines(await export("history", step="hour", **wanted))
    assert {row[2] for row in rows} == {"KO-0", "KO-1"}
    assert 4 <= len(rows) <= 8
    assert max(float(row[6]) for row in rows) == 11


async def test_a_long_history_comes_page_by_page(
    export, browser, server, now, monkeypatch
):
    monkeypatch.setattr("mesto.web.tables.export.PAGE", 7)
    await server.city.record(standing(BINS[0]))
    await server.city.record(
        seen(BINS[0], "fillingLevel", step / 100, at=now - timedelta(minutes=step))
        for step in range(30)
    )
    found = await browser.read("tables/WasteContainer")
    answer = await export(
        "history",
        ids=found["ids"],
        heads=HEADS[1:],
        titles=TITLES,
        step="raw",
        start=(now - timedelta(days=1)).isoformat(),
        end=(now + timedelta(minutes=1)).isoformat(),
    )
    levels = [float(row[4]) for row in lines(answer)[1:]]
    assert levels == sorted(levels, reverse=True)
    assert len(levels) == 30


GOOD = {"format": "csv", "heads": HEADS}
HISTORY = {
    "ids": [1],
    "heads": HEADS,
    "titles": TITLES,
    "start": "2026-01-01T00:00:00Z",
    "end": "2026-01-02T00:00:00Z",
}


@pytest.mark.parametrize(
    ("what", "wanted", "why"),
    [
        ("export", GOOD | {"format": "pdf"}, "format"),
        ("export", GOOD | {"heads": []}, "columns"),
        ("export", GOOD | {"heads": [{"column": ".x", "title": ""}]}, "no column"),
        ("export", GOOD | {"filter": "a b"}, "character 3"),
        ("export", GOOD | {"ids": [2**31]}, "ids"),
        ("export", GOOD | {"words": {"zone": "Nowhere"}}, "time zone"),
        ("export", GOOD | {"words": {"states": ["ok"]}}, "states"),
        ("export", GOOD | {"dialect": {"separator": "x"}}, "separator"),
        ("history", HISTORY | {"start": "2026-01-03T00:00:00Z"}, "start lies"),
        ("history", HISTORY | {"start": "2026-01-01T00:00:00"}, "start"),
        ("history", HISTORY | {"ids": [1] * (MOST_HISTORIES + 1)}, "assets at most"),
        ("history", HISTORY | {"step": "year"}, "step"),
    ],
)
async def test_what_no_file_can_be_made_of_is_refused(reader, what, wanted, why):
    answer = await exported(reader, what, **wanted)
    assert answer.status_code == 400
    assert why in answer.json()["detail"]


async def test_files_are_not_written_for_everybody_at_once(city):
    picture = Picture(city, found_in(mesto.domains, Domain))
    scope = {"type": "http", "path_params": {"type": "WasteContainer"}}

    async def receive():
        return {"type": "http.request", "body": orjson.dumps(GOOD)}

    async def send(message):
        sent.append(message)

    sent = []
    answer = await export_table(Request(scope, receive), picture)
    await answer(scope | {"asgi": {"spec_version": "2.4"}}, receive, send)
    assert [message["body"] for message in sent[1:-1]]
    assert picture.files == 0
    picture.files = MOST_AT_ONCE
    with pytest.raises(Unavailable) as refused:
        await export_table(Request(scope, receive), picture)
    assert refused.value.facts["retry_after_s"]
    await picture.close()
