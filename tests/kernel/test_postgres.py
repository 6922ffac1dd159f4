"""The database that comes along is there as long as who brought it."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.test_crash import home
from tests.waiting import LONG_S

__all__ = ["home"]  # a fixture

pytestmark = pytest.mark.anyio

#: Inherits all orphans, as the first process of a container does (`prctl(2)`), and lets
#: the server be killed.
FIRST = """
import asyncio, ctypes, os, signal, sys
from pathlib import Path
from mesto.kernel.postgres import EmbeddedPostgres

SET_CHILD_SUBREAPER = 36
assert ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0

async def main():
    postgres = EmbeddedPostgres(folder=Path(sys.argv[1]))
    await postgres.start()
    keeping = asyncio.create_task(postgres.keep_running())
    first = postgres.server_pid()
    os.kill(first, signal.SIGKILL)
    while postgres.server_pid() in (0, first):
        await asyncio.sleep(0.05)
    keeping.cancel()
    await postgres.stop()

asyncio.run(main())
"""


async def test_a_server_that_died_is_started_again_also_by_the_first_of_a_container(
    home: Path,
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", FIRST, str(home / "postgres"))
    )
    try:
        async with asyncio.timeout(LONG_S):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
