"""Tables of what changes while they are open."""

import pytest

from mesto.kernel.model import Kind
from tests.web.conftest import seen
from tests.web.tables.four import BINS, CALLED, DUMB, EMPTY, FULL, HALF, four_bins

pytestmark = pytest.mark.anyio


@pytest.fixture
async def bins(server, now):
    """Four containers of this test's own."""
    await server.city.record(four_bins(now))
    return CALLED


async def test_who_knows_the_order_is_told_that_it_is_the_same(browser, server, bins):
    query = {"sort": "-fillingLevel", "columns": "fillingLevel"}
    order = (await browser.read(BINS, **query))["order"]
    same = await browser.read(BINS, known=order, **query)
    assert same["order"] == order
    assert "ids" not in same
    await server.city.record([seen(EMPTY, "fillingLevel", 0.7)])
    while "ids" not in (other := await browser.read(BINS, known=order, **query)):
        pass
    assert [bins[row["urn"]] for row in other["rows"]][1] == "empty"


@pytest.mark.usefixtures("bins")
async def test_a_table_knows_which_further_attributes_there_are(browser, server):
    await server.city.record([seen(FULL, "volume", 1.1, unit="MTQ")])
    habits = {one["attribute"]: one for one in await browser.read(f"{BINS}/columns")}
    assert {"name", "location", "address"}.isdisjoint(habits)
    assert (habits["volume"]["kind"], habits["volume"]["units"]) == ("number", ["MTQ"])
    assert (habits["binColor"]["kind"], habits["binColor"]["entities"]) == ("text", 1)
    assert habits["dateLastEmptying"]["kind"] == "moment"


@pytest.mark.usefixtures("bins")
async def test_a_column_says_what_it_holds(browser, server):
    await server.city.record([seen(FULL, "isLocked", value=True)])
    level = await browser.read(f"{BINS}/values", column="fillingLevel")
    assert (level["least"], level["greatest"], level["missing"]) == (0.02, 0.97, 1)
    colour = await browser.read(f"{BINS}/values", column="binColor")
    assert colour["values"] == [{"value": "red", "count": 1}]
    locked = await browser.read(f"{BINS}/values", column="isLocked")
    assert locked["values"] == [{"value": True, "count": 1}]


@pytest.mark.usefixtures("bins")
async def test_an_asset_that_is_gone_leaves_the_table(browser, server):
    await browser.read(BINS)
    await server.city.record([seen(DUMB, "type", None, deleted=True)])
    while (await browser.read(BINS))["count"] == 4:
        pass
    assert (await browser.read(BINS))["total"] == 3


@pytest.mark.usefixtures("bins")
async def test_what_a_judge_does_not_read_is_a_column_too(browser, server):
    """Relationships and lists are shown and found, though nobody reckons with them."""
    await server.city.record(
        [
            seen(FULL, "refDevice", "urn:ngsi-ld:Device:7", kind=Kind.RELATIONSHIP),
            seen(HALF, "sizes", [1, 2]),
        ]
    )
    assert (await browser.read(BINS, filter="refDevice has device:7"))["count"] == 1
    table = await browser.read(BINS, filter="sizes known", columns="sizes")
    assert table["rows"][0]["values"] == {"sizes": [1, 2]}
