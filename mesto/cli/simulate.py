"""`mesto simulate`: a town speaks to an installation that runs already."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import orjson
import typer

from mesto.cli import console
from mesto.kernel.errors import Malformed, NotFound, Unavailable
from mesto.rim.settings import default_home


def simulate(
    *,
    municipality: Annotated[
        str, typer.Option("--municipality", "-m", help="Default: those of the demo.")
    ] = "",
    history: Annotated[
        str, typer.Option(help="Past to fill in first, e.g. 90d or 36h.")
    ] = "",
    live: Annotated[
        bool, typer.Option("--live/--no-live", help="Go on living afterwards.")
    ] = False,
    speed: Annotated[float, typer.Option(min=0.1, max=600)] = 1.0,
    size: Annotated[float, typer.Option(min=0.01, max=4)] = 1.0,
    http: Annotated[
        str, typer.Option(help="Where mesto is.")
    ] = "http://127.0.0.1:8080",
    mqtt_port: Annotated[int, typer.Option(help="Its MQTT port.")] = 1883,
    key: Annotated[str, typer.Option(envvar="MESTO_KEY", help="API key.")] = "",
) -> None:
    """Let a simulated town fill in its past, or live, in a running installation."""
    home = Path(os.environ.get("MESTO_HOME") or default_home()) / "demo"
    keys = {municipality: key} if municipality and key else _demo_keys(home)
    if municipality:
        keys = {name: key for name, key in keys.items() if name == municipality}
    if not keys:
        raise NotFound(f"no key for {municipality}: give --key, or set MESTO_KEY")
    arguments = [
        *("--http", http, "--mqtt-port", str(mqtt_port)),
        *("--speed", str(speed), "--size", str(size)),
        *("--history", str(_days(history))),
        *(() if live else ("--no-life",)),
    ]
    with suppress(KeyboardInterrupt):
        for name, its_key in keys.items():
            asyncio.run(_run(name, its_key, _town(home, name), arguments))


async def _run(name: str, key: str, town: list[str], arguments: list[str]) -> None:
    """Run one town to its end, with a bar for each piece of its work."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mesto.simulator", "--municipality", name),
        *town,
        *arguments,
        env={**os.environ, "MESTO_SIMULATOR_KEY": key},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        with console.bar(name) as move:
            while line := await process.stdout.readline():
                told = orjson.loads(line)
                move(told["done"], told["whole"] or 1)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
    if await process.wait():
        raise Unavailable(f"{name} could not go on; its reason stands above")
    console.out.print(f"{name}: done.")


def _town(home: Path, name: str) -> list[str]:
    kept = home / "maps" / f"{name}.town"
    return ["--town", str(kept)] if kept.exists() else []


def _demo_keys(home: Path) -> dict[str, str]:
    """Read the demonstration's keys. Raises NotFound if there was none."""
    try:
        keys: dict[str, str] = orjson.loads((home / "keys.json").read_bytes())
    except OSError:
        raise NotFound(
            "there is no demonstration; start `mesto demo`, or give --municipality "
            "and --key"
        ) from None
    return keys


def _days(text: str) -> float:
    """Read 90d or 36h as days. Raises Malformed."""
    units = {"d": 1.0, "h": 1 / 24}
    try:
        return float(text[:-1]) * units[text[-1]] if text else 0.0
    except (ValueError, KeyError):
        raise Malformed(f"write a length of time as 90d or 36h, not {text}") from None
