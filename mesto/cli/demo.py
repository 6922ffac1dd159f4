"""`mesto demo`: a living city in one command."""

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated

import msgspec
import orjson
import typer

from mesto.app import Installation, open_installation
from mesto.cli import console
from mesto.cli.demo_talq import lit_by_talq
from mesto.cli.roads import GROWN
from mesto.cli.serve import answer, run
from mesto.domains.waste.roads.keeping import RoadsBuilt, keep_roads
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import Kind, Observation, Value
from mesto.kernel.offspring import end_with_us
from mesto.rim.settings import Settings, default_home

DEMO = "demo"  #: the source of what the demonstration says


class DemoTown(msgspec.Struct, frozen=True, kw_only=True):
    """One municipality of the demonstration."""

    name: str
    title: dict[str, str]
    languages: Sequence[str]
    center: tuple[float, float] | None
    osm: str = ""  #: extract of a real place it stands on; empty: it is grown


TOWNS = (
    DemoTown(
        name="kamenec",
        title={"cs": "Kamenec nad Sázavou"},
        languages=("cs", "en", "sk", "sr-Latn", "sr-Cyrl"),
        center=(15.0284, 49.8312),
    ),
    DemoTown(
        name="tisograd",
        title={"sr-Latn": "Tisograd"},
        languages=("sr-Latn", "sr-Cyrl", "en", "cs", "sk"),
        center=(20.1052, 45.7023),
    ),
)


def demo(
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over.")] = False,
    speed: Annotated[
        float, typer.Option(min=0.1, max=600, help="60 runs an hour in a minute.")
    ] = 1.0,
    size: Annotated[
        float, typer.Option(min=0.01, max=4, help="1 is a town of 90,000 people.")
    ] = 1.0,
    history: Annotated[
        float, typer.Option(min=0, max=365, help="Days of past to fill in first.")
    ] = 0.0,
    port: Annotated[int, typer.Option(help="HTTP port.")] = 8080,
    broker_port: Annotated[int, typer.Option(help="MQTT port.")] = 1883,
    osm: Annotated[
        Path | None,
        typer.Option(help="Live on a real place: FILE.osm.pbf.", exists=True),
    ] = None,
) -> None:
    """Show a living city: two towns, simulated, on this machine only."""
    home = Path(os.environ.get("MESTO_HOME") or default_home()) / "demo"
    if fresh:
        _start_over(home)
    towns = TOWNS if osm is None else (_real(osm),)
    settings = Settings(
        home=str(home),
        port=_free(port),
        broker_port=_free(broker_port),
        allow_private=True,
    )
    life = ("--speed", str(speed), "--size", str(size), "--history", str(history))
    with suppress(KeyboardInterrupt):
        run(_demo(settings, towns, life))


async def _demo(
    settings: Settings, towns: Sequence[DemoTown], life: Sequence[str]
) -> None:
    async with AsyncExitStack() as stack:
        maps = settings.folder / "maps"
        drawing = [asyncio.create_task(_draw(town, maps)) for town in towns]
        with console.err.status("Starting PostgreSQL and the broker"):
            installation = await stack.enter_async_context(
                open_installation(settings, first=[town.name for town in towns])
            )
        keys = _keep_keys(settings.folder / "keys.json", installation)
        with console.err.status("Building two towns and their maps"):
            await asyncio.gather(*drawing)
        for town in towns:
            await _introduce(installation, town)
            await _give_roads(installation, town, maps)
        ready = _ready(settings, keys, towns)
        serving = asyncio.create_task(answer(installation.http, settings, ready))
        for town in towns:
            await stack.enter_async_context(
                _living(town, settings, keys[town.name], life)
            )
            if town == TOWNS[0]:
                at = f"http://127.0.0.1:{settings.port}"
                city = installation.cities[town.name]
                await stack.enter_async_context(lit_by_talq(city, at, keys[town.name]))
        await serving


async def _draw(town: DemoTown, maps: Path) -> None:
    """Grow a town and draw its base map in a process of its own, once."""
    if (maps / f"{town.name}.pmtiles").exists():
        return
    how = ("read", town.osm, town.name) if town.osm else ("grow", town.name)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mesto", "map", *how, str(maps)),
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()
    if process.returncode:
        raise Unavailable(f"{town.name} has no map: {told.decode()[-2000:]}")


