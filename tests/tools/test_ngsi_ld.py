"""What the reference of the NGSI-LD API shows is what a server answers."""

import runpy
from pathlib import Path

import httpx
import pytest

from tests.conftest import Server

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]


async def test_the_examples_of_the_reference_are_answered_so(server: Server) -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "ngsi_ld.py"))
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        told = await tool["answers"](tool["asking"](client))
    for example, now, shown in zip(tool["EXAMPLES"], told, tool["kept"](), strict=True):
        assert now == shown, (example, "run: python tools/ngsi_ld.py")
