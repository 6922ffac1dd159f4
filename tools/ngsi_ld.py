"""Writes the reference of the NGSI-LD API: its routes, and requests that were made.

python tools/ngsi_ld.py

asks a server of its own anew and keeps what it answered; `tools/reference.py` lays it
out beside the routes. A test asks the same again.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mesto.bench.stage import set_stage
from mesto.gates.ngsi_ld import application
from mesto.gates.ngsi_ld.described.document import (
    every_route,
    named,
    refusals,
    said_of,
    title,
)
from mesto.gates.ngsi_ld.described.parts import PARAMETERS, SCHEMAS
from mesto.gates.ngsi_ld.request import EVERYWHERE, PREFIX, Route

KEPT = Path(__file__).with_name("ngsi_ld_answers.json")

BIN = "urn:ngsi-ld:WasteContainer:1"
WISH = "urn:ngsi-ld:Subscription:full"
STILL = "urn:ngsi-ld:Snapshot:spring"
MORNING, NOON = "2026-05-01T06:00:00Z", "2026-05-01T12:00:00Z"


class Example(NamedTuple):
    """A request."""

    method: str
    path: str  #: as the routes spell it
    url: str  #: below the prefix
    body: Any = None


class Answer(NamedTuple):
    """What came back."""

    status: int
    location: str
    body: Any


#: In this order: what comes first makes what comes later asks of.
EXAMPLES: Sequence[Example] = [
    Example(
        "POST",
        "/entities",
        "/entities",
        {
            "id": BIN,
            "type": "WasteContainer",
            "fillingLevel": {"value": 0.35, "observedAt": MORNING},
            "location": {"type": "Point", "coordinates": [19.84, 45.25]},
        },
    ),
    Example("GET", "/entities/{}", f"/entities/{BIN}?options=concise"),
    Example(
        "PATCH",
        "/entities/{}/attrs/{}",
        f"/entities/{BIN}/attrs/fillingLevel",
        {"value": 0.9, "observedAt": NOON},
    ),
    Example(
        "POST", "/entities/{}/attrs", f"/entities/{BIN}/attrs", {"status": "usable"}
    ),
    Example(
        "PATCH", "/entities/{}/attrs", f"/entities/{BIN}/attrs", {"status": "full"}
    ),
    Example(
        "GET",
        "/entities",
        "/entities?type=WasteContainer&q=fillingLevel%3E0.8&options=keyValues",
    ),
    Example(
        "GET",
        "/entities",
        "/entities?type=WasteContainer&attrs=status&entityMap=true&options=keyValues",
    ),
    Example(
        "POST",
        "/entityOperations/query",
        "/entityOperations/query?options=keyValues",
        {
            "type": "Query",
            "entities": [{"type": "WasteContainer"}],
            "attrs": ["fillingLevel"],
            "geoQ": {
                "georel": "near;maxDistance==500",
                "geometry": "Point",
                "coordinates": [19.84, 45.25],
            },
        },
    ),
    Example(
        "GET",
        "/temporal/entities/{}",
        f"/temporal/entities/{BIN}?attrs=fillingLevel&options=temporalValues",
    ),
    Example(
        "GET",
        "/temporal/entities",
        "/temporal/entities?type=WasteContainer&attrs=fillingLevel&entityMap=true"
        f"&timerel=before&timeAt={NOON}&options=temporalValues",
    ),
    Example(
        "POST",
        "/snapshots",
        "/snapshots",
        {
            "id": STILL,
            "type": "Snapshot",
            "snapshotLifetime": "P7D",
            "snapshotQueries": [
                {"type": "Query", "entities": [{"type": "WasteContainer"}]}
            ],
        },
    ),
    Example(
        "POST",
        "/snapshots/{}/clone",
        f"/snapshots/{STILL}/clone",
        {"id": f"{STILL}:copy", "type": "Snapshot", "snapshotPriority": 2},
    ),
    Example("DELETE", "/snapshots", "/snapshots?q=snapshotPriority%3C5"),
    Example(
        "POST",
        "/entityOperations/upsert",
        "/entityOperations/upsert",
        [{"id": "urn:ngsi-ld:WasteContainer:2", "type": "WasteContainer"}],
    ),
    Example(
        "POST",
        "/entityOperations/delete",
        "/entityOperations/delete",
        ["urn:ngsi-ld:WasteContainer:2", "urn:ngsi-ld:WasteContainer:3"],
    ),
    Example("GET", "/types/{}", "/types/WasteContainer"),
    Example(
        "POST",
        "/subscriptions",
        "/subscriptions",
        {
            "id": WISH,
            "type": "Subscription",
            "entities": [{"type": "WasteContainer"}],
            "watchedAttributes": ["fillingLevel"],
            "q": "fillingLevel>0.8",
            "notification": {"endpoint": {"uri": "https://fleet.example/told"}},
        },
    ),
    Example("GET", "/subscriptions/{}", f"/subscriptions/{WISH}"),
    Example("DELETE", "/subscriptions/{}", f"/subscriptions/{WISH}"),
    Example("DELETE", "/entities/{}", f"/entities/{BIN}"),
    Example("GET", "/entities/{}", f"/entities/{BIN}"),
    Example("GET", "/entities", "/entities?type=WasteContainer&colour=red"),
]

Ask = Callable[[str, str, bytes], Awaitable[tuple[int, str, bytes]]]


async def answers(ask: Ask) -> list[Answer]:
    """Make every request, one after the other.

    ask: takes method, path and body; returns status, Location and body
    """
    told = []
    for one in EXAMPLES:
        body = b"" if one.body is None else json.dumps(one.body).encode()
        status, location, said = await ask(one.method, PREFIX + one.url, body)
        told.append(Answer(status, location, json.loads(said) if said else None))
    return told


def kept() -> list[Answer]:
    """Return what was answered when it was asked last."""
    return [Answer(*one) for one in json.loads(KEPT.read_text())]


def lines() -> Iterator[str]:
    """Yield the page."""
    yield "Below `/ngsi-ld/v1`; as OpenAPI 3.1 the same is at"
    yield "`/ngsi-ld/v1/openapi.json`. Clauses are those of ETSI GS CIM 009 v1.8.1. Any"
    yield "request wants a key (`Authorization: Bearer KEY`). The examples were made in"
    yield "one go, from creating an entity to deleting it; a test makes them again."
    yield ""
    yield from _parameters()
    made = list(zip(EXAMPLES, kept(), strict=True))
    for path, method, route in sorted(
        every_route(application.tables), key=lambda one: one[:2]
    ):
        shown = [
            pair for pair in made if (pair[0].method, pair[0].path) == (method, path)
        ]
        yield from _operation(path, method, route, shown)


def _parameters() -> Iterator[str]:
    yield "## Parameters"
    yield ""
    yield "Any operation understands " + _listed(sorted(EVERYWHERE)) + "."
    yield ""
    yield "| parameter | is | meaning |"
    yield "| --- | --- | --- |"
    for name, (schema, meaning) in PARAMETERS.items():
        words = [f"`{word}`" for word in schema.get("enum", ())]
        is_ = ", ".join(words) or schema.get("format") or schema["type"]
        yield f"| `{name}` | {is_} | {meaning} |".replace(" |  |", " | |")
    yield ""


def _operation(
    path: str, method: str, route: Route, shown: Sequence[tuple[Example, Answer]]
) -> Iterator[str]:
    said = said_of(path, method)
    yield f"## {method} {named(path)}"
    yield ""
    clause = f" Clauses {said.clause}." if said.clause else ""
    yield f"{title(route)}.{clause}"
    yield ""
    if route.parameters:
        yield f"- Parameters: {_listed(sorted(route.parameters))}"
    if said.reads:
        required = SCHEMAS[said.reads].get("required", ())
        needs = f", with {_listed(required)}" if required else ""
        yield f"- Reads: {said.reads}{needs}"
    yield f"- Done: {', '.join(map(str, said.done))}"
    refused = (f"{one.status} {one.__name__}" for one in refusals(path, method, route))
    yield f"- Refused: {', '.join(refused)}"
    yield ""
    for example, answer in shown:
        yield from _example(example, answer)


def _example(example: Example, answer: Answer) -> Iterator[str]:
    yield "```http"
    yield f"{example.method} {PREFIX}{example.url}"
    if example.body is not None:
        yield "Content-Type: application/json"
        yield ""
        yield from _json(example.body)
    yield ""
    yield f"HTTP/1.1 {answer.status}"
    if answer.location:
        yield f"Location: {answer.location}"
    if answer.body is not None:
        yield ""
        yield from _json(answer.body)
    yield "```"
    yield ""


def _json(said: Mapping[str, Any] | Sequence[Any]) -> Iterator[str]:
    yield from json.dumps(said, indent=2, ensure_ascii=False).splitlines()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


async def _ask_anew() -> None:
    import httpx  # noqa: PLC0415 - not where only the page is laid out

    async with set_stage() as stage:
        headers = {"Authorization": f"Bearer {stage.key}"}
        base = f"http://{stage.server.host}:{stage.server.port}"
        async with httpx.AsyncClient(base_url=base, headers=headers) as client:
            told = await answers(asking(client))
    KEPT.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def asking(client: Any) -> Ask:
    """Return what makes one request by a client of httpx."""

    async def ask(method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        kind = {"Content-Type": "application/json"} if body else {}
        answer = await client.request(method, path, content=body, headers=kind)
        return answer.status_code, answer.headers.get("Location", ""), answer.content

    return ask


if __name__ == "__main__":
    asyncio.run(_ask_anew())