async def _introduce(installation: Installation, town: DemoTown) -> None:
    """Tell the municipality what it is called and where it lies."""
    entity = f"urn:ngsi-ld:Municipality:{town.name}"
    said: dict[str, tuple[Kind, Value]] = {
        "title": (Kind.LANGUAGE_PROPERTY, town.title),
        "languages": (Kind.PROPERTY, list(town.languages)),
        "basemap": (Kind.PROPERTY, f"{town.name}.pmtiles"),
    }
    if town.center is not None:
        point = {"type": "Point", "coordinates": list(town.center)}
        said["center"] = (Kind.GEO_PROPERTY, point)
    known = await installation.cities[town.name].present([entity])
    await installation.cities[town.name].record(
        Observation(
            entity=entity, attribute=name, value=value, kind=kind, source="demo"
        )
        for name, (kind, value) in said.items()
        if not known or known[entity].value(name) != value
    )


async def _give_roads(installation: Installation, town: DemoTown, maps: Path) -> None:
    """Let plans know the streets of the town, once."""
    city, file = installation.cities[town.name], maps / f"{town.name}.roads"
    if file.exists() and await city.ask(RoadsBuilt()) is None:
        await keep_roads(city, file.read_bytes(), GROWN)


@asynccontextmanager
async def _living(
    town: DemoTown, settings: Settings, key: str, life: Sequence[str]
) -> AsyncIterator[None]:
    """Let the town live in a process that speaks to us as the world does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mesto.simulator", "--municipality", town.name),
        *("--town", str(settings.folder / "maps" / f"{town.name}.town")),
        *("--http", f"http://127.0.0.1:{settings.port}"),
        *("--mqtt-port", str(settings.broker_port)),
        *life,
        env={**os.environ, "MESTO_SIMULATOR_KEY": key},
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is ours to hand on
        preexec_fn=end_with_us,
    )
    telling = asyncio.create_task(_tell(process, town.name))
    try:
        yield
    finally:
        telling.cancel()
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _tell(process: asyncio.subprocess.Process, name: str) -> None:
    """Show how far a town has come, a line for each tenth of each piece of work."""
    assert process.stdout is not None
    shown: tuple[str, int] = ("", -1)
    while line := await process.stdout.readline():
        told = orjson.loads(line)
        tenth = int(10 * told["done"] / told["whole"]) if told["whole"] else 10
        if (told["what"], tenth) != shown:
            shown = (told["what"], tenth)
            share = f" {tenth * 10} %" if told["whole"] else ""
            console.err.print(f"[dim]{name}: {told['what']}{share}[/]")


def _real(osm: Path) -> DemoTown:
    """Name a municipality after the extract of a real place."""
    letters = "".join(c for c in osm.name.split(".")[0].lower() if c.isalnum())
    name = f"osm_{letters or 'place'}"[:40]
    return DemoTown(
        name=name,
        title={"en": osm.name.split(".")[0]},
        languages=("en", "sr-Latn", "sr-Cyrl", "cs", "sk"),
        center=None,
        osm=str(osm.resolve()),
    )


def _start_over(home: Path) -> None:
    """Forget the last demonstration.

    Raises Unavailable while one is running.
    """
    if (home / "postgres" / "cluster" / "postmaster.pid").exists():
        raise Unavailable(f"a demonstration is running in {home}; stop it first")
    shutil.rmtree(home, ignore_errors=True)


def _keep_keys(path: Path, installation: Installation) -> dict[str, str]:
    """Keep the keys of the demonstration, since the simulator needs them again."""
    keys: dict[str, str] = orjson.loads(path.read_bytes()) if path.exists() else {}
    keys |= installation.new_keys
    path.touch(mode=0o600)
    path.write_bytes(orjson.dumps(keys))
    return keys


def _ready(settings: Settings, keys: dict[str, str], towns: Sequence[DemoTown]) -> str:
    """Say where to look; the key travels behind the #, so no server logs it."""
    links = "&".join(f"key={keys[town.name]}" for town in towns)
    return (
        f"\n[bold]The city lives at http://127.0.0.1:{settings.port}/#{links}[/]\n"
        f"MQTT on port {settings.broker_port}; data in {settings.folder}; "
        "Ctrl-C stops everything.\n"
    )


def _free(port: int) -> int:
    """Return `port`, or the next one that nobody uses."""
    for candidate in range(port, port + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", candidate))
                return candidate
    raise Unavailable(f"ports {port} to {port + 49} are all in use")
