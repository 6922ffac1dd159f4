"""Collection rehearsed on what containers of a town really took."""

from datetime import UTC, datetime, time, timedelta

import orjson
import pytest

from mesto.kernel.model import Kind
from tests.web.conftest import PLACE, seen, standing

pytestmark = pytest.mark.anyio

DAYS = 40
POLICIES = [
    {"is": "was"},
    {"is": "every", "days": 1},
    {"is": "threshold", "level": 0.6},
    {"is": "risk", "overflow_km": 50},
]


def a_container(name, number, daily, today):
    """A container that is emptied every third day, and told of each evening."""
    urn = f"urn:ngsi-ld:WasteContainer:{name}"
    place = (PLACE[0] + 0.004 * number, PLACE[1])
    yield from standing(urn, place=place, storedWasteKind="paper", binCapacity=1100)
    level = 0.0
    for day in range(DAYS):
        noon = datetime.combine(today - timedelta(days=DAYS - day), time(10), UTC)
        if day % 3 == 2:
            emptying = {"before": min(level, 1.0), "after": 0.0}
            yield seen(
                urn,
                "emptying",
                emptying,
                at=noon,
                kind=Kind.JSON_PROPERTY,
                dataset="urn:ngsi-ld:Dataset:reported",
            )
            level = 0.0
        level = min(1.0, level + daily)
        yield seen(urn, "fillingLevel", level, at=noon + timedelta(hours=10))


@pytest.fixture
def today():
    """The day of this test, and not of the run: one may last over midnight."""
    return datetime.now(UTC).date()


@pytest.fixture
async def town(browser, server, today):
    """Twelve containers for paper, some quick, some slow."""
    for number in range(12):
        told = a_container(f"p{number}", number, 0.05 + 0.03 * number, today)
        await server.city.record(list(told))
    while await server.city.keep_rollups():
        pass
    return browser


async def rehearse(town, today, **given):
    asked = {
        "fraction": "paper",
        "first": str(today - timedelta(days=12)),
        "last": str(today - timedelta(days=2)),
        "policies": POLICIES,
        **given,
    }
    return await town.http.post(f"{town.api}/waste/rehearse", json=asked)


async def test_ways_are_compared_on_what_really_came(town, today):
    choices = await town.read("waste/rehearse")
    assert choices == {"fractions": {"paper": 12}}
    answer = await rehearse(town, today)
    assert answer.status_code == 200, answer.text
    *before, last = map(orjson.loads, answer.text.splitlines())
    progress = [one["progress"] for one in before]
    assert progress == sorted(progress)
    assert len(progress) > 4
    was, daily, threshold, risk = last["result"]["policies"]
    assert daily["emptied"] == 12 * 11
    assert daily["over"] == 0
    assert was["emptied"] < daily["emptied"]
    assert 0 < threshold["emptied"] < daily["emptied"]
    assert risk["km"] < daily["km"]
    assert risk["over"] < 0.05
    assert last["result"]["silent"] == 0


async def test_what_cannot_be_rehearsed_is_refused_with_its_place(town, today):
    wrong = {
        "fraction": {"fraction": "glass"},
        "last": {"last": str(today + timedelta(days=2))},
    }
    for place, given in wrong.items():
        refused = await rehearse(town, today, **given)
        assert refused.status_code == 400
        assert refused.json()["place"] == [place]
