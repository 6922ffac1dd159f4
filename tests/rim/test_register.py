"""What gates may know is what was written down, whenever that was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from mesto.kernel.city import City
from mesto.kernel.model import Observation
from mesto.rim.register import Changed, Register
from tests.waiting import until

pytestmark = pytest.mark.anyio


async def connect(city: City, name: str) -> None:
    """Write a connection down."""
    urn = f"urn:ngsi-ld:Connection:{name}"
    said = {"gate": "mqtt", "url": "webhook:"}
    await city.record(
        Observation(entity=urn, attribute=attribute, value=value, source="test")
        for attribute, value in said.items()
    )


@asynccontextmanager
async def kept(register: Register, changed: Changed) -> AsyncIterator[None]:
    keeping = asyncio.create_task(register.keep(changed))
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def test_what_is_written_down_while_it_learns_is_known_too(city: City) -> None:
    register = Register(city, [])
    await connect(city, "first")

    async def write_another(name: str) -> None:
        if name == "first":
            await connect(city, "second")

    async def both_are_known() -> bool:
        return register.connections.keys() == {"first", "second"}

    async with kept(register, write_another):
        await until(both_are_known)
