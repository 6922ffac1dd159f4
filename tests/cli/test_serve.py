"""What the server asks of the system it runs on."""

import asyncio
import os
import resource
import signal
import socket
import sys
from pathlib import Path

import pytest
import uvicorn

from mesto.cli.serve import FILES, Announced, open_many_files
from mesto.kernel.errors import Unavailable
from mesto.kernel.postgres import EmbeddedPostgres
from tests.test_crash import home
from tests.waiting import until

__all__ = ["home"]  # a fixture


def test_a_server_may_have_more_lines_open_than_systems_begin_with() -> None:
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, allowed), most))
        open_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (allowed, most)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


@pytest.mark.anyio
async def test_a_port_that_is_taken_is_named() -> None:
    async def nobody(_scope: object, _receive: object, _send: object) -> None:
        """Answer nothing."""

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        config = uvicorn.Config(nobody, port=port, lifespan="off", log_level="critical")
        with pytest.raises(Unavailable, match=rf"127.0.0.1:{port} .*in use"):
            await Announced(config, "").serve()


def ignore_interruptions() -> None:
    """Begin as a shell begins what it has in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.anyio
async def test_a_server_that_is_ended_while_it_begins_leaves_nothing_running(
    home: Path,
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mesto", "serve"),
        env={**os.environ, "MESTO_HOME": str(home), "MESTO_BROKER": "0"},
        cwd=home,
        preexec_fn=ignore_interruptions,
        stderr=asyncio.subprocess.DEVNULL,
    )

    async def begins() -> bool:
        return (home / "postgres/lock").exists()

    async def has_ended() -> bool:
        return process.returncode is not None

    try:
        await until(begins)
        process.terminate()
        await until(has_ended)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert EmbeddedPostgres(folder=home / "postgres").server_pid() == 0
