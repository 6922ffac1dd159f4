"""A few things that happen in a town, and what was shown of them."""

import asyncio
from datetime import UTC, datetime

from tests.waiting import LONG_S

from .conftest import seen, standing

BINS = [f"urn:ngsi-ld:WasteContainer:KO-{number}" for number in range(1, 5)]
CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-1"
LAMP = "urn:ngsi-ld:Streetlight:SL-1"
ROW = ("urn", "status", "name", "street", "location", "value", "cause", "because")


async def live(browser):
    """What the live picture shows: how each asset is, and what is said of it."""
    state, rows = await browser.read("state"), await browser.read("abnormal")
    return shown(state), said(rows)


async def then(browser, at):
    """What the past shows of a moment."""
    state = await browser.read("past/state", at=at.isoformat())
    return shown(state), said(await browser.read("past/abnormal", at=at.isoformat()))


def shown(state):
    columns = (state["ids"], state["layer"], state["status"], state["value"])
    return {one: how for one, *how in zip(*columns, strict=True)}


def said(rows):
    told = [{name: row.get(name) for name in ROW} for row in rows]
    return [one | {"because": named(one["because"])} for one in told]


def named(because):
    """Who explains a row, whatever else is known of it."""
    return because and {name: because[name] for name in ("id", "urn", "name")}


async def filmed(browser, *, but=None):
    """The first moment whose film shows what is live, and what that is.

    but: what was live before, and is not any more
    """
    async with asyncio.timeout(LONG_S):
        while True:
            now, picture = datetime.now(UTC), await live(browser)
            answer = await browser.get("past/state", at=now.isoformat())
            filmed = answer.status_code == 200 and await then(browser, now) == picture
            if filmed and picture != but:
                return now, picture
            await asyncio.sleep(0.05)


TOWN = [
    *standing(BINS[0], name="KO-1", fillingLevel=0.2),
    *standing(BINS[1], name="KO-2", fillingLevel=0.97),
    *standing(CABINET, name="RO-1", voltageR=231.0),
    *standing(
        LAMP,
        name="SL-1",
        voltage=230.0,
        illuminanceLevel=0.7,
        links={"refStreetlightControlCabinet": CABINET},
    ),
]
NOTHING = ({}, [])
#: What happens one after the other, each seen by itself.
EVENTS = [
    [seen(BINS[0], "fillingLevel", 0.85)],
    [seen(BINS[0], "fillingLevel", 0.88), seen(LAMP, "illuminanceLevel", 0.4)],
    [seen(CABINET, "voltageR", 0.0), seen(LAMP, "voltage", 0.0)],
    [seen(BINS[1], "fillingLevel", 0.1), *standing(BINS[2], fillingLevel=0.3)],
    [seen(BINS[0], "fillingLevel", 0.99)],
]


async def let_happen(city, browser, events=EVENTS):
    """Let things happen; return each moment with what was shown then."""
    await city.record(TOWN)
    moments = [await filmed(browser, but=NOTHING)]
    for event in events:
        await city.record(event)
        moments.append(await filmed(browser, but=moments[-1][1]))
    return moments
