"""A round from the office to the street and back, over HTTP."""

import asyncio
import io
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image
from pypdf import PdfReader

from mesto.domains.waste.driving.reading import rounds_now
from mesto.domains.waste.driving.run import look
from mesto.kernel.model import Kind
from mesto.operations.calendars.reading import spot_of
from tests.domains.waste.driving.examples import HOME, container, east
from tests.waiting import until
from tests.web.waste.rounds import (
    NAME,
    SITE,
    URN,
    VEHICLE,
    deed,
    furnish,
    planned,
    say,
    seen,
)

pytestmark = pytest.mark.anyio
ROUND = f"waste/rounds/{NAME}"


def now():
    """The moment, not when this module was read: a run of all tests takes long."""
    return datetime.now(UTC)


async def alarms(city):
    """The rules whose alarms hold, by the number of their container."""
    found = await city.entities("Alert")
    return {
        (urn.split(":")[3], urn[-1])
        for urn, one in found.items()
        if one.value("state") == "raised"
    }


async def test_a_round_is_released_driven_without_a_network_and_proved(
    server, admin, somebody
):
    driver = await somebody("eva", "viewer")
    await furnish(server.city, planned(driver.login))
    token = {"driver": driver.login}
    twice = [await admin.ask("POST", f"{ROUND}/release", token) for _ in "ab"]
    assert [one.status_code for one in twice] == [200, 200]
    told = twice[1].json()
    assert (told["phase"], told["moved_by"]) == ("released", f"person:{admin.login}")
    assert twice[0].json()["version"] == told["version"], "it was given once"

    (mine,) = (await driver.read("waste/rounds"))["rounds"]
    assert (mine["mine"], mine["vehicle_name"], mine["containers"]) == (
        True,
        "Truck 1",
        4,
    )
    carried = await driver.read(ROUND)
    assert carried["may_drive"]
    assert carried["of_containers"][container(1)]["accessSide"] == "left"
    assert carried["of_places"][SITE] == "Sorting plant"

    start = now() - timedelta(minutes=29)
    times = [start + timedelta(minutes=5 * n) for n in range(6)]
    slip = deed("emptied", times[3], containers=[container(3)], before=1)
    shift = [
        deed("began", times[0]),
        deed("arrived", times[1], containers=[container(1)]),
        deed("emptied", times[1], containers=[container(1)], before=0.5, weight_kg=31),
        deed("impossible", times[2], containers=[container(2)], reason="absent"),
        slip,
        deed("takenBack", times[3], of=slip["id"]),
        deed("unloaded", times[5], site=SITE, weight_kg=31),
    ]
    track = [(times[1] + timedelta(seconds=s), east(300)) for s in range(-60, 60, 10)]
    await server.city.record(
        [
            seen(
                VEHICLE,
                "location",
                {"type": "Point", "coordinates": list(place)},
                Kind.GEO_PROPERTY,
                observed_at=at,
            )
            for at, place in track
        ]
    )
    parts = (shift[3:5], shift[5:], shift[:3], shift)
    for part in parts:  # late, out of order, and twice
        taken = await say(driver, *part)
        assert taken.status_code == 200, taken.text
    whole = await driver.read(ROUND)
    assert len(whole["deeds"]) == len(shift)
    assert (whole["phase"], whole["done"], whole["impossible"]) == ("driving", 2, 1)
    emptied = await server.city.present([container(1), container(3)])
    (one,) = [a for a in emptied[container(1)].attributes if a.name == "emptying"]
    assert one.dataset == "urn:ngsi-ld:Dataset:reported"
    assert (one.value["before"], one.value["weight_kg"]) == (0.5, 31)
    assert one.value["round"] == URN
    assert one.source == f"person:{driver.login}"
    (slipped,) = [a for a in emptied[container(3)].attributes if a.name == "emptying"]
    assert slipped.value["confidence"] == 0

    deeds = await admin.read(f"{ROUND}/deeds")
    found = {one["container"][-1]: one for one in deeds["containers"]}
    assert {key: one["verdict"] for key, one in found.items()} == {
        "1": "proven",
        "2": "impossible",
        "3": "open",
        "4": "open",
    }
    assert found["1"]["proofs"] == ["track", "weight"]
    assert found["1"]["nearest_m"] == 0

    async def told_the_office():
        orders = (await admin.read("work-orders"))["orders"]
        return [one["type"] for one in orders] == ["inspection"] and await alarms(
            server.city
        ) == {("waste-obstacle", "2")}

    await until(told_the_office)
    emptied_after = deed("emptied", containers=[container(2)])
    await say(driver, emptied_after, deed("ended"))

    async def only_what_was_missed_is_open():
        missed = {("waste-missed", "3"), ("waste-missed", "4")}
        return await alarms(server.city) == missed

    await until(only_what_was_missed_is_open)
    assert (await admin.read(ROUND))["phase"] == "done"


