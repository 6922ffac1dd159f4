from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesto.kernel.model import Kind
from tests.web.conftest import PLACE, seen, standing

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:KO-{}"
FULL, HALF, EMPTY, DUMB = (BIN.format(number) for number in (10, 2, 3, 1))
BINS = "tables/WasteContainer"


@pytest.fixture
async def bins(server, now):
    """Four containers: a full, a half full, an empty, and one never heard of."""
    near = (PLACE[0] + 0.01, PLACE[1])
    long_ago = now - timedelta(hours=5)
    await server.city.record(
        [
            *standing(
                FULL, name="Žižkova 10", fillingLevel=0.97, temperature=8, at=now
            ),
            *standing(HALF, name="Žižkova 2", fillingLevel=0.5, binColor="red", at=now),
            *standing(EMPTY, fillingLevel=0.02, place=near, at=long_ago),
            *standing(DUMB, place=near),
            seen(FULL, "address", {"streetAddress": "Jevrejska", "district": "Liman"}),
            seen(FULL, "temperature", 8),
            seen(HALF, "binColor", "red"),
            seen(HALF, "dateLastEmptying", long_ago.isoformat()),
            seen(HALF, "reportingPeriod", 86_400),
            seen(EMPTY, "reportingPeriod", 86_400),
        ]
    )
    return {FULL: "full", HALF: "half", EMPTY: "empty", DUMB: "dumb"}


@pytest.fixture
def ask(browser, bins):
    """Ask for bins, and say who answers."""

    async def ask(**query):
        table = await browser.read(BINS, **query)
        assert len(table["ids"]) == table["count"]
        return [bins[row["urn"]] for row in table["rows"]]

    return ask


@pytest.mark.usefixtures("bins")
async def test_a_table_shows_how_its_assets_are(browser):
    table = await browser.read(BINS, columns="fillingLevel temperature", sort="-.state")
    assert (table["count"], table["total"]) == (4, 4)
    first = table["rows"][0]
    assert table["ids"][0] == first["id"]
    assert (first["urn"], first["status"]) == (FULL, 2)
    assert first["cause"]["en"] == "97 % full."
    assert (first["street"], first["district"]) == ("Jevrejska", "Liman")
    assert first["values"] == {"fillingLevel": 0.97, "temperature": 8}
    assert first["seen"]
    unheard = next(row for row in table["rows"] if row["urn"] == DUMB)
    assert (unheard["seen"], unheard["values"]) == (None, {})


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-fillingLevel", ["full", "half", "empty", "dumb"]),
        ("fillingLevel", ["empty", "half", "full", "dumb"]),
        (".name", ["dumb", "empty", "half", "full"]),
        ("-temperature -fillingLevel", ["full", "half", "empty", "dumb"]),
        (".seen -.name", ["empty", "full", "half", "dumb"]),
        ("-binColor .name", ["half", "dumb", "empty", "full"]),
    ],
)
async def test_a_table_is_sorted_by_any_column_and_by_several(ask, sort, order):
    assert await ask(sort=sort) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "zizkova"}, {"full", "half"}),
        ({"q": "жижкова 2"}, {"half"}),
        ({"q": "jevrejska"}, {"full"}),
        ({"filter": ".state is critical or offline"}, {"full"}),
        ({"filter": "fillingLevel from 0.5"}, {"full", "half"}),
        ({"filter": "fillingLevel from 0.02 to 0.5"}, {"half", "empty"}),
        ({"filter": "temperature unknown"}, {"half", "empty", "dumb"}),
        ({"filter": ".seen older 2h"}, {"empty"}),
        ({"filter": ".seen within 2h and fillingLevel to 0.6"}, {"half"}),
        ({"filter": "dateLastEmptying older 4h"}, {"half"}),
        ({"filter": "binColor is red"}, {"half"}),
        ({"filter": "binColor unknown and fillingLevel known"}, {"full", "empty"}),
        ({"filter": ".district has liman"}, {"full"}),
        ({"filter": '.cause has "97 % FULL"'}, {"full"}),
        ({"filter": ".code has ko-1"}, {"full", "dumb"}),
        ({"filter": "noSuchAttribute known"}, set()),
        ({"bbox": f"{PLACE[0] - 0.001},45,{PLACE[0] + 0.001},46"}, {"full", "half"}),
    ],
)
async def test_a_filter_finds_who_fits(ask, query, found):
    assert set(await ask(**query)) == found


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
async def test_some_rows_can_be_asked_for_again(browser):
    ids = (await browser.read(BINS, sort=".name"))["ids"]
    wanted = [ids[3], ids[0], 424242]
    rows = await browser.read(
        f"{BINS}/rows", ids=",".join(map(str, wanted)), columns="fillingLevel"
    )
    assert [row["id"] for row in rows] == wanted[:2]
    assert [row["values"] for row in rows] == [{"fillingLevel": 0.97}, {}]


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


