"""The charging post of the npm package `ocpp-rpc`, run by Node.js."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

PEERS = Path(__file__).parent / "npm"


@pytest.fixture(scope="session")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the peers of npm, installed."""
    program = shutil.which("npm")
    if program is None:
        pytest.skip("there is no npm on this machine")
    folder = tmp_path_factory.mktemp("npm")
    for one in PEERS.iterdir():
        shutil.copy(one, folder)
    quiet = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")
    subprocess.run([program, "install", *quiet], cwd=folder, check=True, timeout=120)
    return folder


@asynccontextmanager
async def npm_post(
    folder: Path, url: str, identity: str, password: str, protocol: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Be a post until the block ends; `url` is where it comes to, without its name."""
    node = await asyncio.create_subprocess_exec(
        *("node", "post.mjs", url, identity, password, protocol), cwd=folder
    )
    try:
        yield node
    finally:
        if node.returncode is None:
            node.kill()
        await node.wait()
