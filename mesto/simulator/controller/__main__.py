"""Be one lamp controller until told to stop: `python -m mesto.simulator.controller`."""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from zoneinfo import ZoneInfo

from mesto.simulator.controller.bulb import Bulb, Defect
from mesto.simulator.controller.controller import Controller, local_s
from mesto.simulator.controller.voices import Json, Ul20xx, Voice
from mesto.simulator.wire.clock import Clock
from mesto.simulator.wire.radio import Radio

PASSWORD = "MESTO_SIMULATOR_KEY"  # noqa: S105 - a variable's name


def main(arguments: Sequence[str] | None = None) -> int:
    """Hang on a pole as asked."""
    asked = _parser().parse_args(arguments)
    with suppress(KeyboardInterrupt):
        asyncio.run(_live(asked))
    return 0


async def _live(asked: argparse.Namespace) -> None:
    clock, zone = Clock(time.time(), asked.speed), ZoneInfo(asked.zone)

    def now() -> float:
        return clock.town_s(time.time())

    voice: Voice = (
        Ul20xx(asked.serial)
        if asked.profile == "nas-ul20xx"
        else Json(asked.serial, zone)
    )
    bulb = Bulb(asked.rated, local_s(now(), zone), set(asked.defect))
    controller = Controller(bulb, voice, now, zone, every_s=asked.every)
    controller.radio = Radio(
        host=asked.host,
        port=asked.port,
        user=asked.user,
        password=os.environ.get(PASSWORD, ""),
        topics=voice.topics,
        hear=controller.hear,
    )
    await asyncio.gather(controller.live(), controller.radio.run())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mesto.simulator.controller", description=__doc__
    )
    parser.add_argument("--profile", choices=("mqtt", "nas-ul20xx"), default="mqtt")
    parser.add_argument("--serial", required=True, help="a DevEUI for nas-ul20xx")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--user", default="", help="at the broker")
    parser.add_argument("--rated", type=float, default=38.0, help="W")
    parser.add_argument("--every", type=float, default=1800.0, help="seconds")
    parser.add_argument("--zone", default="Europe/Prague")
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument(
        "--defect",
        type=Defect,
        choices=list(Defect),
        action="append",
        default=[],
        help="how it is broken; may be given again",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