async def test_a_type_without_assets_is_an_empty_table(browser):
    table = await browser.read("tables/Streetlight", filter="voltage known", q="x")
    assert (table["count"], table["ids"], table["rows"]) == (0, [], [])


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"filter": "fillingLevel over 1"}, "at character 14"),
        ({"filter": ".colour is red"}, "no column .colour"),
        ({"filter": ".state is broken"}, "no state: ok"),
        ({"sort": ".alphabet"}, "no column"),
        ({"sort": "a b c d e f g"}, "at most 6"),
        ({"columns": "a " * 61}, "at most 60"),
        ({"limit": "201"}, "limit"),
        ({"bbox": "1,2,3"}, "no view"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_the_reason(browser, query, why):
    answer = await browser.get(BINS, **query)
    assert answer.status_code == 400
    assert why in answer.json()["detail"]


@pytest.mark.parametrize("ids", ["", "1,x", "99999999999", ",".join("1" * 201)])
async def test_ids_are_numbers_and_not_too_many(browser, ids):
    assert (await browser.get(f"{BINS}/rows", ids=ids)).status_code == 400


async def test_there_is_no_table_of_what_nobody_shows(browser):
    assert (await browser.get("tables/Dragon")).status_code == 404


COLUMNS = st.sampled_from(
    [".state", ".name", ".seen", ".cause", "fillingLevel", "binColor", "x'; drop --"]
)
VERBS = st.sampled_from(
    ["is", "is not", "has", "from", "to", "older", "within", "before", "known"]
)
OPERANDS = st.one_of(
    st.sampled_from(["critical", "0.5", "2h", "2026-01-01", "true", "' or 1=1 --"]),
    st.text(max_size=8),
)


def said(text):
    quoted = text.replace('"', '""')
    return text if text.isalnum() or text[:1] == "." else f'"{quoted}"'


CONDITIONS = st.tuples(COLUMNS.map(said), VERBS, OPERANDS.map(said)).map(" ".join)
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "filter": st.lists(CONDITIONS, max_size=3).map(" and ".join) | st.text(),
        "q": st.text(max_size=20),
        "sort": st.lists(COLUMNS | st.text(max_size=9), max_size=3).map(" -".join),
        "bbox": st.text(max_size=12),
        "columns": st.text(max_size=20),
        "limit": st.sampled_from(["0", "3", "-1", "x"]),
        "known": st.text(max_size=8),
    },
)


@pytest.mark.usefixtures("bins")
async def test_any_query_is_answered_or_refused_with_a_reason(browser):
    tried = []

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(QUERIES)
    def collect(query):
        tried.append(query)

    collect()
    for query in tried:
        answer = await browser.get(BINS, **query)
        assert answer.status_code in {200, 400}, (query, answer.text)
        if answer.status_code == 400:
            assert answer.json()["detail"]
    assert (await browser.read(BINS))["count"] == 4


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
