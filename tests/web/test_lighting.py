"""What is written about the light: kept, checked, foretold, rolled out and undone."""

import pytest

from tests.web.conftest import standing

pytestmark = pytest.mark.anyio

TITLE = {"en": "Night", "cs": "Noc"}
STREET = "urn:ngsi-ld:RoadSegment:main"
NIGHT = {
    "title": TITLE,
    "nights": [
        {
            "steps": [
                {"at": {"phase": "dusk"}, "level": 1.0},
                {"at": "23:00", "level": 0.3, "fade_s": 60},
                {"at": {"phase": "dawn", "offset_min": -10}, "level": 0.0},
            ]
        }
    ],
}
FLOOR = {"title": TITLE, "least": [{"level": 0.5, "classes": ["M4"]}]}
MAIN = {"title": TITLE, "query": {"classes": ["M4"]}}


@pytest.fixture
async def town(browser, server):
    """Three lamps: two in a street of class M4, one nobody knows where."""
    told = [
        *standing(STREET, lightingClass="M4", roadName="Main"),
        *(
            one
            for number in range(3)
            for one in standing(
                f"urn:ngsi-ld:Streetlight:{number}",
                links={"refRoadSegment": STREET} if number else None,
                powerRating=100,
                name=f"Lamp {number}",
            )
        ),
    ]
    await server.city.record(told)
    return browser


async def ask(browser, method, path, body=None, **parameters):
    path = f"{browser.api}/lighting/{path}"
    return await browser.http.request(method, path, json=body, params=parameters)


async def keep(browser, kind, name, definition, version=0, **more):
    body = {"definition": definition, "version": version, **more}
    return await ask(browser, "PUT", f"plan/{kind}/{name}", body)


async def check(browser, kind, definition, way="check", **parameters):
    body = {"definition": definition}
    return await ask(browser, "POST", f"plan/{kind}/{way}", body, **parameters)


async def everything(browser):
    for kind, name, definition in (
        ("groups", "main", MAIN),
        ("programmes", "night", NIGHT),
        ("floors", "m", FLOOR),
        (
            "schedules",
            "all",
            {"title": TITLE, "groups": ["main"], "programme": "night"},
        ),
    ):
        kept = await keep(browser, kind, name, definition)
        assert kept.status_code == 200, kept.text


async def test_all_that_is_written_is_listed_with_how_many_lamps_it_is_about(town):
    await everything(town)
    plan = await town.read("lighting/plan")
    assert plan["lamps"] == 3
    assert {kind: len(plan[kind]) for kind in ("groups", "programmes", "floors")} == {
        "groups": 1,
        "programmes": 1,
        "floors": 1,
    }
    (schedule,) = plan["schedules"]
    assert (schedule["name"], schedule["lamps"]) == ("all", 2)
    assert plan["choices"]["classes"] == [{"value": "M4", "name": None, "lamps": 2}]
    assert plan["choices"]["streets"][0]["value"] == "Main"


async def test_a_group_being_written_tells_how_many_lamps_it_has_and_some_of_them(town):
    told = (await check(town, "groups", MAIN)).json()
    assert (told["count"], told["watts"]) == (2, 200)
    assert told["examples"] == ["Lamp 1", "Lamp 2"]
    assert len(told["lamps"]) == 2


async def test_a_mistake_is_told_with_its_place_and_nothing_is_kept(town):
    wrong = {"title": TITLE, "query": {"classes": ["M9"]}}
    refused = await keep(town, "groups", "x", wrong)
    assert refused.status_code == 400
    assert refused.json()["place"] == ["definition", "query", "classes", 0]
    gone = {"title": TITLE, "programme": "nowhere"}
    refused = await keep(town, "schedules", "x", gone)
    assert refused.json()["place"] == ["definition", "programme"]
    assert (await check(town, "fish", {})).status_code == 404
    assert (await town.read("lighting/plan"))["groups"] == []


async def test_a_programme_being_written_shows_its_week_and_what_the_floor_lifts(town):
    await keep(town, "floors", "m", FLOOR)
    told = (await check(town, "programmes", NIGHT, day="2026-12-21")).json()
    assert [one["day"] for one in told["week"]][::6] == ["2026-12-21", "2026-12-27"]
    assert [one["level"] for one in told["week"][0]["turns"]] == [1.0, 0.3, 0.0]
    assert told["lifted"] == [{"class": "M4", "floor": "m", "level": 0.5}]


