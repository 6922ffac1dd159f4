"""What the tests of the TALQ gate share: a town that knows one gateway."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
import pytest

from mesto.gates.talq.standard import Shape, check, document, shape_of
from mesto.kernel.model import TYPE, Kind, Observation
from tests.conftest import Server
from tests.waiting import until

GATEWAY = "6a1c2f30-0000-4000-8000-000000000001"
CMS = "6a1c2f30-0000-4000-8000-0000000000c5"
LAMP = "6a1c2f30-1111-4000-8000-00000000000a"
CABINET = "6a1c2f30-2222-4000-8000-00000000000b"
STREETLIGHT = "urn:ngsi-ld:Streetlight:1"
FULL_STOP = "urn:ngsi-ld:StreetlightControlCabinet:1"
AT = "2026-05-01T20:15:00Z"


def attribute(kind: str, value: Any, at: str | None = AT) -> dict[str, Any]:
    told = {"type": f"Attribute{kind}", "value": value}
    return told if at is None else {**told, "timestamp": at}


def lamp(address: str = LAMP, **more: Any) -> dict[str, Any]:
    return {
        "address": address,
        "name": "Lamp 1",
        "class": "luminaire",
        "functions": [
            {"id": "light", "type": "LampActuatorFunction"},
            {"id": "monitor", "type": "LampMonitorFunction"},
        ],
        **more,
    }


def entry(source: str, name: str, value: dict[str, Any], at: str = AT) -> Any:
    data = {
        "type": "AttributeLogData",
        "srcAddress": source,
        "timestamp": at,
        "attributeName": name,
        "attributeValue": value,
    }
    return {"data": data}


def event(source: str, name: str, **more: Any) -> Any:
    told = {"srcAddress": source, "timestamp": AT, "eventType": name, **more}
    return {"data": {"type": "EventLogData", **told}}


def report(*entries: Any) -> dict[str, Any]:
    return {"address": "lamps", "entries": list(entries)}


class Operation(NamedTuple):
    """One operation of the CMS OpenAPI."""

    path: str
    verb: str
    body: bool


def operations() -> list[Operation]:
    return [
        Operation(path, verb.upper(), "requestBody" in told)
        for path, verbs in document("cms")["paths"].items()
        for verb, told in verbs.items()
    ]


class Gateway:
    """Speaks as a gateway does; every answer is held against the CMS OpenAPI."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        """Speak through `client`."""
        self.client = client

    async def ask(
        self, verb: str, path: str, body: Any = None, *, template: str = "", **more: Any
    ) -> httpx.Response:
        params = {"clientAddress": GATEWAY, "talqRequestId": str(uuid4())}
        params |= more.pop("params", {})
        answer = await self.client.request(
            verb,
            f"/talq{path}",
            params={name: one for name, one in params.items() if one is not None},
            headers=more.pop("headers", {"talq-api-version": "2.7.1"}),
            **({} if body is None else {"json": body}),
            **more,
        )
        hold_against(answer, verb, template or path)
        return answer


def hold_against(answer: httpx.Response, verb: str, path: str) -> None:
    """Assert that an answer is one that the standard gives there."""
    assert answer.headers["talq-api-version"] == "2.7.1"
    if answer.status_code in (401, 403, 405) or path not in document("cms")["paths"]:
        check(answer.json(), Shape("TALQErrorMessage", many=True))
        return
    answers = document("cms")["paths"][path][verb.lower()]["responses"]
    assert str(answer.status_code) in answers, answer.text
    told = answers[str(answer.status_code)]
    content = told.get("content", {}).get("application/json")
    if content is None:
        assert answer.content == b""
        return
    assert answer.headers["content-type"] == "application/json"
    shape = shape_of(content["schema"])
    if shape is None:
        assert isinstance(answer.json(), int)
    else:
        check(answer.json(), shape)
    for header in told.get("headers", {}):
        assert header not in answer.headers or answer.headers[header].isdecimal()


async def connect(server: Server, url: str = "webhook:", **settings: Any) -> None:
    """Connect the gateway of these tests."""
    urn = "urn:ngsi-ld:Connection:lights"
    told = {"gateway_address": GATEWAY, "cms_address": CMS, **settings}
    await server.city.record(
        [
            Observation(entity=urn, attribute=name, value=value, source="t", kind=kind)
            for name, value, kind in (
                (TYPE, ["Connection"], Kind.PROPERTY),
                ("gate", "talq", Kind.PROPERTY),
                ("url", url, Kind.PROPERTY),
                ("settings", told, Kind.JSON_PROPERTY),
            )
        ]
    )
    register = server.installation.exchanges[server.city.name].register

    async def is_known() -> bool:
        return "lights" in register.connections

    await until(is_known)


async def speaks_for(server: Server, serial: str, asset: str) -> None:
    """Say which asset a device of the gateway speaks for."""
    urn = f"urn:ngsi-ld:Device:talq:lights:{serial}"
    link = Kind.RELATIONSHIP
    await server.city.record(
        [
            Observation(entity=urn, attribute=TYPE, value=["Device"], source="t"),
            Observation(entity=urn, attribute="serialNumber", value=serial, source="t"),
            Observation(entity=urn, attribute="connection", value="lights", source="t"),
            Observation(
                entity=urn,
                attribute="controlledAsset",
                value=asset,
                source="t",
                kind=link,
            ),
        ]
    )
    register = server.installation.exchanges[server.city.name].register

    async def is_known() -> bool:
        device = register.device_of(asset)
        return device is not None and device.connection == "lights"

    await until(is_known)


@pytest.fixture
async def gateway(server: Server) -> AsyncIterator[Gateway]:
    """A gateway whose town has a connection for it."""
    await connect(server)
    async with httpx.AsyncClient(
        base_url=server.url, headers=server.headers, timeout=30
    ) as client:
        yield Gateway(client)


async def value_of(server: Server, urn: str, name: str) -> object:
    found = await server.city.present([urn])
    return found[urn].value(name) if urn in found else None
