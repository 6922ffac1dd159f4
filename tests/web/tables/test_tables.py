from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import PLACE
from tests.web.tables.four import BINS, CALLED, DUMB, FULL, four_bins

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def bins(shared):
    """Containers that all tests of this module only read."""
    await shared.city.record(four_bins(datetime.now(UTC)))
    return CALLED


@pytest.fixture
def server(shared, bins):
    """The server they share; nothing is asked before the containers are there."""
    assert bins
    return shared


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


@pytest.mark.usefixtures("bins")
async def test_some_rows_can_be_asked_for_again(browser):
    ids = (await browser.read(BINS, sort=".name"))["ids"]
    wanted = [ids[3], ids[0], 424242]
    rows = await browser.read(
        f"{BINS}/rows", ids=",".join(map(str, wanted)), columns="fillingLevel"
    )
    assert [row["id"] for row in rows] == wanted[:2]
    assert [row["values"] for row in rows] == [{"fillingLevel": 0.97}, {}]


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
