"""The product on a stage of its own: a process, a fresh memory, a municipality."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mesto.bench.caller import Server
from mesto.gates.mqtt.broker import unused_port
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import Connection
from mesto.kernel.postgres import EmbeddedPostgres

TOWN = "town"


@dataclass(kw_only=True)
class Stage:
    """What a case plays on."""

    server: Server
    city: City  #: the same memory, reached without the server
    process: asyncio.subprocess.Process  #: the server's
    settings: Mapping[str, str]  #: it is started with
    postgres: EmbeddedPostgres
    key: str
    broker_port: int

    @property
    def pid(self) -> int:
        """The server process."""
        return self.process.pid

    async def kill(self) -> None:
        """End the server in the middle of its work; the database goes on."""
        self.process.kill()
        await self.process.wait()

    async def start_again(self) -> None:
        """Start the server that was killed. Raises Unavailable if it does not start."""
        self.process = await _start(self.settings)
        await _key(self.process)

    def peer(self, topic: str) -> Connection:
        """Return how to reach the embedded broker as a device that hears `topic`."""
        return Connection(
            name=f"bench-{topic.partition('/')[0]}",
            gate="mqtt",
            url=f"mqtt://{TOWN}:{self.key}@127.0.0.1:{self.broker_port}",
            settings={"topics": [topic]},
            allow_private=True,
        )

    def rss_mb(self) -> float:
        """Return the server process' resident memory, MB."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():  # not Linux
            return 0.0
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@asynccontextmanager
async def set_stage() -> AsyncIterator[Stage]:
    """Start `mesto serve` in a folder that is thrown away afterwards.

    Raises Unavailable if it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="mesto-bench-") as home:
        os.chmod(home, 0o755)  # noqa: PTH101, S103 - the database's user comes in
        port, broker_port = unused_port(), unused_port()
        settings = {
            "MESTO_HOME": home,
            "MESTO_PORT": str(port),
            "MESTO_BROKER_PORT": str(broker_port),
            "MESTO_ALLOW_PRIVATE": "1",  # who is told listens on this machine
        }
        process = await _start(settings)
        stage: Stage | None = None
        try:
            key = await _key(process)
            postgres = EmbeddedPostgres(folder=Path(home) / "postgres")
            database = Database(postgres.dsn)
            stage = Stage(
                server=Server(f"http://127.0.0.1:{port}", key),
                city=City(database, TOWN),
                process=process,
                settings=settings,
                postgres=postgres,
                key=key,
                broker_port=broker_port,
            )
            yield stage
            await database.close()
        finally:
            running = stage.process if stage else process
            with suppress(ProcessLookupError):
                running.terminate()
            await running.wait()


async def _start(settings: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mesto", "serve"),
        cwd=settings["MESTO_HOME"],
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
    )


async def _key(process: asyncio.subprocess.Process) -> str:
    """Read the key that the first start prints, and wait until it serves."""
    key = ""
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        if line.startswith("API key"):
            key = line.rpartition(":")[2].strip()
        if line.startswith("mesto serves"):
            return key
    raise Unavailable("mesto serve ended before it was ready")
