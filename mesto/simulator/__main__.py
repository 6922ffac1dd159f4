"""Live as a town until told to stop: `python -m mesto.simulator`.

What is asked comes as arguments; the key comes by the environment, where no other user
of the machine can read it. Progress goes to standard output as lines of JSON.
"""

import argparse
import asyncio
import logging
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from mesto.simulator.geography import KAMENEC, TISOGRAD, grow
from mesto.simulator.simulation import Endpoints, Progress, Simulation
from mesto.simulator.town import Town
from mesto.simulator.wire.api import RefusedError

KEY = "MESTO_SIMULATOR_KEY"  #: variable of the municipality's API key
SITES = {"cz": KAMENEC, "rs": TISOGRAD}


def main(arguments: Sequence[str] | None = None) -> int:
    """Grow the town and do what was asked."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    key = os.environ.get(KEY, "")
    if not key:
        sys.stderr.write(f"set {KEY} to the API key of the municipality\n")
        return 2
    try:
        asyncio.run(_do(asked, key))
    except RefusedError as error:
        sys.stderr.write(f"mesto refuses what the town says: {error}\n")
        return 1
    return 0


async def _do(asked: argparse.Namespace, key: str) -> None:
    stop = asyncio.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(end, stop.set)
    simulation = Simulation(
        _town(asked),
        asked.seed,
        asked.size,
        Endpoints(
            http_url=asked.http,
            api_key=key,
            mqtt_host=asked.mqtt_host,
            mqtt_port=asked.mqtt_port,
            mqtt_user=asked.municipality,
            mqtt_password=key,
        ),
        asked.speed,
    )
    work = asyncio.ensure_future(_live(simulation, asked, stop))
    stopped = asyncio.ensure_future(stop.wait())
    await asyncio.wait([work, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not work.done():
        work.cancel()
    with suppress(asyncio.CancelledError):
        await work


def _town(asked: argparse.Namespace) -> Town:
    """Take the town that was kept, or grow one."""
    if asked.town is None:
        return grow(asked.seed, SITES[asked.site])
    kept: Town = pickle.loads(asked.town.read_bytes())  # noqa: S301 - our own file
    return kept


async def _live(
    simulation: Simulation, asked: argparse.Namespace, stop: asyncio.Event
) -> None:
    """State the inventory and the past, then live, as far as asked."""
    await simulation.provision(_tell("inventory"))
    if asked.history:
        await simulation.history(asked.history, _tell("history"))
    if not asked.no_life:
        _tell("life")(0, 0)
        await simulation.live(stop)


def _tell(what: str) -> Progress:
    """Return a progress that goes to standard output."""

    def tell(done: int, whole: int) -> None:
        line = orjson.dumps({"what": what, "done": done, "whole": whole})
        sys.stdout.write(f"{line.decode()}\n")
        sys.stdout.flush()

    return tell


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mesto.simulator", description=__doc__
    )
    parser.add_argument("--municipality", required=True, help="its name in mesto")
    parser.add_argument("--town", type=Path, help="file of a town that was kept")
    parser.add_argument("--site", choices=sorted(SITES), default="cz")
    parser.add_argument("--seed", type=int, default=7, help="one seed is one town")
    parser.add_argument(
        "--size", type=float, default=1.0, help="share of the equipment"
    )
    parser.add_argument("--speed", type=float, default=1.0, help="60: an hour a minute")
    parser.add_argument("--http", default="http://127.0.0.1:8080")
    parser.add_argument("--mqtt-host", default="127.0.0.1")
    parser.add_argument("--mqtt-port", type=int, default=1883)
    parser.add_argument("--history", type=float, default=0.0, help="days of past first")
    parser.add_argument("--no-life", action="store_true", help="stop before living")
    return parser


if __name__ == "__main__":
    sys.exit(main())
