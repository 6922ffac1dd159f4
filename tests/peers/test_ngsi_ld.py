"""Applications that know nothing of mesto work with it, by clients of others."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import Server
from tests.peers.post import npm

__all__ = ["npm"]
pytestmark = pytest.mark.anyio
PYPI = Path(__file__).parent / "pypi"
CLIENT = "ngsildclient==0.5.2"  #: Apache-2.0; it wants older libraries than we do


@pytest.fixture(scope="session")
def pypi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the peer of PyPI and what it wants, installed."""
    folder = tmp_path_factory.mktemp("pypi")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder)]
    subprocess.run([*pip, CLIENT], check=True, timeout=300)
    return folder


async def steps_of(*command: str, folder: Path, **environment: str) -> dict[str, Any]:
    """Run an application, and return what it found, by step."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await process.communicate()
    assert process.returncode == 0, (said, wrong)
    lines = [line for line in said.splitlines() if line.startswith(b'{"step"')]
    return {one["step"]: one["found"] for one in map(json.loads, lines)}


async def test_an_application_of_ngsildclient_works(server: Server, pypi: Path) -> None:
    found = await steps_of(
        sys.executable,
        str(PYPI / "broker.py"),
        str(urlsplit(server.url).port),
        server.key,
        folder=pypi,
        PYTHONPATH=str(pypi),
    )
    bins = [f"urn:ngsi-ld:WasteContainer:pypi-{n}" for n in range(10)]
    assert found == {
        "connected": True,
        "upserted": True,
        "exists": True,
        "read": 0.3,
        "queried": bins[8:],
        "counted": 10,
        "updated": True,
        "read again": 0.95,
        "types": ["WasteContainer"],
        "deleted": True,
        "gone": True,
    }


async def test_an_application_of_ngsijs_works(server: Server, npm: Path) -> None:
    found = await steps_of("node", "broker.mjs", server.url, server.key, folder=npm)
    car = {"id": "urn:ngsi-ld:Vehicle:npm", "type": "Vehicle", "speed": 80}
    assert found == {
        "created": True,
        "queried": {"results": [car], "count": 1},
        "types": ["Vehicle"],
        "subscriptions": 1,
        "again": "AlreadyExists",
        "gone": "NotFound",
    }
