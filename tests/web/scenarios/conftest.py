from uuid import uuid4

import pytest

from mesto.kernel.model import TYPE, Kind, Observation
from tests.waiting import until

BIN = "urn:ngsi-ld:WasteContainer:K1"
OVER = {"is": "threshold", "attribute": "fillingLevel", "above": 0.9, "back": 0.8}
TELL = {"is": "notify", "to": ["role:operator"], "subject": {"en": "{{ value }}"}}
FULL = {
    "title": {"en": "Full"},
    "scope": {"types": ["WasteContainer"]},
    "triggers": [OVER, {"is": "hand"}, {"is": "webhook"}],
    "actions": [TELL],
}


def seen(attribute, value, kind=Kind.PROPERTY):
    return Observation(
        entity=BIN, attribute=attribute, value=value, kind=kind, source="test"
    )


class Town:
    def __init__(self, server, browser):
        self.city, self.browser = server.city, browser

    async def keep(self, name, stage="active", **parts):
        path = f"{self.browser.api}/scenarios/{name}"
        body = {"definition": FULL | parts}
        kept = await self.browser.http.put(path, json=body)
        assert kept.status_code == 200, kept.text
        body = {"stage": stage, "version": kept.json()["version"]}
        answer = await self.browser.http.put(f"{path}/stage", json=body)
        assert answer.status_code == 204, answer.text

    async def level(self, value):
        await self.city.record([seen("fillingLevel", value)])

    async def runs(self, name="full"):
        return (await self.browser.read(f"scenarios/{name}/runs"))["runs"]

    async def ran(self, times, name="full"):
        async def enough():
            return len(await self.runs(name)) >= times

        await until(enough)
        return await self.runs(name)

    async def start(self, name="full", how="start", **more):
        path = f"{self.browser.api}/scenarios/{name}/{how}"
        body = {"token": str(uuid4()), "entity": BIN} | more
        return await self.browser.http.post(path, json=body)

    async def notices(self):
        async with self.city.bound() as connection:
            return await connection.fetchval("select count(*) from notice")

    async def alert(self, rule):
        urn = f"urn:ngsi-ld:Alert:scenario:{rule}:WasteContainer:K1"
        return (await self.city.present([urn])).get(urn)


@pytest.fixture
async def town(server, browser):
    await server.city.record([seen(TYPE, ["WasteContainer"]), seen("name", "K 1")])
    return Town(server, browser)
