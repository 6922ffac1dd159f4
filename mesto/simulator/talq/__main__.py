"""Be a TALQ gateway until told to stop: `python -m mesto.simulator.talq`.

Says on standard output, as a line of JSON, where it listens and what its addresses are.
"""

import argparse
import asyncio
import logging
import os
import pickle
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import orjson

from mesto.simulator.assets import place
from mesto.simulator.talq.estate import Estate, slice_of, street
from mesto.simulator.talq.gateway import RETRY_S, TICK_S, Gateway, Peer, open_gateway
from mesto.simulator.talq.manners import Misdeed
from mesto.simulator.talq.server import application
from mesto.simulator.wire.clock import Clock

KEY = "MESTO_SIMULATOR_KEY"  #: variable of the API key which the CMS wants to see


def main(arguments: Sequence[str] | None = None) -> int:
    """Stand in the street as asked."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    asyncio.run(_live(_parser().parse_args(arguments)))
    return 0


async def _live(asked: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(end, stop.set)
    clock = Clock(time.time(), asked.speed)
    gateway = Gateway(
        _estate(asked),
        Peer(asked.cms, asked.cms_address, os.environ.get(KEY, "")),
        lambda: clock.town_s(time.time()),
        retry_s=asked.retry,
        misdeeds=asked.misdeed,
    )
    there = open_gateway(
        gateway, application(gateway), port=asked.port, tick_s=asked.tick
    )
    async with there as url:
        address = gateway.estate.gateway.address
        line = orjson.dumps({"url": url, "gatewayAddress": address})
        sys.stdout.write(f"{line.decode()}\n")
        sys.stdout.flush()
        await stop.wait()


def _estate(asked: argparse.Namespace) -> Estate:
    """Take some cabinets of a town that was kept, or a street of its own."""
    if asked.town is None:
        return street(asked.lamps)
    town = pickle.loads(asked.town.read_bytes())  # noqa: S301 - our own file
    return slice_of(town, place(town, asked.seed, asked.size), asked.cabinet or [0])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mesto.simulator.talq", description=__doc__
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--cms", default="", help="URI of the CMS; none: wait for one")
    parser.add_argument("--cms-address", default="", help="its UUID; none: anyone's")
    parser.add_argument("--lamps", type=int, default=8, help="of a street of its own")
    parser.add_argument("--town", type=Path, help="file of a town that was kept")
    parser.add_argument("--cabinet", type=int, action="append", help="of the town")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--speed", type=float, default=1.0, help="60: an hour a minute")
    parser.add_argument("--tick", type=float, default=TICK_S, help="seconds")
    parser.add_argument("--retry", type=float, default=RETRY_S, help="seconds")
    parser.add_argument(
        "--misdeed",
        type=Misdeed,
        choices=list(Misdeed),
        action="append",
        default=[],
        help="how to misbehave; may be given again",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
