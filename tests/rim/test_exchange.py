"""Connections are configured by entities; messages are recorded or kept."""

from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest

from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.model import Command, Kind, Observation, Settled, State
from mesto.kernel.question.commands import Commands
from mesto.kernel.question.quarantine import Quarantined
from tests.conftest import Server
from tests.waiting import until

pytestmark = pytest.mark.anyio

CONNECTION = "urn:ngsi-ld:Connection:bins"
LAMP = "urn:ngsi-ld:Streetlight:1"


def settings(path: str) -> dict[str, object]:
    """Map a message; the level is found at `path`."""
    return {
        "mappings": [
            {
                "topic": "#",
                "entity": "urn:ngsi-ld:WasteContainer:{id}",
                "type": "WasteContainer",
                "attributes": [
                    {"name": "fillingLevel", "path": path, "missing": "refuse"}
                ],
            }
        ]
    }


async def connect(city: City, path: str = "level") -> None:
    """Configure a webhook that reads JSON."""
    said = {
        "gate": (Kind.PROPERTY, "mqtt"),
        "url": (Kind.PROPERTY, "webhook:"),
        "settings": (Kind.JSON_PROPERTY, settings(path)),
    }
    await city.record(
        [
            Observation(
                entity=CONNECTION, attribute=name, value=value, kind=kind, source="test"
            )
            for name, (kind, value) in said.items()
        ],
        current=True,
    )


async def bring(server: Server, body: bytes) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        return await client.post("/hooks/bins", content=body)


async def is_understood(server: Server, body: bytes) -> bool:
    return (await bring(server, body)).status_code == 204


async def test_a_hook_records_what_its_connection_understands(server: Server) -> None:
    await connect(server.city)
    await until(lambda: is_understood(server, b'{"id": 7, "level": 0.5}'))
    found = await server.city.present(["urn:ngsi-ld:WasteContainer:7"])
    (entity,) = found.values()
    assert entity.value("fillingLevel") == 0.5
    assert entity.attributes[0].source == "bins"


async def test_a_message_refused_is_replayed_after_the_mapping_was_mended(
    server: Server,
) -> None:
    await connect(server.city)
    await until(lambda: is_understood(server, b'{"id": 7, "level": 0.5}'))
    answer = await bring(server, b'{"id": 8, "fill": 0.9}')
    assert answer.status_code == 400
    number = answer.json()["quarantine"]
    held = await server.city.ask(Quarantined())
    assert [one.id for one in held.messages] == [number]
    assert held.messages[0].payload == b'{"id": 8, "fill": 0.9}'
    await connect(server.city, path="fill")
    await until(lambda: is_understood(server, b'{"id": 9, "fill": 0.1}'))
    intake = server.installation.exchanges[server.city.name].intake
    await intake.replay(number)
    found = await server.city.present(["urn:ngsi-ld:WasteContainer:8"])
    assert found["urn:ngsi-ld:WasteContainer:8"].value("fillingLevel") == 0.9
    left = await server.city.ask(Quarantined())
    assert number not in [one.id for one in left.messages]
    with pytest.raises(NotFound):
        await intake.replay(number)


async def test_a_hook_with_anything_in_it_is_answered(server: Server) -> None:
    await connect(server.city)
    await until(lambda: is_understood(server, b'{"id": 7, "level": 0.5}'))
    for body in (b"", b"\x00\xff", b"[]", b"null", b'{"id": "\\u0000", "level": 1}'):
        answer = await bring(server, body)
        assert answer.status_code in (204, 400), body


def order(expires_in_s: float = 60) -> Command:
    return Command(
        entity=LAMP,
        name="setDimLevel",
        value=0.5,
        expires_at=datetime.now(UTC) + timedelta(seconds=expires_in_s),
        source="test",
    )


async def test_a_command_nobody_can_obey_fails_and_says_why(server: Server) -> None:
    number = await server.city.order(order())

    async def failed() -> bool:
        return await server.city.command_state(number) is State.FAILED

    await until(failed)


async def test_a_command_goes_from_pending_to_sent_to_confirmed(city: City) -> None:
    number = await city.order(order())
    assert [one.id for one in (await city.due()).commands] == [number]
    assert await city.take([number])
    assert not await city.take([number]), "only one process sends it"
    assert await city.command_state(number) is State.SENT
    assert await city.settle([Settled(command=number, state=State.CONFIRMED)])
    assert not await city.settle([Settled(command=number, state=State.FAILED)])
    assert await city.command_state(number) is State.CONFIRMED


async def test_a_command_is_due_again_until_it_is_settled(city: City) -> None:
    again = msgspec.structs.replace(order(), again_s=0.0)
    once, number = await city.order(order()), await city.order(again)
    assert await city.take([once])
    assert await city.take([number])
    assert [one.id for one in (await city.due()).commands] == [number]
    assert await city.take([number])
    assert await city.settle([Settled(command=number, state=State.CONFIRMED)])
    assert (await city.due()).commands == []
    assert not await city.take([number])


async def test_a_command_is_not_due_while_its_pause_lasts(city: City) -> None:
    number = await city.order(msgspec.structs.replace(order(), again_s=3600.0))
    assert await city.take([number])
    assert (await city.due()).commands == []
    assert not await city.take([number])


async def test_a_command_that_is_too_late_expires(city: City) -> None:
    number = await city.order(order(expires_in_s=-1))
    await city.expire()
    assert (await city.due()).commands == []
    assert await city.command_state(number) is State.EXPIRED
    assert not await city.take([number])
    (told,) = await city.ask(Commands(entity=LAMP, before=datetime.now(UTC)))
    assert told.says["en"] == "Not confirmed in time."
    assert told.says["sr-Cyrl"] == "Није потврђено на време."


async def test_a_command_nobody_gave_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        await city.command_state("none")
