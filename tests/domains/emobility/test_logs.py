"""A log is asked for on the page of its station, fetched there, and deleted in time."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from mesto.domains.emobility.logs.log import REACHED, standing_of
from mesto.domains.emobility.logs.run import forget
from mesto.kernel.question.brought import Brought
from tests.conftest import Server
from tests.gates.ocpp.conftest import STATION, station, town
from tests.gates.ocpp.test_logs import BYTES, Old, address_of, bring
from tests.stating import entity
from tests.waiting import until

__all__ = ["town"]  # a fixture

NOW = datetime(2030, 6, 21, 10, tzinfo=UTC)
URN = "urn:ngsi-ld:EVStationLog:NS-1:1"


def at(minutes: int) -> dict[str, str]:
    moment = NOW + timedelta(minutes=minutes)
    return {"@type": "DateTime", "@value": moment.isoformat()}


@pytest.mark.parametrize(
    ("said", "word", "state"),
    [
        ({"requestedAt": at(-1)}, None, "asked"),
        ({"requestedAt": at(-16)}, None, "failed"),
        ({"status": "told", "toldAt": at(-1), "expiresAt": at(59)}, None, "asked"),
        ({"status": "told", "toldAt": at(-1)}, "Uploading", "uploading"),
        ({"status": "told", "toldAt": at(-1)}, "UploadFailed", "failed"),
        ({"status": "told", "toldAt": at(1)}, "UploadFailed", "asked"),
        ({"status": "told", "toldAt": at(-61), "expiresAt": at(-1)}, None, "failed"),
        ({"status": "failed", "reason": "FTP alone"}, "Uploading", "failed"),
        ({"status": "failed", "reason": {"cs": "Jen FTP"}}, None, "failed"),
        ({"status": "came", "toldAt": at(-1)}, "UploadFailed", "came"),
        ({"status": "deleted"}, None, "deleted"),
    ],
)
def test_how_a_log_stands(said: dict, word: str | None, state: str) -> None:
    told = {} if word is None else {"diagnosticsStatus": word}
    where = entity(STATION, NOW, told)
    standing = standing_of(entity(URN, NOW, said), where, NOW, newest=True)
    assert standing.state == state
    assert bool(standing.why) == (state == "failed")


def test_what_a_station_says_of_uploading_is_of_the_last_log() -> None:
    told = {"status": "told", "toldAt": at(-1)}
    where = entity(STATION, NOW, {"diagnosticsStatus": "Uploading"})
    standing = standing_of(entity(URN, NOW, told), where, NOW, newest=False)
    assert standing.state == "asked"
    assert timedelta(minutes=1) < REACHED


@pytest.mark.anyio
async def test_a_log_is_asked_for_fetched_and_deleted(town: Server) -> None:
    api = f"/api/{town.city.name}/emobility/stations"
    async with (
        httpx.AsyncClient(
            base_url=town.url, headers=town.headers, timeout=30
        ) as client,
        station(town, kind=Old) as cp,
    ):

        async def number() -> int | None:
            (one,) = (await client.get(api)).json()["items"]
            return one["id"]

        await until(number)
        page = f"{api}/{await number()}"

        async def log() -> dict:
            (one, *_) = (await client.get(page)).json()["logs"]
            return one

        async def ask() -> str:
            cp.url, token = "", str(uuid4())
            told = {"what": "log", "value": {}, "token": token}
            assert (await client.post(f"{page}/told", json=told)).status_code == 201
            return token

        token = await ask()
        url = await address_of(cp)
        asked = await log()
        assert (asked["id"], asked["state"]) == (token, "asked")
        assert asked["by"]
        assert (await client.get(f"{page}/logs/{token}")).status_code == 404
        assert (await bring(url)).status_code == 201
        came = await log()
        assert (came["state"], came["size"]) == ("came", len(BYTES))
        file = await client.get(f"{page}/logs/{token}")
        assert file.content == BYTES
        assert file.headers["x-content-type-options"] == "nosniff"
        assert "attachment" in file.headers["content-disposition"]
        urn = f"urn:ngsi-ld:EVStationLog:NS-1:{token}"
        kept = (await town.city.present([urn]))[urn]
        assert kept.value("handedOutTo") == asked["by"]

        assert (await client.delete(f"{page}/logs/{token}")).status_code == 200
        assert await town.city.ask(Brought(urn)) is None
        assert (await log())["state"] == "deleted"
        assert (await client.get(f"{page}/logs/{token}")).status_code == 404
        assert (await client.get(f"{page}/logs/..%2F{token}")).status_code == 404

        token = await ask()
        assert (await bring(await address_of(cp))).status_code == 201
        urn = f"urn:ngsi-ld:EVStationLog:NS-1:{token}"
        now = datetime.now(UTC)
        assert await forget(town.city, now + timedelta(days=29)) == []
        assert await forget(town.city, now + timedelta(days=31)) == [urn]
        assert await town.city.ask(Brought(urn)) is None
