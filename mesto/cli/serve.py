"""`mesto serve`: the whole product, for production."""

import asyncio
import gc
import os
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from signal import SIGINT, SIGTERM
from socket import socket
from typing import Annotated, Any, TypeVar

import typer
import uvicorn
import uvloop

from mesto.app import Installation, open_installation
from mesto.cli import console
from mesto.cli.lines import Line
from mesto.kernel.errors import Unavailable
from mesto.kernel.plugin import HttpApp
from mesto.rim.settings import Settings, read_settings

A = TypeVar("A")

CONFIG = Path("mesto.toml")
SELDOM = (100_000, 50, 100)  #: objects made, between two searches for garbage
FILES = 65_536  #: open at a time; all of the connections of a large town
FIRST = "town"  #: the municipality of an installation that has none

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", help="Settings file; MESTO_… overrule it.")
]


def serve(
    config: ConfigOption = CONFIG,
    host: Annotated[str | None, typer.Option(help="Where to listen.")] = None,
    port: Annotated[int | None, typer.Option(help="HTTP port.")] = None,
) -> None:
    """Serve every municipality of this installation until stopped."""
    settings = read_settings(config, os.environ, host=host, port=port)
    run(_serve(settings))


def run(work: Coroutine[Any, Any, A]) -> A:
    """Run something long on the quicker event loop, and seldom look for garbage.

    What a request makes goes when nobody refers to it any more; looking for circles
    among millions of observations took a third of the time.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)
    open_many_files()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def open_many_files() -> None:
    """Let this process open `FILES` files, or as many as the system allows it.

    Every station and every browser is one, and most systems begin at 1,024.
    """
    try:
        import resource
    except ImportError:
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


async def _serve(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        with console.bar("Preparing municipalities") as progress:
            installation = await stack.enter_async_context(
                open_installation(settings, progress=progress, first=[FIRST])
            )
        show_keys(installation.new_keys)
        show_invitation(installation)
        await answer(installation.http, settings, _ready(installation))


def show_keys(keys: Mapping[str, str]) -> None:
    """Print keys that were just made; nobody can print them again."""
    for municipality, key in keys.items():
        console.out.print(
            f"API key of [bold]{municipality}[/] (shown once, keep it): {key}",
            soft_wrap=True,
        )


def show_invitation(installation: Installation) -> None:
    """Print the link of the first administrator; nobody can print it again."""
    if installation.invitation:
        settings = installation.settings
        address = f"http://{settings.host}:{settings.port}"
        console.out.print(
            f"The first administrator chooses a password, once, within a week: "
            f"{address}/#link={installation.invitation}",
            soft_wrap=True,
        )


#: How long an idle connection stays open: longer than clients and proxies keep theirs
#: (5 to 60 s), so that none is closed while a request is on its way.
KEEP_ALIVE_S = 75


class Announced(uvicorn.Server):
    """A server that says so when its port is open."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        """Say `ready` once it is."""
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let a signal end the serving, and leave the rest to those who opened it.

        uvicorn's own way raises the signal again, which would end the process before
        PostgreSQL and the broker are stopped.
        """
        loop = asyncio.get_running_loop()
        for end in (SIGINT, SIGTERM):
            loop.add_signal_handler(end, self.handle_exit, end, None)
        try:
            yield
        finally:
            for end in (SIGINT, SIGTERM):
                loop.remove_signal_handler(end)

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Open the port and say so.

        Raises Unavailable where it is taken, or not ours to open: uvicorn would leave
        the process then, before PostgreSQL and the broker are stopped.
        """
        try:
            await super().startup(sockets)
        except SystemExit as left:
            where = f"{self.config.host}:{self.config.port}"
            why = left.__context__
            raise Unavailable(f"{where} cannot be listened at: {why}") from left
        if self.started:
            console.out.print(self._ready, soft_wrap=True)


async def answer(http: HttpApp, settings: Settings, ready: str) -> None:
    """Answer HTTP until a signal ends it; say `ready` when the port is open."""
    config = uvicorn.Config(
        http,
        host=settings.host,
        port=settings.port,
        log_level="critical",
        lifespan="off",
        access_log=False,
        server_header=False,
        proxy_headers=settings.behind_tls,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=KEEP_ALIVE_S,
        ws=Line,
        ws_max_size=2**20,
        ws_per_message_deflate=False,  # its windows would cost 300 kB a viewer
    )
    await Announced(config, ready).serve()


def _ready(installation: Installation) -> str:
    settings = installation.settings
    names = ", ".join(installation.cities)
    return f"mesto serves {names} at http://{settings.host}:{settings.port}"
