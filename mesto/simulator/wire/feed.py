"""The feed of the air stations' operator: JSON that others poll."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

PATH = "/air.json"


@asynccontextmanager
async def open_feed(read: Callable[[], bytes], port: int) -> AsyncIterator[str]:
    """Serve what `read` returns, on loopback; give the feed's URL.

    port: 0 takes a free one
    """

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=read(), content_type="application/json")

    application = web.Application()
    application.router.add_get(PATH, answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    finally:
        await runner.cleanup()
