from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from mesto.kernel.model import TYPE
from tests.waiting import until
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

TURNS = count()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEVEL = {"types": ["WasteContainer"], "attribute": "fillingLevel"}
STATES = {"types": ["WasteContainer"]}


def bin_urn(number):
    return f"urn:ngsi-ld:WasteContainer:KO-{number}"


def number_of(measure=LEVEL, **more):
    return {"kind": "number", "measure": measure, **more}


@pytest.fixture
async def midnight(server, now):
    """When today began in a town where it is noon, so that no test meets tomorrow."""
    ahead = 12 - now.hour
    town = f"urn:ngsi-ld:Municipality:{server.city.name}"
    zone = f"Etc/GMT{-ahead:+d}"  # POSIX counts hours to the west
    await server.city.record(
        [seen(town, TYPE, ["Municipality"]), seen(town, "timezone", zone)]
    )
    local = now + ahead * HOUR
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - ahead * HOUR


async def ask(browser, *panels):
    """Ask anew: what was answered a moment ago is not asked again."""
    asked = [{**panel, "asked": next(TURNS)} for panel in panels]
    answer = await browser.http.post(f"{browser.api}/panels", json={"panels": asked})
    assert answer.status_code == 200, answer.text
    return answer.json()["answers"]


async def counted(server, browser, *panels):
    """Ask once everything is counted."""
    await ask(browser, *panels)  # from now on it is kept
    while await server.city.keep_rollups():
        pass
    async with server.city.bound() as connection:
        await connection.execute("update measure_due set due = now()")
    while await server.city.measures.reckon():
        pass
    return await ask(browser, *panels)


async def fill(server, levels):
    """Record levels of containers as (container, when, level)."""
    await server.city.record(
        [
            *(
                one
                for number in {n for n, _, _ in levels}
                for one in standing(bin_urn(number))
            ),
            *(
                seen(bin_urn(n), "fillingLevel", level, at=at)
                for n, at, level in levels
            ),
        ]
    )


async def test_services_offer_boards_in_every_language(browser):
    document = await browser.read("boards")
    boards = {board["name"]: board for board in document["boards"]}
    assert document["timezone"] == "UTC"
    assert boards["waste"]["title"]["sr-Cyrl"] == "Отпад"
    kinds = {panel["kind"] for panel in boards["waste"]["panels"]}
    assert {"kpi", "number", "chart", "table", "map"} <= kinds
    assert boards["air"]["panels"][-1]["text"]["sr-Cyrl"].startswith("Циљеви")


async def test_a_number_says_what_is_now_and_leaves_out_who_is_silent(
    server, browser, now
):
    levels = [(1, now, 0.2), (2, now, 0.6), (3, now - 3 * DAY, 0.7)]
    await fill(server, levels)
    glass = LEVEL | {
        "where": [{"attribute": "storedWasteKind", "by": "==", "value": "glass"}]
    }
    await server.city.record([seen(bin_urn(1), "storedWasteKind", "glass")])
    mean, most, full, sort = await ask(
        browser,
        number_of(),
        number_of(aggregate="max"),
        number_of(LEVEL | {"above": 0.5}, aggregate="share"),
        number_of(glass),
    )
    assert (mean["value"], mean["entities"], mean["silent"]) == (0.4, 2, 1)
    assert most["value"] == 0.6
    assert full["value"] == 0.5
    assert (sort["value"], sort["entities"]) == (0.2, 1)


async def test_assets_are_counted_by_their_state(server, browser, now):
    await fill(server, [(1, now, 0.2), (2, now, 0.97), (3, now, 0.99)])
    critical = STATES | {"statuses": ["critical"]}
    many, share, all_ = await ask(
        browser,
        number_of(critical, aggregate="count"),
        number_of(critical, aggregate="share"),
        number_of(STATES, aggregate="count"),
    )
    assert (many["value"], many["entities"]) == (2, 3)
    assert share["value"] == pytest.approx(2 / 3)
    assert all_["value"] == 3


