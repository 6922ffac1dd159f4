"""A reminder reaches a browser through a push service that we did not write.

`web-push-testing` (npm, MIT) decrypts each message (RFC 8291) and verifies who sent it
(VAPID, RFC 8292); what it cannot, it refuses.
"""

import asyncio
import json
import os
import re
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from mesto.domains.waste.reminders.run import remind
from tests.conftest import serving
from tests.waiting import until
from tests.web.waste.test_reminders import EVENING, a_calendar

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[3]
MODULES = ROOT / "console/node_modules"
SERVICE = ROOT / "tests/operations/notifications/push-service.cjs"


@asynccontextmanager
async def push_service():
    """Run the service; yield a client of it."""
    if not (MODULES / "web-push-testing").exists():
        pytest.fail("the push service is not there: cd console && npm ci")
    process = await asyncio.create_subprocess_exec(
        "node",
        str(SERVICE),
        env={**os.environ, "NODE_PATH": str(MODULES)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        port = int(await process.stdout.readline())
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        process.terminate()
        await process.wait()


async def told_by(service, browser):
    """Return what a browser was shown."""
    asked = {"clientHash": browser["clientHash"]}
    answer = await service.post("/get-notifications", json=asked)
    return [json.loads(one) for one in answer.json()["data"]["messages"]]


async def test_a_push_service_delivers_a_reminder_and_ends_one_that_expired(
    dsn, database, municipality, tmp_path
):
    async with (
        push_service() as service,
        serving(
            dsn, database, municipality, tmp_path, public_url="https://city.example"
        ) as server,
        httpx.AsyncClient(base_url=server.url, timeout=60) as stranger,
    ):
        kept = await stranger.put(
            f"/api/{server.city.name}/waste/calendars/paper",
            json={"definition": a_calendar(), "version": 0},
            headers=server.headers,
        )
        assert kept.status_code == 200, kept.text
        page = await stranger.get(
            f"/public/{server.city.name}/waste/collection",
            params={"address": "Dlouhá 12", "language": "en"},
        )
        key = re.search(r'data-key="([^"]+)"', page.text)[1]
        wanted = {"userVisibleOnly": "true", "applicationServerKey": key}
        made = await service.post("/subscribe", json=wanted)
        browser = made.json()["data"]
        asked = await stranger.post(
            f"/open/{server.city.name}/waste/reminders",
            json={
                "address": "Dlouhá 12",
                "moment": "evening",
                "language": "en",
                "browser": {"endpoint": browser["endpoint"], "keys": browser["keys"]},
            },
        )
        assert asked.status_code == 200, asked.text
        assert await remind(server.city, EVENING) == 1

        async def delivered():
            return await told_by(service, browser)

        await until(delivered)
        (message,) = await told_by(service, browser)
        assert message["title"] == "Waste collection Wed 7/3: paper"
        assert "put it out by 06:00" in message["body"]
        assert message["link"].endswith(asked.json()["page"])

        await service.post(f"/expire-subscription/{browser['clientHash']}")
        assert await remind(server.city, EVENING.replace(day=13)) == 1

        async def forgotten():
            async with server.city.bound() as connection:
                return not await connection.fetchval("select count(*) from resident")

        await until(forgotten)
