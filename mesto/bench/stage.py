"""The product on a stage of its own: a process, a fresh memory, a municipality."""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mesto.bench.caller import Server
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import Connection
from mesto.kernel.postgres import EmbeddedPostgres

TOWN = "town"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What a case plays on."""

    server: Server
    city: City  #: the same memory, reached without the server
    pid: int
    postgres: EmbeddedPostgres
    key: str
    broker_port: int

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
        port, broker_port = _free_port(), _free_port()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "mesto", "serve"),
            cwd=home,
            env={
                **os.environ,
                "MESTO_HOME": home,
                "MESTO_PORT": str(port),
                "MESTO_BROKER_PORT": str(broker_port),
                "MESTO_ALLOW_PRIVATE": "1",  # who is told listens on this machine
            },
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            key = await _key(process)
            postgres = EmbeddedPostgres(folder=Path(home) / "postgres")
            database = Database(postgres.dsn)
            yield Stage(
                server=Server(f"http://127.0.0.1:{port}", key),
                city=City(database, TOWN),
                pid=process.pid,
                postgres=postgres,
                key=key,
                broker_port=broker_port,
            )
            await database.close()
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


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


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
