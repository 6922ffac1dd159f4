"""What the page of one asset asks the server."""

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from msgspec.structs import replace

from mesto.kernel.model import TYPE, Kind, Settled, State
from tests.waiting import until

from .conftest import seen, standing

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:KO-1"
CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-1"
FEEDER = "urn:ngsi-ld:StreetlightFeeder:V-1"
LAMPS = [f"urn:ngsi-ld:Streetlight:SL-{number:02}" for number in range(30)]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def number_of(browser, code):
    """The number of an asset, once the picture has it."""
    found = []

    async def is_there():
        found[:] = await browser.read("search", q=code)
        return found

    await until(is_there)
    return next(one["id"] for one in found if one["urn"].endswith(code))


async def read(browser, code, path, **parameters):
    return await browser.read(
        f"assets/{await number_of(browser, code)}/{path}", **parameters
    )


async def test_what_is_reckoned_of_a_lamp_is_no_sign_that_it_lives(
    server, browser, now
):
    lamp = LAMPS[0]
    await server.city.record(
        [
            *standing(lamp, name="SL-00", voltage=230.0, at=now - DAY),
            seen(lamp, "hoursBurned", 30_000),
        ]
    )
    page = await browser.read(f"assets/{await number_of(browser, 'SL-00')}")
    assert datetime.fromisoformat(page["last_seen"]) == now - DAY


# relations


def a_dark_street(now):
    """A cabinet without voltage, its feeder, and lamps of which some have lost it."""
    yield from standing(CABINET, name="RO-1", voltageR=0.0, at=now)
    yield from standing(
        FEEDER, name="V-1", at=now, links={"refStreetlightControlCabinet": CABINET}
    )
    for number, lamp in enumerate(LAMPS):
        links = {"feederID": FEEDER, "refStreetlightControlCabinet": CABINET}
        volts = 0.0 if number % 3 == 0 else 230.0
        yield from standing(lamp, voltage=volts, at=now, links=links)


async def test_a_lamp_shows_the_way_to_the_cabinet_that_explains_it(
    server, browser, now
):
    await server.city.record(a_dark_street(now))
    tree = await read(browser, "SL-00", "relations")
    (feeder,) = tree["leads_to"]
    assert (feeder["relation"], feeder["title"]) == ("feederID", "V-1")
    (cabinet,) = feeder["leads_to"]
    assert (cabinet["title"], cabinet["status"]) == ("RO-1", 2)
    assert cabinet["explains"]
    assert (feeder["explains"], feeder["on_the_way"]) == (False, True)
    healthy = await read(browser, "SL-01", "relations")
    assert not healthy["leads_to"][0]["on_the_way"]


async def test_a_cabinet_shows_its_lamps_as_one_group_with_the_worst_state(
    server, browser, now
):
    await server.city.record(a_dark_street(now))
    tree = await read(browser, "RO-1", "relations")
    assert tree["leads_to"] == []
    lamps = next(one for one in tree["led_from"] if one["type"] == "Streetlight")
    assert (lamps["count"], lamps["worst"], lamps["because"]) == (30, 3, 10)
    assert lamps["status"] == [20, 0, 0, 10, 0]


async def test_the_members_of_a_group_are_paged_worst_first(server, browser, now):
    await server.city.record(a_dark_street(now))
    path = "relations/refStreetlightControlCabinet"
    page = await read(browser, "RO-1", path, type="Streetlight", limit=12)
    assert page["count"] == 30
    assert [one["status"] for one in page["items"]] == [3] * 10 + [0] * 2
    assert page["items"][0]["title"] == "SL-00"
    rest = await read(browser, "RO-1", path, type="Streetlight", offset=12)
    assert len(rest["items"]) == 18
    assert not {one["urn"] for one in page["items"]} & {
        one["urn"] for one in rest["items"]
    }


async def test_what_leads_in_a_circle_is_shown_once(server, browser):
    isle = "urn:ngsi-ld:Courtyard:S-1"
    bins = [BIN, BIN.replace("1", "2")]
    for one in bins:
        await server.city.record(standing(one, links={"refIsle": isle}))
    await server.city.record(standing(isle, links={"refWasteContainer": bins}))
    tree = await read(browser, "KO-1", "relations")
    (stands_at,) = tree["leads_to"]
    assert stands_at["urn"] == isle
    assert stands_at["layer"] is None
    assert stands_at["leads_to"] == []
    group = await read(browser, "KO-1", "relations/refWasteContainer")
    assert [one["urn"] for one in group["items"]] == [isle]
    isle_number = group["items"][0]["id"]
    below = await browser.read(f"assets/{isle_number}/relations")
    assert [one["urn"] for one in below["leads_to"]] == bins
    assert [one["relation"] for one in tree["led_from"]] == ["refWasteContainer"]