async def test_a_round_of_the_evening_is_found_after_midnight_until_it_is_over(server):
    evening = datetime(2026, 11, 26, 22, tzinfo=(await spot_of(server.city)).zone)
    given = planned(begins=evening)

    async def found(after_h):
        listed = await rounds_now(server.city, evening + timedelta(hours=after_h))
        return [one.urn for one in listed]

    await furnish(server.city, given, phase="released")
    assert [await found(h) for h in (1, 3, 13, 15)] == [[URN], [URN], [URN], []]
    await furnish(server.city, given, phase="done")
    assert [await found(h) for h in (1, 3)] == [[URN], []]


async def test_who_may_not_drive_it_says_nothing_of_it(server, admin, somebody):
    await furnish(server.city, planned("somebody@else"))
    looker = await somebody("ivo", "viewer")
    assert (await say(looker, deed("began"))).status_code == 403
    assert (await looker.ask("POST", f"{ROUND}/release", {})).status_code == 403
    last_year = deed("began", now() - timedelta(days=365))
    refused = await say(admin, last_year)
    assert (refused.status_code, refused.json()["place"]) == (400, ["said", 0, "at"])
    nothing = deed("emptied", containers=["urn:ngsi-ld:WasteContainer:none"])
    assert (await say(admin, nothing)).status_code == 404
    assert (await admin.read(ROUND))["deeds"] == []
    dropped = await admin.ask("POST", f"{ROUND}/drop", {})
    assert dropped.json()["phase"] == "dropped"
    assert (await admin.ask("POST", f"{ROUND}/release", {})).status_code == 409


async def test_two_phones_that_speak_at_once_are_both_heard(server, admin, somebody):
    other = await somebody("ivan", "operator")
    await furnish(server.city, planned())
    said = [deed("emptied", containers=[container(n)]) for n in range(1, 5)]
    answers = await asyncio.gather(
        *(say(one, it) for it in said for one in (admin, other))
    )
    assert {one.status_code for one in answers} == {200}
    whole = await admin.read(ROUND)
    assert (len(whole["deeds"]), whole["done"]) == (4, 4)


async def test_a_container_that_is_passed_by_is_told_while_the_shift_runs(
    server, admin
):
    await furnish(server.city, planned())
    said = [deed("emptied", containers=[container(n)]) for n in (4,)]
    assert (await say(admin, *said)).status_code == 200
    await look(server.city, now() + timedelta(minutes=15))
    assert await alarms(server.city) == {("waste-missed", "1")}


async def test_a_round_goes_along_as_a_file_on_paper_and_with_pictures(
    server, admin, somebody
):
    driver, other = [await somebody(name, "viewer") for name in ("eva", "adam")]
    await furnish(server.city, planned(driver.login), "released")
    way = fromstring((await admin.ask("GET", f"{ROUND}/gpx")).content)
    gpx = {"g": "http://www.topografix.com/GPX/1/1"}
    names = [one.text for one in way.findall("g:wpt/g:name", gpx)]
    assert names[:2] == ["1. Depot South", "2. Jevrejska 1"]
    assert len(way.findall("g:trk/g:trkseg/g:trkpt", gpx)) == 6
    assert float(way.find("g:wpt", gpx).get("lon")) == pytest.approx(HOME[0], abs=1e-6)
    for language, word in (("en", "Emptied"), ("sr-Cyrl", "Испражњено")):
        paper = await admin.ask("GET", f"{ROUND}/sheet?language={language}")
        text = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
        assert word in text
        assert "Jevrejska 3" in text

    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    digest = sha256(drawn.getvalue()).hexdigest()
    picture = {"content": b64encode(drawn.getvalue()).decode()}
    path = f"{ROUND}/pictures/{digest}"
    sent = [await one.ask("PUT", path, picture) for one in (other, driver)]
    assert [one.status_code for one in sent] == [403, 204], "it is the driver's round"
    assert (await admin.ask("GET", path)).status_code == 404, "no deed speaks of it"
    told = deed("impossible", containers=[container(1)], reason="damaged", photo=digest)
    await say(driver, told)
    shown = await admin.ask("GET", path)
    assert shown.headers["content-type"] == "image/jpeg"
