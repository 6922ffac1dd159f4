"""Somebody who is told: a web server that remembers what it was sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.waiting import until


@dataclass
class Listener:
    """What was told, in its order; `answers` are the next statuses, 200 after them."""

    url: str = ""
    told: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    holds: asyncio.Event | None = None  #: it answers when this is set

    async def hear(self, request: web.Request) -> web.Response:
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.bodies.append(await request.read())
            self.told.append(json.loads(self.bodies[-1]))
            self.headers.append(dict(request.headers))
        if self.holds is not None:
            await self.holds.wait()
        return web.Response(status=status)

    async def after(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many notifications came, and return them."""

        async def came() -> bool:
            return len(self.told) >= count

        await until(came)
        return self.told


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    heard = Listener()
    app = web.Application()
    app.router.add_post("/notify", heard.hear)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    heard.url = f"http://127.0.0.1:{runner.addresses[0][1]}/notify"
    yield heard
    await asyncio.shield(runner.cleanup())
