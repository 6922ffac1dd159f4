"""What is not there cannot be dropped: that is said, and nothing is written of it."""

from urllib.parse import quote

import pytest

from mesto.kernel.problem import CONTENT_TYPE
from tests.furnishing import LAMP, Furnisher, standing
from tests.web.doors import console_doors, filled, ngsi_ld_doors, numbers_of, parameters

pytestmark = pytest.mark.anyio

TEXT = "dropped 7b1e"
#: A town has a right to forget whom it is told of, however often.
EACH_TIME = {"personal/{login}"}


async def written(city):
    """How much stands in the ledger and in the log of a town."""
    async with city.bound() as connection:
        stated = await connection.fetchval("select count(*) from ledger")
    async with city.database.owner() as connection:
        acts = await connection.fetchval(
            "select count(*) from act where $1 = any(municipalities)", city.name
        )
    return stated, acts


def is_not_found(answer):
    kind = answer.headers["content-type"].partition(";")[0]
    return (answer.status_code, kind) == (404, CONTENT_TYPE.partition(";")[0])


async def test_what_is_not_there_or_no_longer_is_not_dropped(server, admin):
    city, http = server.city, admin.http
    await city.record(standing(TEXT))
    furnished = await Furnisher(http, city.name, TEXT).furnish()
    known = parameters(await numbers_of(city, http, furnished))
    for method, path in console_doors():
        if method != "DELETE":
            continue
        there, nowhere = (filled(path, known, which)[0] for which in (0, 1))
        dropped = await http.delete(f"/api/{city.name}/{there}")
        before = await written(city)
        for gone in {there, nowhere} - EACH_TIME:
            again = await http.delete(f"/api/{city.name}/{gone}")
            assert is_not_found(again), (path, gone, again.text, dropped.text)
            assert await written(city) == before, path


async def test_what_nobody_knows_is_not_dropped_by_the_open_interface_either(
    server, admin
):
    city = server.city
    await city.record(standing(TEXT))
    before = await written(city)
    nowhere = quote(f"{LAMP}-nowhere", safe="")
    for method, path in ngsi_ld_doors():
        if method == "DELETE" and "{}" in path:
            answer = await admin.http.delete(path.replace("{}", nowhere))
            offered = "not offered" not in answer.text
            assert answer.status_code == (404 if offered else 422), (path, answer.text)
            assert await written(city) == before, path