async def test_a_night_is_foretold_with_causes_floors_and_energy(town):
    await everything(town)
    night = await town.read("lighting/night", day="2026-12-21")
    ours = {one["class"]: one for one in night["cohorts"]}
    turns = ours["M4"]["turns"]
    assert [one["level"] for one in turns] == [0.0, 1.0, 0.5, 0.5, 0.0]
    assert [one["wished"] for one in turns] == [0.0, 1.0, 0.3, 0.0, 0.0]
    assert (turns[2]["floor"], turns[2]["cause"]) == ("m", "programme")
    assert [one["cause"] for one in ours[""]["turns"]] == ["sun"] * 3
    assert len(ours["M4"]["lamps"]) == 2
    assert 0 < night["kwh"] < night["kwh_year"]
    assert night["commands"] == 6
    assert night["held"] == []
    assert night["kept"] == {"lamps": 0, "confirmed": 0}


async def test_of_a_lamp_it_is_told_how_bright_why_and_until_when(town):
    await everything(town)
    night = await town.read("lighting/night", day="2026-12-21")
    number = next(one["lamps"][0] for one in night["cohorts"] if one["class"])
    told = await town.read(f"lighting/lamps/{number}", at="2026-12-22T03:00:00Z")
    assert (told["level"], told["wished"], told["floor"]) == (0.5, 0.3, "m")
    assert (told["cause"], told["schedule"], told["name"]) == (
        "programme",
        "all",
        "night",
    )
    assert told["until"] > "2026-12-22T03:00:00"
    assert (await town.get("lighting/lamps/987654")).status_code == 404


async def test_a_change_is_weighed_before_it_is_kept(town):
    await everything(town)
    off = {"title": TITLE, "nights": [{"steps": [{"at": "12:00", "level": 0.0}]}]}
    told = (
        await check(town, "programmes", off, "change", name="night", day="2026-12-21")
    ).json()
    assert told["changed"] == 2
    assert told["after"]["kwh"] < told["before"]["kwh"]
    plan = await town.read("lighting/plan")
    assert plan["programmes"][0]["definition"]["nights"] != off["nights"]


async def test_what_another_speaks_of_stays_and_what_is_dropped_can_be_put_back(town):
    await everything(town)
    for kind, name in (("groups", "main"), ("programmes", "night")):
        refused = await ask(town, "DELETE", f"plan/{kind}/{name}")
        assert refused.status_code == 409
        assert "schedule all" in refused.json()["detail"]
    assert (await ask(town, "DELETE", "plan/schedules/all")).status_code == 204
    again = await ask(town, "POST", "plan/schedules/all/restore")
    assert (again.status_code, again.json()["lamps"]) == (200, 2)
    versions = (await town.read("lighting/plan/schedules/all/versions"))["versions"]
    assert [one["deleted"] for one in versions] == [False, True, False]


async def test_a_changed_schedule_is_rolled_out_and_can_be_ended_either_way(town):
    await everything(town)
    (one,) = (await town.read("lighting/plan"))["schedules"]
    changed = {"title": TITLE, "groups": ["main"]}
    kept = (
        await keep(
            town, "schedules", "all", changed, one["version"], rollout={"stage_h": 2}
        )
    ).json()
    rollout = kept["rollout"]
    assert (rollout["state"], rollout["stage"]) == ("going", 0)
    assert rollout["before"]["programme"] == "night"
    other = changed | {"priority": 9}
    again = await keep(town, "schedules", "all", other, kept["version"], rollout={})
    assert again.json()["rollout"]["before"] == rollout["before"], "few have tried it"
    back = await ask(town, "POST", "rollouts/all/end", {"back": True})
    assert back.json()["definition"]["programme"] == "night"
    assert back.json()["rollout"]["state"] == "back"
    assert (
        await ask(town, "POST", "rollouts/all/end", {"back": True})
    ).status_code == 409
    plain = await keep(town, "schedules", "all", changed, back.json()["version"])
    assert plain.json()["rollout"] is None
