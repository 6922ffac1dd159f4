"""Days of collection: written by who may, read by everybody, and heard by phones."""

from datetime import UTC, datetime, timedelta

import httpx
import icalendar
import pytest

from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
ISLE = "urn:ngsi-ld:WasteContainerIsle:1"
GLASS = "urn:ngsi-ld:WasteContainer:g1"
DAILY = list(range(7))


def a_calendar(**given):
    today = datetime.now(UTC).date()
    usual = {
        "title": {"en": "Paper, north", "cs": "Papír, sever"},
        "fraction": "paper",
        "where": {"streets": [{"street": "Dlouhá"}]},
        "weekdays": DAILY,
        "first": str(today - 100 * DAY),
    }
    return {**usual, **given}


async def keep(town, name, definition, version=0):
    url = f"{town.api}/waste/calendars/{name}"
    return await town.http.put(url, json={"definition": definition, "version": version})


@pytest.fixture
async def town(browser, server):
    """A nest with a container for glass in a street, and days for the street."""
    address = {"streetAddress": "Dlouhá", "district": "Sever"}
    await server.city.record(
        [
            *standing(ISLE),
            *standing(
                GLASS,
                storedWasteKind="glass",
                address=address,
                links={"refWasteContainerIsle": ISLE},
            ),
            seen(GLASS, "fillingLevel", 0.4, at=datetime.now(UTC)),
        ]
    )
    kept = await keep(browser, "paper-north", a_calendar(begins="06:00"))
    assert kept.status_code == 200, kept.text
    glass = a_calendar(fraction="glass", where={"isles": [ISLE]})
    assert (await keep(browser, "glass", glass)).status_code == 200
    bio = a_calendar(
        title={"en": "Garden"}, fraction="organic", where={"districts": ["sever"]}
    )
    assert (await keep(browser, "bio", bio)).status_code == 200
    return browser


async def public(server, path, headers=None, **given):
    async with httpx.AsyncClient(base_url=server.url) as anybody:
        url = f"/public/{server.city.name}/waste/{path}"
        return await anybody.get(url, params=given, headers=headers or {})


@pytest.mark.usefixtures("town")
async def test_anybody_reads_when_it_is_collected_and_where_there_is_room(server):
    page = await public(server, "collection", address="dlouha 12", language="en")
    assert page.status_code == 200, page.text
    assert "Paper, north" in page.text
    assert "Garden" in page.text  # by the district of the street
    assert "put it out by 06:00" in page.text
    assert "about 60 % free" in page.text
    assert "max-age" in page.headers["cache-control"]
    assert "script" not in page.headers["content-security-policy"]
    again = await public(
        server,
        "collection",
        headers={"if-none-match": page.headers["etag"]},
        address="dlouha 12",
        language="en",
    )
    assert again.status_code == 304


@pytest.mark.usefixtures("town")
async def test_the_page_speaks_the_language_of_the_browser(server):
    czech = await public(
        server, "collection", headers={"accept-language": "cs"}, address="Dlouhá 1"
    )
    assert "Papír, sever" in czech.text
    serbian = await public(server, "collection", language="sr-Cyrl")
    assert "Одвоз отпада" in serbian.text


@pytest.mark.usefixtures("town")
async def test_a_mistyped_street_is_asked_back_and_markup_stays_text(server):
    page = await public(server, "collection", address="Dluhá 3", language="en")
    assert "Did you mean" in page.text
    assert "Dlouhá" in page.text
    evil = await public(server, "collection", address="<script>alert(1)</script>")
    assert "<script>" not in evil.text


@pytest.mark.usefixtures("town")
async def test_phones_subscribe_to_an_address(server):
    today = datetime.now(UTC).date()
    answer = await public(
        server, "feed.ics", address="Dlouhá 12", fraction="paper", remind_h=12
    )
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).events
    assert len({str(one["uid"]) for one in events}) == len(events) > 390
    days = {one.decoded("dtstart").date() for one in events}
    assert today + DAY in days
    (alarm,) = events[0].walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-12)
    nothing = await public(server, "feed.ics", address="Nikde 1")
    assert nothing.status_code == 404


async def test_who_writes_sees_the_days_of_a_year_with_holidays_moved(town):
    free = {
        "title": {"en": "Public holidays"},
        "rule": {"is": "holidays", "country": "CZ"},
        "exceptions": [],
    }
    url = f"{town.api}/calendars/public"
    kept = await town.http.put(url, json={"definition": free, "version": 0})
    assert kept.status_code == 200, kept.text
    mondays = a_calendar(weekdays=[0], first="2030-01-07", holidays="public")
    told = await town.http.post(
        f"{town.api}/waste/days", params={"year": 2030}, json={"definition": mondays}
    )
    found = {one["planned"]: one["day"] for one in told.json()["days"]}
    assert found["2030-04-22"] == "2030-04-23"  # Easter Monday
    assert len(found) == 52 - 1 + 1
    wrong = await keep(town, "wrong", a_calendar(where={}))
    assert wrong.status_code == 400
    assert wrong.json()["place"] == ["definition", "where"]
    nobody = await keep(town, "nobody", a_calendar(holidays="never-written"))
    assert nobody.json()["place"] == ["definition", "holidays"]


async def test_a_town_that_wrote_nothing_has_no_page(server):
    assert (await public(server, "collection")).status_code == 404


@pytest.mark.usefixtures("town")
async def test_nobody_asks_more_than_so_often(server):
    async with httpx.AsyncClient(base_url=server.url) as anybody:
        url = f"/public/{server.city.name}/waste/collection"
        for _ in range(61):
            answer = await anybody.get(url)
        assert answer.status_code == 429
        assert "retry-after" in answer.headers
        assert (await anybody.get("/public/nowhere/waste/collection")).is_error