# history


async def test_a_history_of_few_observations_is_not_thinned_however_long(
    server, browser, now
):
    await server.city.record(standing(BIN))
    await server.city.record(
        seen(BIN, "fillingLevel", day / 100, at=now - day * DAY) for day in range(90)
    )
    history = await read(
        browser,
        "KO-1",
        "history",
        attribute="fillingLevel",
        points=100,
        **{"from": (now - 95 * DAY).isoformat(), "to": now.isoformat()},
    )
    assert (history["thinned"], history["observations"]) == (False, 89)
    assert history["step_s"] == DAY.total_seconds()


async def test_days_are_those_of_the_town(server, browser):
    start = datetime(2026, 3, 27, 23, tzinfo=UTC)
    town = f"urn:ngsi-ld:Municipality:{server.city.name}"
    await server.city.record(
        [
            *standing(BIN),
            seen(town, TYPE, ["Municipality"]),
            seen(town, "timezone", "Europe/Prague"),
            *(
                seen(BIN, "fillingLevel", hour % 2, at=start + hour * HOUR)
                for hour in range(96)
            ),
        ]
    )
    while await server.city.keep_rollups():
        pass
    assert (await browser.read("map"))["timezone"] == "Europe/Prague"
    span = {
        "attribute": "fillingLevel",
        "points": 4,
        "from": start.isoformat(),
        "to": (start + 95 * HOUR).isoformat(),
    }
    history = await read(browser, "KO-1", "history", **span)
    assert history["zone"] == "Europe/Prague"
    assert [later - one for one, later in pairwise(history["t"])] == [
        24 * 3600,
        23 * 3600,
        24 * 3600,
    ]
    elsewhere = await read(browser, "KO-1", "history", **span, zone="Asia/Tokyo")
    midnight = datetime(2026, 3, 27, 15, tzinfo=UTC)
    assert elsewhere["t"][0] == midnight.timestamp()
    for zone in ("Europe/Atlantis", "../../etc/passwd", "/etc"):
        answer = await browser.get(
            f"assets/{await number_of(browser, 'KO-1')}/history", zone=zone
        )
        assert answer.status_code == 400


async def test_a_state_is_told_in_intervals_with_a_gap_where_it_slept(
    server, browser, now
):
    start = (now - DAY).replace(microsecond=0)
    await server.city.record(standing(BIN, reportingPeriod=3600))
    await server.city.record(
        seen(BIN, "status", "ok" if hour < 4 else "lidOpen", at=start + hour * HOUR)
        for hour in (1, 2, 3, 4, 5, 15, 16)
    )
    states = await read(
        browser,
        "KO-1",
        "states",
        attribute="status",
        **{"from": start.isoformat(), "to": now.isoformat()},
    )
    hours = [
        (
            (datetime.fromisoformat(one["from"]) - start) / HOUR,
            (datetime.fromisoformat(one["to"]) - start) / HOUR,
            one["value"],
        )
        for one in states["intervals"]
    ]
    assert hours == [(1, 4, "ok"), (4, 6, "lidOpen"), (15, 17, "lidOpen")]
    assert (states["thinned"], states["known_from"]) == (False, None)


# observations


async def test_observations_are_paged_newest_first(server, browser, now):
    await server.city.record(standing(BIN, name="KO-1 Jevrejska"))
    await server.city.record(
        seen(BIN, "temperature", n, at=now - n * HOUR, unit="CEL") for n in range(10)
    )
    found = []
    more = {}
    while more is not None:
        page = await read(
            browser, "KO-1", "observations", attribute="temperature", limit=4, **more
        )
        found += page["items"]
        more = page["next"] and {"before": page["next"]}
    assert [one["value"] for one in found] == list(range(10))
    assert {one["unit"] for one in found} == {"CEL"}
    assert {one["source"] for one in found} == {"test"}
    every = await read(browser, "KO-1", "observations")
    assert {one["attribute"] for one in every["items"]} == {
        "type",
        "location",
        "name",
        "temperature",
    }
    bad = await browser.get(
        f"assets/{await number_of(browser, 'KO-1')}/observations", before="x~1"
    )
    assert bad.status_code == 400


