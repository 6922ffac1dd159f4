import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from mesto.kernel.model import TYPE, Kind
from tests.waiting import until

from .conftest import PLACE, frame, seen, standing
from .happenings import BINS, CABINET, EVENTS, LAMP, NOTHING, filmed, let_happen

pytestmark = pytest.mark.anyio


async def listed(browser, **wanted):
    return (await browser.read("alarms", **wanted))["items"]


async def names(browser, **wanted):
    return [row["name"] for row in await listed(browser, **wanted)]


async def number_of(browser, name):
    (found,) = await browser.read("search", q=name)
    return found["id"]


async def handle(browser, *assets, key=None, **deed):
    headers = {"idempotency-key": key} if key else {}
    body = {"assets": assets, **deed}
    path = f"{browser.api}/alarms/handled"
    return await browser.http.post(path, json=body, headers=headers)


async def test_alarms_are_open_until_they_are_past(filming):
    server, browser = filming
    await let_happen(server.city, browser)
    assert await names(browser, sort="status") == ["KO-1", "RO-1", "SL-1"]
    assert await names(browser, state="past") == ["KO-1", "KO-2"]
    for row in await listed(browser, state="past"):
        assert row["since"] <= row["opened_at"] < row["ended_at"]
    everything = await browser.read("alarms", state="all", limit=2)
    assert (len(everything["items"]), everything["count"]) == (2, 5)
    rest = await listed(browser, state="all", limit=2, offset=4)
    assert len(rest) == 1


async def test_a_lamp_without_supply_says_because_of_what(filming):
    server, browser = filming
    await let_happen(server.city, browser, EVENTS[:3])
    (lamp,) = await listed(browser, status=3)
    assert lamp["because"]["name"] == "RO-1"
    assert lamp["because"]["urn"] == CABINET
    assert lamp["cause"]["sr-Cyrl"].startswith("Нема напајања")


async def test_what_one_alarm_explains_is_one_row_with_it(filming):
    server, browser = filming
    lamps = [f"urn:ngsi-ld:Streetlight:SL-{number}" for number in range(2, 6)]
    links = {"refStreetlightControlCabinet": CABINET}
    dark = [
        one
        for lamp in lamps
        for one in standing(lamp, name=lamp[-4:], voltage=0.0, links=links)
    ]
    await let_happen(server.city, browser, [EVENTS[2], dark])
    page = await browser.read("alarms", group="true", sort="status")
    rows = {row["name"]: row["members"] for row in page["items"]}
    assert (rows, page["count"]) == ({"RO-1": 6, "KO-2": 1}, 2)
    (row,) = [row for row in page["items"] if row["name"] == "RO-1"]
    cause = {"of": row["id"], "opened": row["opened_at"]}
    assert len(await listed(browser, **cause)) == 6
    assert await names(browser, **cause, q="SL-3") == ["SL-3"]
    (only,) = await listed(browser, group="true", status=3)
    assert (only["members"], only["because"]["name"]) == (5, "RO-1")


async def test_alarms_are_found_by_layer_status_words_place_and_age(filming):
    server, browser = filming
    await server.city.record(
        [
            *standing(BINS[0], name="Žižkova 7", fillingLevel=0.97),
            seen(BINS[0], "address", {"streetAddress": "Žižkova", "district": "Sever"}),
            *standing(BINS[1], name="KO-2", fillingLevel=0.85),
            *standing(LAMP, name="SL-1", status="columnIssue"),
        ]
    )
    await filmed(browser, but=NOTHING)
    layers = {
        layer["type"]: layer["layer"] for layer in (await browser.read("map"))["layers"]
    }
    assert await names(browser, layer=layers["Streetlight"]) == ["SL-1"]
    assert await names(browser, status=1) == ["KO-2"]
    assert await names(browser, q="zizkova") == ["Žižkova 7"]
    assert await names(browser, q="column damag") == ["SL-1"]
    assert await names(browser, q="100%") == []
    assert await names(browser, district="Sever") == ["Žižkova 7"]
    assert (await browser.read("alarms"))["districts"] == ["Sever"]
    assert await names(browser, longer_s=3600) == []
    assert await names(browser, sort="name", order="asc") == [
        "KO-2",
        "SL-1",
        "Žižkova 7",
    ]
    for refused in ({"state": "x"}, {"sort": "x"}, {"status": "x"}, {"longer_s": "x"}):
        assert (await browser.get("alarms", **refused)).status_code == 400


