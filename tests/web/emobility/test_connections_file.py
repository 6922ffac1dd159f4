"""A file of grid connections is imported; what hangs on nothing comes back."""

from base64 import b64encode

import pytest

from mesto.domains.emobility.keeping.site import root_of, site_of

pytestmark = pytest.mark.anyio

TABLE = """\
id,name,connectionKind,refGridConnection,maximumCurrent,limits
TS-3,Transformer 3,transformer,,250,
RVO-7,Cabinet 7,cabinet,urn:ngsi-ld:GridConnection:TS-3,63,Mo-Fr 16:00-21:00 40 A
RVO-8,Cabinet 8,cabinet,urn:ngsi-ld:GridConnection:TS-9,63,
"""


EVSES = """\
id,refEVChargingStation,number,phases,failSafeCurrent
NS-1:1,urn:ngsi-ld:EVChargingStation:NS-1,1,231,6
NS-1:2,urn:ngsi-ld:EVChargingStation:NS-1,2,1,60
NS-1:3,urn:ngsi-ld:EVChargingStation:NS-1,3,1,4
"""
STATIONS = """\
id,name,refGridConnection
NS-1,Square,urn:ngsi-ld:GridConnection:RVO-7
"""


async def imported(browser, type_, table):
    """Import a table as the console does."""
    file = {"name": "file.csv", "content": b64encode(table.encode()).decode()}
    guess = {**file, "type": type_}
    mapping = (
        await browser.http.post(f"{browser.api}/import/guess", json=guess)
    ).json()
    told = {**file, "mapping": mapping, "dry_run": False}
    answer = await browser.http.post(f"{browser.api}/import", json=told)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_what_hangs_together_comes_by_files_and_loose_ends_go_back(
    browser, server
):
    done = await imported(browser, "GridConnection", TABLE)
    assert (done["created"], done["refused"]) == (2, 1)
    assert "TS-9 is neither in the town" in done["examples"][0]["why"]
    assert (await imported(browser, "EVChargingStation", STATIONS))["refused"] == 0
    done = await imported(browser, "EVSE", EVSES)
    assert (done["created"], done["refused"]) == (1, 2)
    assert "more than the 32 A it can" in done["examples"][0]["why"]
    city = server.city
    site = site_of(
        *[
            await city.entities(type_)
            for type_ in ("GridConnection", "EVChargingStation", "EVSE")
        ]
    )
    assert site.left_out == {}
    (evse,) = site.tree.connectors
    assert (evse.phases, site.places[evse.name].fail_safe_a) == ("231", 6)
    assert root_of(site.tree, evse.name) == "urn:ngsi-ld:GridConnection:TS-3"