async def test_observations_are_downloaded_with_zone_and_unit(server, browser, now):
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    await server.city.record(standing(BIN))
    await server.city.record(
        [
            *(
                seen(BIN, "temperature", n, at=at + n * HOUR, unit="CEL")
                for n in range(3)
            ),
            seen(BIN, "status", "=HYPERLINK(1)", at=at),
        ]
    )
    number = await number_of(browser, "KO-1")
    answer = await browser.http.get(
        f"{browser.api}/assets/{number}/observations.csv",
        params=[
            ("attribute", "temperature"),
            ("attribute", "status"),
            ("zone", "Europe/Prague"),
            ("from", (at - HOUR).isoformat()),
            ("to", now.isoformat() if now > at else (at + DAY).isoformat()),
        ],
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "KO-1.csv" in answer.headers["content-disposition"]
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert head[0] == "time [Europe/Prague]"
    assert [row[:4] for row in rows if row[1] == "temperature"] == [
        ["2026-10-25T02:30:00+02:00", "temperature", "0", "CEL"],
        ["2026-10-25T02:30:00+01:00", "temperature", "1", "CEL"],
        ["2026-10-25T03:30:00+01:00", "temperature", "2", "CEL"],
    ]
    assert [row[2] for row in rows if row[1] == "status"] == ["'=HYPERLINK(1)"]


# the log


async def everything_in(browser, code, **parameters):
    found = []
    more = {}
    while more is not None:
        page = await read(browser, code, "log", **parameters, **more)
        found += page["items"]
        more = page["next"] and {"before": page["next"]}
    return found


async def test_the_log_tells_who_did_what_newest_first(server, browser, now):
    alert = "urn:ngsi-ld:Alert:1"
    lamp = LAMPS[0]
    await server.city.record(standing(lamp, name="SL-00"))
    await server.city.record([seen(lamp, "name", "SL-00 Jevrejska")])
    await server.city.record(
        [
            seen(alert, TYPE, ["Alert"]),
            seen(alert, "alertSource", lamp, kind=Kind.RELATIONSHIP),
            seen(alert, "severity", "high"),
            seen(alert, "description", "It smokes."),
            seen(alert, "validFrom", (now - 2 * HOUR).isoformat()),
            seen(alert, "validTo", (now - HOUR).isoformat()),
        ]
    )
    await server.city.record(
        [by_people(seen(lamp, "maintenance", value=True, at=now - 1.5 * HOUR))]
    )
    log = await everything_in(browser, "SL-00")
    assert [(one["what"], one.get("turn") or one.get("attribute")) for one in log] == [
        ("said", "name"),
        ("said", "type"),
        ("alert", "cleared"),
        ("said", "maintenance"),
        ("alert", "raised"),
    ]
    renamed, created, _, said, raised = log
    assert (renamed["before"], renamed["value"]) == ("SL-00", "SL-00 Jevrejska")
    assert created["created"]
    assert said["source"] == "console"
    assert raised["description"] == "It smokes."
    alerts = await everything_in(browser, "SL-00", what="alert")
    assert {one["what"] for one in alerts} == {"alert"}


async def test_the_log_is_paged_without_loss(server, browser, now):
    await server.city.record(standing(LAMPS[0]))
    await server.city.record(
        [
            seen(LAMPS[0], "note", f"{n}", at=now - n // 3 * HOUR, dataset=f"urn:d:{n}")
            for n in range(20)
        ]
    )
    ledger = await everything_in(browser, "SL-00", limit=5)
    assert [one["attribute"] for one in ledger] == ["type"], (
        "a device spoke, nobody else"
    )
    await server.city.record(
        by_people(seen(LAMPS[0], "note", f"{n}", at=now - n // 3 * HOUR))
        for n in range(20)
    )
    paged = await everything_in(browser, "SL-00", limit=5)
    whole = await everything_in(browser, "SL-00", limit=200)
    assert paged == whole
    assert len(whole) == 21


# orders


def heard(connection="lorawan"):
    """A lamp, its controller and the network that reaches it."""
    device = "urn:ngsi-ld:Device:L-0"
    where = f"urn:ngsi-ld:Connection:{connection}"
    yield from standing(LAMPS[0], illuminanceLevel=1.0)
    yield seen(where, TYPE, ["Connection"])
    yield seen(where, "gate", "lorawan")
    yield seen(where, "url", "webhook:")
    settings = {"application": "town", "network": "chirpstack"}
    yield seen(where, "settings", settings, kind=Kind.JSON_PROPERTY)
    yield seen(device, TYPE, ["Device"])
    yield seen(device, "serialNumber", "70b3d50000000000")
    yield seen(device, "deviceProfile", "nas_ul20xx")
    yield seen(device, "connection", connection)
    yield seen(device, "controlledAsset", LAMPS[0], kind=Kind.RELATIONSHIP)


@pytest.fixture
async def lamp(server, browser):
    """The path of a lamp that can be told something."""
    await server.city.record(heard())
    path = f"assets/{await number_of(browser, 'SL-00')}"

    async def reachable():
        return not any((await browser.read(path))["hindrances"].values())

    await until(reachable)
    return path


async def give(browser, path, order, value=None, token=None):
    return await browser.http.post(
        f"{browser.api}/{path}/commands",
        json={"order": order, "value": value, "token": token or str(uuid4())},
    )


async def test_a_layer_says_what_its_assets_can_be_told(browser):
    layers = (await browser.read("map"))["layers"]
    lamps = next(layer for layer in layers if layer["type"] == "Streetlight")
    orders = {order["name"]: order for order in lamps["orders"]}
    assert orders["dim"]["kind"] == "level"
    assert orders["dim"]["title"]["sr-Cyrl"] == "Пригуши"
    assert orders["switch"] | {"on": 1.0, "off": 0.0} == orders["switch"]
    feeders = next(one for one in layers if one["type"] == "StreetlightFeeder")
    assert "dark" in feeders["orders"][0]["ask"]["en"]


async def test_an_order_given_twice_with_one_token_is_one_command(browser, lamp):
    token = str(uuid4())
    first = await give(browser, lamp, "dim", 0.4, token)
    again = await give(browser, lamp, "dim", 0.4, token)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"id": token}
    (command,) = (await browser.read(f"{lamp}/commands"))["items"]
    assert (command["state"], command["value"]) == ("pending", 0.4)
    assert command["name"] == "setDimLevel"
    assert command["source"] == "key:first"
    other = await give(browser, lamp, "dim", 0.5, token)
    assert other.status_code == 409


async def test_a_command_is_followed_until_the_network_says_it_was_obeyed(
    server, browser, lamp
):
    token = (await give(browser, lamp, "switch", value=False)).json()["id"]
    answer = await browser.http.post(
        "/hooks/lorawan?event=ack",
        json={
            "deviceInfo": {"devEui": "70b3d50000000000"},
            "queueItemId": token,
            "acknowledged": True,
        },
    )
    assert answer.status_code == 204
    (command,) = (await browser.read(f"{lamp}/commands"))["items"]
    assert (command["state"], command["value"]) == ("confirmed", 0.0)
    assert command["settled_at"]
    (entry,) = (await browser.read(f"{lamp}/log", what="command"))["items"]
    assert (entry["state"], entry["id"]) == ("confirmed", token)
    assert not await server.city.settle([Settled(command=token, state=State.FAILED)])


async def test_why_a_lamp_does_not_obey_is_said_in_every_language(browser, lamp):
    token = (await give(browser, lamp, "switch", value=False)).json()["id"]
    await browser.http.post(
        "/hooks/lorawan?event=ack",
        json={
            "deviceInfo": {"devEui": "70b3d50000000000"},
            "queueItemId": token,
            "acknowledged": False,
        },
    )
    (command,) = (await browser.read(f"{lamp}/commands"))["items"]
    assert command["reason"] == "The device did not acknowledge."
    assert command["says"]["cs"] == "Zařízení nepotvrdilo příjem."
    (entry,) = (await browser.read(f"{lamp}/log", what="command"))["items"]
    assert entry["says"]["sr-Cyrl"] == "Уређај није потврдио пријем."


async def test_a_value_out_of_range_is_refused_with_the_reason(browser, lamp):
    answer = await give(browser, lamp, "dim", 1.2)
    assert answer.status_code == 400
    assert "0 to 1" in answer.json()["detail"]
    assert (await give(browser, lamp, "dim", "bright")).status_code == 400
    assert (await give(browser, lamp, "explode")).status_code == 404
    assert (await give(browser, lamp, "dim", 0.1, "once")).status_code == 400
    assert (await browser.read(f"{lamp}/commands"))["items"] == []


async def test_an_order_nothing_can_bring_there_is_refused_with_the_reason(
    server, browser
):
    await server.city.record(standing(FEEDER, name="V-1"))
    path = f"assets/{await number_of(browser, 'V-1')}"
    hindrance = (await browser.read(path))["hindrances"]["supply"]
    assert "No device" in hindrance["en"]
    answer = await give(browser, path, "supply", value=True)
    assert answer.status_code == 422
    assert answer.json()["detail"] == hindrance["en"]
    assert answer.json()["says"] == hindrance
    await server.city.record(standing(BIN))
    bin_ = await browser.read(f"assets/{await number_of(browser, 'KO-1')}")
    assert bin_["hindrances"] == {}


async def test_commands_are_paged(browser, lamp):
    for percent in range(7):
        await give(browser, lamp, "dim", percent / 100)
    first = await browser.read(f"{lamp}/commands", limit=5)
    rest = await browser.read(f"{lamp}/commands", limit=5, before=first["next"])
    values = [one["value"] for one in first["items"] + rest["items"]]
    assert values == [0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0]
    assert rest["next"] is None


def by_people(observation):
    return replace(observation, source="console")
