"""Plans of a small town, made and changed by the console's answers."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import msgspec
import orjson
import pytest

from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.planning.questions import Plans
from mesto.domains.waste.planning.run import day_due, plan_day
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.operations.work.said import DATASET

pytestmark = pytest.mark.anyio

NOW = datetime.now(UTC)
TOMORROW = (NOW + timedelta(days=1)).date()
WEST, SOUTH = 19.80, 45.24
DEPOT = "urn:ngsi-ld:WasteDepot:yard"
SITE = "urn:ngsi-ld:WasteDisposalSite:dump"
TRUCKS = [f"urn:ngsi-ld:Vehicle:{name}" for name in ("anna", "bela")]
POLICY = {"overflow_cost": 500, "km_cost": 25, "hour_cost": 600, "horizon_days": 3}
QUICKLY = {"seconds": 0.4}


def said(urn, attribute, value, kind=Kind.PROPERTY):
    return Observation(
        entity=urn, attribute=attribute, value=value, source="test", kind=kind
    )


def thing(urn, place=None, **values):
    yield said(urn, TYPE, [urn.split(":")[2]])
    if place is not None:
        point = {"type": "Point", "coordinates": list(place)}
        yield said(urn, "location", point, Kind.GEO_PROPERTY)
    for name, value in values.items():
        yield said(urn, name, value)


def outlook(level, a_day):
    """A level now that rises by so much a day, known to 0.1."""
    levels = [level + a_day * hours / 24 for hours in range(0, 24 * 6, 6)]
    one = Outlook(
        made_at=NOW,
        begins=NOW,
        levels=[(m - 0.1, m - 0.08, m, m + 0.08, m + 0.1) for m in levels],
    )
    return msgspec.to_builtins(one)


def container(number):
    return f"urn:ngsi-ld:WasteContainer:c{number:02}"


def a_container(number, level, **values):
    place = (WEST + number % 6 * 0.006, SOUTH + number // 6 * 0.006)
    told = {"storedWasteKind": "glass", "binCapacity": 1100} | values
    yield from thing(container(number), place, **told)
    if level is not None:
        forecast = outlook(level, 0.15)
        yield said(container(number), "fillingOutlook", forecast, Kind.JSON_PROPERTY)


def a_town(levels):
    yield from thing(DEPOT, (WEST, SOUTH), name="Yard")
    yield from thing(SITE, (WEST + 0.04, SOUTH + 0.03), name="Dump", unloadingTime=10)
    for truck in TRUCKS:
        own = {"cargoVolume": 12_000, "maximumLoad": 4000, "storedWasteKind": ["glass"]}
        name = truck.rpartition(":")[2].title()
        yield from thing(truck, name=name, refWasteDepot=DEPOT, **own)
    for number, level in enumerate(levels):
        yield from a_container(number, level)
    for truck in TRUCKS:
        yield from written("WasteShift", truck.rpartition(":")[2], shift(truck))
    yield from written("WastePolicy", "town", POLICY)


def shift(truck):
    return {
        "title": {"en": truck},
        "vehicle": truck,
        "days": [0, 1, 2, 3, 4, 5, 6],
        "start": "06:00",
        "end": "14:00",
        "break_min": 30,
        "break_window": ["09:00", "11:00"],
    }


def written(kind, name, definition):
    urn = f"urn:ngsi-ld:{kind}:{name}"
    yield said(urn, TYPE, [kind])
    yield said(urn, "definition", definition, Kind.JSON_PROPERTY)


LEVELS = [0.95] * 8 + [0.1] * 4


async def ask(browser, path, **body):
    """Return what was told on the way, and the last line."""
    answer = await browser.http.post(
        f"{browser.api}/waste/{path}", json=body, timeout=60
    )
    assert answer.status_code == 200, answer.text
    *told, last = [orjson.loads(line) for line in answer.text.splitlines()]
    return told, last


async def plan(browser, **asked):
    body = {"day": TOMORROW.isoformat(), **QUICKLY, **asked}
    told, last = await ask(browser, "plans", **body)
    assert told[-1]["progress"] == 1
    return last["plan"]


def planned(shown):
    return {
        urn: one["round"]["vehicle"]
        for one in shown["rounds"]
        if one["round"].get("phase") != "dropped"
        for stop in one["round"]["stops"]
        for urn in stop.get("containers", ())
    }


async def test_full_containers_are_planned_and_what_is_not_known_is_told(
    browser, server
):
    await server.city.record(list(a_town([*LEVELS, None])))
    shown = await plan(browser)
    (round_, *_) = shown["rounds"]
    stops = round_["round"]["stops"]
    assert planned(shown).keys() >= {container(n) for n in range(8)}
    assert stops[0]["what"] == stops[-1]["what"] == "depot"
    assert stops[-2]["what"] == "unload"
    unknown = {one["what"]: one.get("about", []) for one in shown["plan"]["unknown"]}
    assert unknown["outlook"] == [container(12)]
    assert "roads" in unknown, "distances are guessed, and the plan says so"
    assert shown["plan"]["estimated"]
    totals = shown["plan"]["totals"]
    assert totals["km"] == pytest.approx(
        sum(one["round"]["km"] for one in shown["rounds"])
    )
    listed = await browser.read("waste/plans")
    assert [one["name"] for one in listed["plans"]] == [shown["name"]]
    assert await browser.read(f"waste/plans/{shown['name']}") == shown

    why = await browser.read(f"waste/plans/{shown['name']}/why/{container(0)}")
    assert why["planned"]
    assert why["reason"] == "overflow"
    assert why["prize"] > why["detour_cost"] > 0
    assert why["round"] in {one["name"] for one in shown["rounds"]}
    out = await browser.read(f"waste/plans/{shown['name']}/why/{container(12)}")
    assert out["reason"] == "unknown"


async def test_a_plan_is_changed_and_compared(browser, server):
    await server.city.record(list(a_town(LEVELS)))
    shown = await plan(browser)
    name = shown["name"]
    path = f"plans/{name}/change"
    _, last = await ask(
        browser,
        path,
        lock=[container(11)],
        ban=[container(0)],
        moves=[
            {"container": container(5), "vehicle": TRUCKS[1], "after": container(6)}
        ],
        **QUICKLY,
        version=shown["version"],
    )
    anew = last["plan"]
    where = planned(anew)
    assert container(11) in where
    assert container(0) not in where
    assert where[container(5)] == TRUCKS[1]
    (its,) = [one for one in anew["rounds"] if one["round"]["vehicle"] == TRUCKS[1]]
    order = [
        urn for stop in its["round"]["stops"] for urn in stop.get("containers", ())
    ]
    assert order.index(container(5)) == order.index(container(6)) + 1
    old = {"version": shown["version"]}
    refused = await browser.http.post(f"{browser.api}/waste/{path}", json=old)
    assert refused.status_code == 409, "others were quicker"

    (its, *_) = [
        one for one in anew["rounds"] if one["round"].get("phase") != "dropped"
    ]
    driving = {**its["round"], "phase": "driving"}
    stops = [one for one in driving["stops"] if one.get("containers")]
    dealt = stops[0]["containers"]
    urn, deed = f"urn:ngsi-ld:WasteRound:{its['name']}", str(uuid4())
    await server.city.record(
        [
            said(urn, "definition", driving, Kind.JSON_PROPERTY),
            Observation(
                entity=urn,
                attribute="deed",
                value={"kind": "emptied", "containers": dealt},
                kind=Kind.JSON_PROPERTY,
                dataset=f"{DATASET}{deed}",
                observed_at=NOW,
                source="test",
            ),
        ],
        current=True,
    )
    _, last = await ask(browser, path, lock=[container(10)], **QUICKLY)
    (later,) = [one for one in last["plan"]["rounds"] if one["name"] == its["name"]]
    done = [one for one in later["round"]["stops"] if one.get("containers")]
    assert done[0]["containers"] == dealt, "what is done stays"
    assert later["round"]["phase"] == "driving"
    assert container(10) in planned(last["plan"])

    _, last = await ask(
        browser, path, down=[TRUCKS[1]], free=[container(5)], seconds=1.5
    )
    still = {urn for urn, by in planned(last["plan"]).items() if by == TRUCKS[1]}
    assert still <= set(dealt), "only what it has done already"

    banned = {"ban": [container(n) for n in range(6)]}
    other = await plan(browser, orders=banned, seconds=1.5)
    compared = await browser.read(f"waste/plans/{name}/against/{other['name']}")
    assert compared["figures"]["km"]["more"] < 0
    assert compared["figures"]["overflows"]["more"] > 0
    assert container(1) in compared["stops"]["only_one"]


async def test_a_stop_is_given_to_a_vehicle_that_has_no_round(browser, server):
    await server.city.record(list(a_town([0.95] * 3)))
    shown = await plan(browser)
    (idle,) = set(TRUCKS) - set(planned(shown).values())
    assert shown["vehicles"][idle]["volume_l"] == 12_000
    _, last = await ask(
        browser,
        f"plans/{shown['name']}/change",
        moves=[{"container": container(0), "vehicle": idle}],
        **QUICKLY,
    )
    assert planned(last["plan"])[container(0)] == idle
    assert set(last["plan"]["vehicles"]) == set(TRUCKS)


async def test_dearer_overflows_are_fewer(browser, server):
    await server.city.record(list(a_town([0.9, 0.75, 0.6, 0.5] * 3)))
    told, last = await ask(
        browser,
        "frontier",
        day=TOMORROW.isoformat(),
        seconds=0.3,
        factors=[0.01, 20],
    )
    assert [one["progress"] for one in told] == sorted(one["progress"] for one in told)
    first, last = (one["totals"] for one in last["frontier"])
    assert first["km"] < last["km"]
    assert first["overflows"] > last["overflows"]
    assert (await browser.read("waste/plans"))["plans"] == [], "none is kept"


async def test_what_cannot_be_planned_says_what_to_relax(browser, server):
    await server.city.record(list(a_town([0.9, 0.9, None, None])))
    path = f"{browser.api}/waste/plans"
    day = TOMORROW.isoformat()
    half = await browser.http.post(path, json={"day": day}, timeout=60)
    assert half.status_code == 422
    assert "2 of 4 containers" in half.json()["detail"]

    await server.city.record(list(a_container(0, 0.9, binCapacity=20_000)))
    body = {"missing_share": 1, "orders": {"lock": [container(0)]}}
    _, last = await ask(browser, "plans", day=day, **QUICKLY, **body)
    (litres, _) = last["problem"]["relax"]
    assert litres["what"] == "loads"
    assert litres["by"] > 6000
    assert litres["unit"] == "l"

    gone = {"orders": {"down": TRUCKS}, "missing_share": 1}
    nobody = await browser.http.post(path, json={"day": day, **gone}, timeout=60)
    assert nobody.status_code == 422
    assert "no vehicle drives" in nobody.json()["detail"]


async def test_a_plan_is_made_each_night_once(server):
    await server.city.record(list(a_town([0.9] * 3)))
    night = datetime.combine(TOMORROW, time(3), UTC)
    assert await day_due(server.city, night.replace(hour=1)) is None, "it is too early"
    assert await day_due(server.city, night) == TOMORROW
    name = await plan_day(server.city, TOMORROW, night)
    (kept,) = await server.city.ask(Plans())
    assert (kept.name, kept.plan.by) == (name, "night")
    assert await day_due(server.city, night) is None


async def test_a_town_founded_after_the_last_shift_waits_for_the_next_night(server):
    await server.city.record(list(a_town([0.9] * 3)))
    late = datetime.combine(TOMORROW, time(23, 30), UTC)
    assert await day_due(server.city, late) is None


async def test_a_plan_of_the_night_waits_for_outlooks_that_are_being_made(
    browser, server
):
    await server.city.record(list(a_town([None] * 5)))
    night = datetime.combine(TOMORROW, time(3), UTC)
    assert await day_due(server.city, night) is None
    assert (await browser.read("waste/plans"))["unforetold"] == 5
    await server.city.record(list(a_town([0.9] * 4 + [None])))
    assert await day_due(server.city, night) == TOMORROW, "the last may be left out"
    assert (await browser.read("waste/plans"))["unforetold"] == 1