async def test_an_alarm_is_acknowledged_for_everybody_and_for_good(filming):
    server, browser = filming
    moments = await let_happen(server.city, browser, EVENTS[:3])
    cabinet = await number_of(browser, "RO-1")
    async with browser.live() as socket:
        done = await handle(browser, cabinet, comment="On my way.")
        assert done.status_code == 204
        await frame(socket, "handled")
    for rows in (await listed(browser), await browser.read("abnormal")):
        handled = {row["name"]: row["handled"] for row in rows}
        assert handled["KO-1"] is None
        assert handled["RO-1"]["acknowledged"]
        assert handled["RO-1"]["comment"] == "On my way."
        assert handled["RO-1"]["by"] == "key:first"
        assert handled["SL-1"] == handled["RO-1"], "it explains the lamp"
    then = await browser.read("past/abnormal", at=moments[-1][0])
    assert [row["handled"] for row in then] == [None] * 4, "nobody had done so yet"
    await handle(browser, cabinet, acknowledged=False)
    (row,) = await listed(browser, q="RO-1", status=2)
    assert not row["handled"]["acknowledged"]


async def test_what_is_acknowledged_again_under_one_token_is_done_once(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    bin_2, key = await number_of(browser, "KO-2"), str(uuid4())
    assert (await handle(browser, bin_2, key=key)).status_code == 204
    assert (await handle(browser, bin_2, acknowledged=False)).status_code == 204
    assert (await handle(browser, bin_2, key=key)).status_code == 204
    (row,) = await listed(browser, q="KO-2")
    assert not row["handled"]["acknowledged"], "the repeat changed nothing"


async def test_a_deed_that_comes_late_leaves_alone_what_it_did_not_mean(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    bin_2 = await number_of(browser, "KO-2")
    (row,) = await listed(browser, q="KO-2")
    earlier = datetime.fromisoformat(row["since"]) - timedelta(minutes=1)
    late = await handle(browser, bin_2, seen_until=earlier.isoformat())
    assert late.status_code == 204, "what it meant is over"
    (row,) = await listed(browser, q="KO-2")
    assert row["handled"] is None
    assert (await handle(browser, bin_2, seen_until=row["since"])).status_code == 204
    (row,) = await listed(browser, q="KO-2")
    assert row["handled"]["acknowledged"]
    well = await number_of(browser, "KO-1")
    over = await handle(browser, well, seen_until=row["since"])
    assert over.status_code == 204, "nothing is left to be done"


async def test_what_people_did_is_said_of_an_alert_that_anyone_can_read(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    await handle(browser, await number_of(browser, "KO-2"), comment="=Seen")
    answer = await browser.http.get("/ngsi-ld/v1/entities", params={"type": "Alert"})
    (alert,) = answer.json()
    assert alert["alertSource"]["object"] == BINS[1]
    assert alert["ackState"]["value"] == "acknowledged"
    assert (alert["severity"]["value"], alert["comment"]["value"]) == (
        "critical",
        "=Seen",
    )
    assert "KO-2" in alert["id"]
    assert "location" not in alert


async def test_an_alert_that_is_shown_itself_is_acknowledged_itself(filming):
    server, browser = filming
    urn = "urn:ngsi-ld:Alert:storm"
    await server.city.record(standing(urn, name="Storm", severity="high"))
    await filmed(browser, but=NOTHING)
    await handle(browser, await number_of(browser, "Storm"))
    answer = await browser.http.get("/ngsi-ld/v1/entities", params={"type": "Alert"})
    (alert,) = answer.json()
    assert (alert["id"], alert["ackState"]["value"]) == (urn, "acknowledged")


async def test_what_is_wrong_with_what_stands_nowhere_is_in_lists(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    line, urn = "urn:ngsi-ld:Connection:bins", "urn:ngsi-ld:Alert:silent:bins"
    told = {"name": "Bins", "severity": "high", "alarmRaisedTime": "2026-01-01"}
    await server.city.record(
        [
            seen(line, TYPE, ["Connection"]),
            seen(urn, TYPE, ["Alert"]),
            seen(urn, "alertSource", line, kind=Kind.RELATIONSHIP),
            *(seen(urn, *one) for one in told.items()),
        ]
    )

    async def is_listed():
        return "Bins" in await names(browser)

    await until(is_listed)
    shown = {row["name"]: row for row in await browser.read("abnormal")}
    (alarm,) = await listed(browser, q="Bins")
    assert alarm["location"] is shown["Bins"]["location"] is None
    *west_south, _east, _north = (await browser.read("map"))["bounds"]
    assert west_south == pytest.approx(PLACE)
    answer = await browser.get("alarms.csv", state="all")
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert [row["longitude"] for row in rows if row["name"] == "Bins"] == [""]


async def test_what_nobody_can_do_is_refused(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    well = await number_of(browser, "KO-1")
    assert (await handle(browser, well)).status_code == 404
    assert (await handle(browser)).status_code == 400
    assert (await handle(browser, well, comment="x" * 2_001)).status_code == 400


async def test_the_past_is_written_as_a_table(filming):
    server, browser = filming
    await let_happen(server.city, browser)
    await handle(browser, await number_of(browser, "RO-1"), comment="=1+1")
    answer = await browser.get("alarms.csv", state="all", language="cs")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 5
    assert [row["opened_at"] for row in rows] == sorted(r["opened_at"] for r in rows)
    by_name = {row["name"]: row for row in rows}
    assert by_name["KO-2"]["cause"] == "Zaplněno z 97 %."
    assert by_name["KO-2"]["duration_s"].isdecimal()
    assert by_name["SL-1"]["because"] == "RO-1"
    assert by_name["RO-1"]["comment"] == "'=1+1", "no sheet shall reckon it"
    assert by_name["RO-1"]["ended_at"] == ""


async def test_what_became_abnormal_is_counted_by_quarters_of_an_hour(filming):
    server, browser = filming
    moments = await let_happen(server.city, browser)
    a_day = await browser.read("alarms/counts")
    assert len(a_day["warning"]) == len(a_day["critical"]) == 96
    assert sum(a_day["critical"][-2:]) >= 2
    span = {"from": moments[0][0], "to": datetime.now(UTC)}
    counts = await browser.read("alarms/counts", step_s=60, **span)
    assert (sum(counts["warning"]), sum(counts["critical"])) == (1, 2)
    for refused in ({"step_s": 60}, {"from": "2030-01-01"}, {"step_s": "x"}):
        assert (await browser.get("alarms/counts", **refused)).status_code == 400


async def test_a_new_alarm_is_told_at_once_and_once(filming):
    server, browser = filming
    await let_happen(server.city, browser, [])
    async with browser.live() as socket:
        await frame(socket, "beat")
        await server.city.record(EVENTS[0])
        first = await frame(socket, "event")
        await server.city.record(EVENTS[-1])
        second = await frame(socket, "event")
    for told, status in ((first, 1), (second, 2)):
        (row,) = told["alarms"]
        assert (row["urn"], row["status"], told["more"]) == (BINS[0], status, 0)
        assert row["handled"] is None
    assert second["alarms"][0]["cause"]["en"] == "99 % full."