async def test_a_day_is_compared_with_the_same_weekday(server, browser, midnight):
    await fill(
        server,
        [
            (1, midnight - back * DAY + hour * HOUR, 0.1 * (back == 1) + 0.2)
            for back in range(1, 30)
            for hour in range(0, 24, 3)
        ],
    )
    (day,) = await counted(server, browser, number_of(period="day"))
    assert day["value"] == pytest.approx(0.3)
    assert day["before"] == pytest.approx(0.2)
    assert day["to"] == midnight.isoformat()
    assert day["before_from"] == (midnight - 8 * DAY).isoformat()
    weeks = day["spark"]["value"]
    assert len(weeks) == 13
    assert weeks[:8] == [None] * 8
    assert weeks[-2] == pytest.approx(0.2)


async def test_panels_of_one_measure_look_back_as_far_as_each_wants(
    server, browser, midnight
):
    await fill(server, [(1, midnight - back * DAY, 0.5) for back in range(1, 60)])
    day, month = await counted(
        server,
        browser,
        number_of(period="day"),
        {"kind": "chart", "measure": LEVEL, "period": "month"},
    )
    assert len(day["spark"]["value"]) == 13
    assert day["spark"]["value"][-8:] == [0.5] * 8
    assert month["mean"] == [0.5] * 28


async def test_power_over_a_day_is_energy(server, browser, midnight):
    cabinets = [f"urn:ngsi-ld:StreetlightControlCabinet:RO-{n}" for n in (1, 2)]
    await server.city.record(
        [
            *(one for urn in cabinets for one in standing(urn)),
            *(
                seen(urn, "totalActivePower", 1.5, at=midnight - hour * HOUR)
                for urn in cabinets
                for hour in range(1, 25)
            ),
        ]
    )
    drawn = {
        "types": ["StreetlightControlCabinet"],
        "attribute": "totalActivePower",
    }
    energy, line = await counted(
        server,
        browser,
        number_of(drawn, aggregate="integral", period="day"),
        {"kind": "chart", "measure": drawn, "aggregate": "sum", "period": "week"},
    )
    assert energy["value"] == pytest.approx(2 * 1.5 * 24)
    assert {value for value in line["mean"] if value is not None} == {3}
    assert len([value for value in line["mean"] if value is not None]) == 24


async def test_what_was_never_heard_is_no_number_but_says_since_when(
    server, browser, midnight
):
    await fill(server, [(1, midnight - 20 * DAY, 0.4)])
    day, nobody = await counted(
        server,
        browser,
        number_of(period="day"),
        number_of({"types": ["Unicorn"], "attribute": "horn"}, period="day"),
    )
    assert day["value"] is None
    assert day["last"] == (midnight - 20 * DAY + HOUR).isoformat()
    assert (nobody["value"], nobody["last"]) == (None, None)


async def test_one_asset_has_a_chart_of_its_own(server, browser, now):
    await fill(
        server,
        [(n, now - hour * HOUR, 0.1 * n) for n in (1, 2) for hour in range(1, 20)],
    )
    measure = {"entity": bin_urn(2), "attribute": "fillingLevel"}
    (line,) = await counted(server, browser, {"kind": "chart", "measure": measure})
    assert set(line["mean"]) == {0.2}
    assert len(line["t"]) == 19
    assert line["step_s"] == 3600


async def test_a_chart_breaks_where_nothing_was_heard(server, browser, midnight):
    heard = [back for back in range(1, 28) if not 10 <= back < 15]
    await fill(server, [(1, midnight - back * DAY, 0.5) for back in heard])
    (line,) = await counted(
        server, browser, {"kind": "chart", "measure": LEVEL, "period": "month"}
    )
    assert line["mean"].count(None) == 1
    assert line["step_s"] == 86_400


async def test_a_table_lists_the_worst_or_the_first(server, browser, now):
    await fill(server, [(1, now, 0.2), (2, now, 0.97), (3, now, 0.85)])
    await server.city.record([seen(bin_urn(1), "name", "Glass")])
    wrong = {
        "kind": "table",
        "types": ["WasteContainer"],
        "statuses": ["critical", "warning"],
        "attributes": ["fillingLevel", "temperature"],
    }
    ranked = {
        "kind": "table",
        "types": ["WasteContainer"],
        "order": "fillingLevel",
        "descending": False,
        "limit": 2,
    }
    worst, first = await ask(browser, wrong, ranked)
    assert [row["urn"] for row in worst["rows"]] == [bin_urn(2), bin_urn(3)]
    assert worst["rows"][0]["values"] == [{"value": 0.97, "unit": None}, None]
    assert worst["rows"][0]["cause"]["cs"] == "Zaplněno z 97 %."
    assert [row["name"] for row in first["rows"]] == ["Glass", "KO-3"]


