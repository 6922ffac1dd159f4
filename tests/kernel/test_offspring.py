"""Whoever is killed leaves no process of its own behind."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.waiting import until

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked on Linux"),
]

PARENT = """
import subprocess, sys
from mesto.kernel.offspring import end_with_us
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
print(subprocess.Popen(sleep, start_new_session=True, preexec_fn=end_with_us).pid)
sys.stdout.flush()
input()
"""


def lives(process):
    """Whether a process runs; one that is dead and not asked about does not."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


async def test_who_is_killed_takes_its_offspring_with_it():
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    child = int(await parent.stdout.readline())
    assert lives(child)
    parent.send_signal(signal.SIGKILL)
    await parent.wait()

    async def is_gone() -> bool:
        return not lives(child)

    await until(is_gone)
