"""`mesto map …`: base maps, of real places and of the towns we grow."""

import pickle
from pathlib import Path
from typing import Annotated

import typer

from mesto.cli import console
from mesto.cli.roads import roads_of_town
from mesto.simulator.cartography import features
from mesto.simulator.town import Town
from mesto.web.basemap import build

OSM_NOTE = "© OpenStreetMap contributors"

app = typer.Typer(help="Make base maps.", no_args_is_help=True)


@app.command("build")
def build_map(
    source: Annotated[Path, typer.Argument(metavar="FILE.osm.pbf", exists=True)],
    to: Annotated[Path, typer.Option("-o", "--output", help="PMTiles file to write.")],
) -> None:
    """Make the base map of any place from an OpenStreetMap extract."""
    with console.err.status(f"Reading {source.name}"):
        town = _read(source)
    with console.err.status("Cutting tiles"):
        build(features(town), to, name=source.stem, attribution=OSM_NOTE)
    console.out.print(f"{to} is the base map of {source.name}.", soft_wrap=True)


@app.command("grow", hidden=True)
def grow_map(site: str, folder: Path) -> None:
    """Grow a town of the demonstration and keep it and its base map in `folder`."""
    from mesto.simulator.geography import KAMENEC, TISOGRAD, grow

    place = {"kamenec": KAMENEC, "tisograd": TISOGRAD}[site]
    town = grow(place.seed, place)
    _keep(town, folder / f"{site}.town")
    build(features(town), folder / f"{site}.pmtiles", name=place.name)


@app.command("read", hidden=True)
def read_map(source: Path, name: str, folder: Path) -> None:
    """Read a real place and keep it and its base map in `folder`."""
    town = _read(source)
    _keep(town, folder / f"{name}.town")
    path = folder / f"{name}.pmtiles"
    build(features(town), path, name=name, attribution=OSM_NOTE)


def _read(source: Path) -> Town:
    """Read a real place; the libraries it takes stay out of every other command."""
    from mesto.simulator.osm import read

    return read(source)


def _keep(town: Town, path: Path) -> None:
    """Keep a town as it is, so that nobody grows it twice."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(pickle.dumps(town, pickle.HIGHEST_PROTOCOL))
    fresh.replace(path)
    path.with_suffix(".roads").write_bytes(roads_of_town(town))
