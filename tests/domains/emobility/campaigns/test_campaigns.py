"""Firmware is installed in stages, and stops by itself when too many fail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest

from mesto.domains.emobility.campaigns.campaign import (
    FAILED,
    PATIENCE,
    TOGETHER,
    Campaign,
    Course,
    call_of,
    course_of,
)
from mesto.domains.emobility.campaigns.run import carry_on
from mesto.domains.emobility.campaigns.words import WHY, reason_in
from mesto.kernel.model import Entity, Observation
from mesto.kernel.question.commands import Commands
from tests.conftest import Server
from tests.domains.emobility.faults.test_faults import station
from tests.gates.ocpp.conftest import observed
from tests.waiting import until

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WANTED = Campaign(
    vendor="Volta",
    model="Curb",
    version="2.0",
    location="https://example.org/volta-2.0.bin",
    stages=(0.1, 0.5, 1.0),
    soak_h=24,
    most_failures=0.2,
    running=True,
)


def park(many: int = 20) -> dict[str, Entity]:
    return {one.id: one for one in (ours(str(n)) for n in range(many))}


def ours(name: str, version: str = "1.0", **said: object) -> Entity:
    usual = {
        "vendorName": "Volta",
        "modelName": "Curb",
        "firmwareVersion": version,
        "connected": True,
        "protocol": "ocpp1.6",
    }
    return station(name, NOW, **{**usual, **said})


def told(urn: str, at: datetime, version: str = "1.0", **said: object) -> Entity:
    update = {"campaign": "new", "at": at.isoformat()}
    return ours(urn.rpartition(":")[2], version, firmwareUpdate=update, **said)


def course(stations: dict[str, Entity], now: datetime = NOW, **more: Any) -> Course:
    wish = {"open_": True, **more}
    return course_of("new", WANTED, stations, now=now, **wish)


def test_the_pilot_comes_first_and_only_who_is_meant() -> None:
    stations = park()
    for other in (
        ours("a", vendorName="Elvira"),
        ours("b", modelName="Post"),
    ):
        stations[other.id] = other
    first = course(stations)
    assert (len(first.members), len(first.tell), first.stage) == (20, 2, 0)
    assert course(stations).tell == first.tell
    assert course(stations, open_=False).tell == []


def test_the_next_stage_waits_until_the_pilot_has_proved_itself() -> None:
    stations = park()
    pilot = course(stations).tell
    stations |= {urn: told(urn, NOW) for urn in pilot}
    assert course(stations).tell == []
    stations |= {urn: told(urn, NOW, "2.0") for urn in pilot}
    assert course(stations, NOW + timedelta(hours=23)).tell == []
    later = course(stations, NOW + timedelta(hours=25))
    assert (later.stage, len(later.tell)) == (1, 8)
    many = park(100)
    pilot = course(many).tell
    many |= {urn: told(urn, NOW, "2.0") for urn in pilot}
    assert len(course(many, NOW + timedelta(hours=25)).tell) == TOGETHER


def test_it_stops_when_too_many_fail_or_say_nothing() -> None:
    stations = park()
    one, other = course(stations).tell
    stations[one] = told(one, NOW, firmwareStatus="InstallationFailed")
    stations[other] = told(other, NOW, "2.0")
    stopped = course(stations, NOW + timedelta(hours=25))
    assert (stopped.stopped, stopped.tell) == (True, [])
    assert {member.state for member in stopped.members[:2]} == {"failed", "done"}
    stations[one] = told(one, NOW)
    silent = course(stations, NOW + PATIENCE + timedelta(minutes=1))
    assert [one.why for one in silent.members if one.state == "failed"] == ["NoWord"]


def test_a_stopped_campaign_goes_on_when_more_may_fail_or_those_are_tried_again() -> (
    None
):
    stations = park()
    one, other = course(stations).tell
    broken = told(one, NOW, firmwareStatus="InstallationFailed")
    stations |= {one: broken, other: told(other, NOW, "2.0")}
    later = NOW + timedelta(hours=25)
    assert course(stations, later).stopped
    lenient = msgspec.structs.replace(WANTED, most_failures=0.5)
    on = course_of("new", lenient, stations, now=later, open_=True)
    assert (on.stopped, on.stage, len(on.tell)) == (False, 1, 8)
    name = one.rpartition(":")[2]
    asked = {"firmwareUpdate": {"again": "new"}, "firmwareStatus": "InstallationFailed"}
    stations[one] = ours(name, **asked)
    again = course(stations, later)
    assert (again.stopped, again.stage, again.tell) == (False, 0, [one])
    stations[one] = told(one, later, firmwareStatus="InstallationFailed")
    assert course(stations, later).members[0].state == "told", "it failed before that"


def test_nobody_waits_for_a_station_without_a_line_which_follows_later() -> None:
    stations = park(4)
    (pilot,) = course(stations).tell
    away = {**stations, pilot: ours(pilot.rpartition(":")[2], connected=False)}
    assert course(away).tell != [pilot]
    done = {urn: told(urn, NOW, "2.0") for urn in stations}
    late = course({**done, pilot: stations[pilot]}, NOW + timedelta(days=9))
    assert late.tell == [pilot]


def test_each_version_is_told_in_its_words() -> None:
    old = call_of(WANTED, ours("1"), NOW)
    assert old["payload"]["retrieveDate"] == "2026-05-01T12:00:00Z"
    new = call_of(WANTED, ours("1", protocol="ocpp2.0.1"), NOW)
    assert new["payload"]["firmware"]["location"] == WANTED.location


@pytest.mark.parametrize(
    ("said", "why", "more"),
    [
        ("Rejected", "Rejected", ""),
        ("Rejected the battery is low", "Rejected", "the battery is low"),
        ("InvalidCertificate", "InvalidCertificate", ""),
        ("The station is gone.", "Refused", "The station is gone."),
        ("", "Refused", ""),
    ],
)
def test_what_the_standard_has_a_word_for_is_said_in_every_language(
    said: str, why: str, more: str
) -> None:
    says = {"en": said} if said else {}
    assert reason_in(said, says) == (why, {"en": more} if more else {})
    assert {"en", "cs", "sk", "sr-Latn"} <= WHY[why].keys()


def test_every_way_to_fail_has_its_words() -> None:
    assert WHY.keys() >= FAILED
    before = {"campaign": "new", "at": NOW.isoformat(), "why": "it is held by Eva"}
    stations = {one.id: one for one in [ours("1", firmwareUpdate=before)]}
    (member,) = course(stations).members
    assert (member.why, member.says) == ("it is held by Eva", None), "written before"


async def test_a_campaign_is_written_started_and_told_once(server: Server) -> None:
    city, now = server.city, datetime.now(UTC)
    urn = "urn:ngsi-ld:EVChargingStation:NS-1"
    said = {
        "vendorName": "Volta",
        "modelName": "Curb",
        "firmwareVersion": "1.0",
        "protocol": "ocpp1.6",
        "connected": True,
    }
    await city.record(observed(urn, type=["EVChargingStation"], **said))
    path = f"/api/{city.name}/emobility/campaigns/new"
    draft = {
        "vendor": "Volta",
        "model": "Curb",
        "version": "2.0",
        "location": "https://example.org/volta-2.0.bin",
    }
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        for wrong in (
            {"location": "just a name"},
            {"location": "https://[half"},
            {"stages": [0.5, 0.1]},
            {"stages": [0.5]},
            {"most_failures": 2},
        ):
            body = {"definition": draft | wrong}
            assert (await client.put(path, json=body)).status_code == 400
        kept = (await client.put(path, json={"definition": draft})).json()
        assert await carry_on(city, now) == []
        draft["running"] = True
        body = {"definition": draft, "version": kept["version"]}
        kept = (await client.put(path, json=body)).json()
        told = await carry_on(city, now)
        assert told in ([urn], []), "the town looks by itself too"
        assert await carry_on(city, now) == []

        async def was_told_once() -> bool:
            told_at = now + timedelta(minutes=1)
            given = await city.ask(Commands(entity=urn, before=told_at))
            return [one.name for one in given] == ["callStation"]

        await until(was_told_once)
        courses = f"/api/{city.name}/emobility/courses"

        async def has_failed() -> bool:
            """Nothing brings it to a station that has no device."""
            assert await carry_on(city, now) == []
            told = (await client.get(courses)).json()["courses"]["new"]
            (member,) = told["members"]
            if member["state"] != "failed":
                return False
            assert (member["why"], member["says"]["cs"]) == (
                "Refused",
                "Žádné zařízení to neovládá.",
            )
            assert member["means"]["cs"] == "Příkaz selhal"
            return True

        await until(has_failed)
        paused = {"definition": draft | {"running": False}, "version": kept["version"]}
        assert (await client.put(path, json=paused)).status_code == 200
        retry = f"{path}/again"
        async with httpx.AsyncClient(base_url=server.url) as person:
            entered = await person.post("/api/session", json={"key": server.key})
            assert entered.status_code == 200, entered.text
            assert (await person.post(retry)).json() == {"again": [urn]}
        assert (await client.post(retry)).json() == {"again": []}, "none has failed"
        acts = (await client.get(f"/api/{city.name}/acts")).json()["acts"]
        (act,) = [one for one in acts if one["detail"].get("value") == {"again": "new"}]
        assert (act["about"], act["who"]) == (urn, "console:first")
        told = (await client.get(courses)).json()["courses"]["new"]
        assert (told["waiting"], told["failed"], told["stopped"]) == (1, 0, False)
        gone = f"/api/{city.name}/emobility/campaigns/none/again"
        assert (await client.post(gone)).status_code == 404
        await city.record(
            [
                Observation(
                    entity=urn, attribute="firmwareVersion", value="2.0", source="t"
                )
            ]
        )
        stands = (await client.get(courses)).json()["courses"]["new"]
        assert (stands["told"], stands["done"], stands["stage"]) == (0, 1, 3)