async def test_districts_and_types_are_counted_by_state(server, browser, now):
    await fill(server, [(1, now, 0.2), (2, now, 0.97), (3, now, 0.3)])
    for number, district in ((1, "Telep"), (2, "Telep"), (3, "Centar")):
        address = {"district": district}
        await server.city.record([seen(bin_urn(number), "address", address)])
    districts, types, where = await ask(
        browser,
        {"kind": "table", "by": "district"},
        {"kind": "table", "by": "type"},
        {
            "kind": "table",
            "by": "type",
            "where": [{"attribute": "address.district", "by": "==", "value": "Centar"}],
        },
    )
    assert districts["rows"] == [
        {"district": "Telep", "counts": [1, 0, 1, 0, 0]},
        {"district": "Centar", "counts": [1, 0, 0, 0, 0]},
    ]
    assert [row["counts"] for row in types["rows"]] == [[2, 0, 1, 0, 0]]
    assert [row["counts"] for row in where["rows"]] == [[1, 0, 0, 0, 0]]


async def test_a_panel_nobody_understands_does_not_hinder_the_others(
    server, browser, now
):
    await fill(server, [(1, now, 0.2)])
    nul = number_of(LEVEL | {"attribute": "a\0"})
    pie, odd, text, number = await ask(
        browser, {"kind": "pie"}, nul, {"kind": "text", "text": "x"}, number_of()
    )
    assert "pie" in pie["problem"]
    assert "attribute" in odd["problem"]
    assert text == {}
    assert number["value"] == 0.2


async def test_too_many_panels_are_refused(browser):
    for body in ({"panels": [number_of()] * 61}, {"panels": 1}, ["panels"]):
        answer = await browser.http.post(f"{browser.api}/panels", json=body)
        assert answer.status_code == 400


async def test_a_town_sets_its_own_target(server, browser, now):
    await fill(server, [(1, now, 0.2)])
    figure = {
        "kind": "kpi",
        "name": "full-containers",
        "goal": "clean",
        "better": "less",
        "target": 0.1,
        **number_of(LEVEL | {"above": 0.8}, aggregate="share", period="day"),
    } | {"kind": "kpi"}

    async def target():
        (answer,) = await ask(browser, figure)
        return answer["target"]

    async def put(name, body):
        path = f"{browser.api}/targets/{name}"
        return (await browser.http.put(path, json=body)).status_code

    assert await target() == 0.1
    assert await put("full-containers", {"target": 0.05}) == 204
    assert await target() == 0.05
    urn = "urn:ngsi-ld:KeyPerformanceIndicator:full-containers"
    entity = (await server.city.present([urn]))[urn]
    assert (entity.types, entity.value("target")) == (
        ("KeyPerformanceIndicator",),
        0.05,
    )
    assert await put("full-containers", {"target": None}) == 204
    assert await target() == 0.1
    assert await put("unicorns", {"target": 1}) == 404
    assert await put("full-containers", {"target": "high"}) == 400


async def test_states_are_noted_once_somebody_asks_about_them(server, browser, now):
    await fill(server, [(1, now, 0.2), (2, now, 0.97)])
    critical = number_of(STATES | {"statuses": ["critical"]}, aggregate="count")
    await ask(browser, critical | {"period": "day"})

    async def noted():
        async with server.city.bound() as connection:
            return await connection.fetch("select total, entities from measure_hour")

    await until(noted)
    assert [tuple(row) for row in await noted()] == [(1, 2)]


async def test_days_are_those_of_the_town(server, browser):
    town = f"urn:ngsi-ld:Municipality:{server.city.name}"
    await server.city.record(
        [
            seen(town, TYPE, ["Municipality"]),
            seen(town, "timezone", "Pacific/Auckland"),
        ]
    )
    assert (await browser.read("boards"))["timezone"] == "Pacific/Auckland"
    (day,) = await ask(browser, number_of(period="day"))
    assert datetime.fromisoformat(day["to"]).astimezone(UTC).hour in (11, 12)
