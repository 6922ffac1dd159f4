"""`mesto audit …`: the proof of what was written, and what people did."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from mesto.cli import console
from mesto.cli.serve import CONFIG, ConfigOption
from mesto.cli.tenant import with_database
from mesto.kernel.chain.verify import Verdict
from mesto.kernel.database import Database
from mesto.kernel.errors import Malformed
from mesto.operations.audit.acts import Act, Wanted, read_acts
from mesto.operations.audit.proof import Heads, broken_promises, heads_of, look
from mesto.operations.audit.words import meaning_of, place_of

app = typer.Typer(
    help="Prove what was written, and list who did what.", no_args_is_help=True
)


@app.command("head")
def head(
    to: Annotated[
        Path | None, typer.Option(help="Write it here; else it is printed.")
    ] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Seal what is new and say on what everything hangs. Keep it elsewhere."""
    told = msgspec.json.format(msgspec.json.encode(with_database(config, heads_of)))
    if to is None:
        print(told.decode())
    else:
        to.write_bytes(told)


@app.command("verify")
def verify(
    kept: Annotated[
        Path | None,
        typer.Option("--head", help="A head that was kept elsewhere.", exists=True),
    ] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Look whether anything was changed behind our back. Leaves with 1 if so."""
    heads = None if kept is None else _read_head(kept)

    async def work(database: Database) -> tuple[list[tuple[str, Verdict]], list[str]]:
        with console.bar("Looking") as progress:
            found = [one async for one in look(database, progress)]
        broken = [] if heads is None else await broken_promises(database, heads)
        lost = [
            f"{place_of(place)}: block {one.number} of {one.strand} is not the one "
            "that was kept elsewhere: the chain was written anew since"
            for place, one in broken
        ]
        return found, lost

    found, lost = with_database(config, work)
    for place, verdict in found:
        fault = meaning_of(verdict)
        mark = "[red]✗[/]" if fault else "[green]✓[/]"
        count = f"{verdict.rows:,} rows in {verdict.blocks:,} blocks"
        text = fault or count
        console.out.print(f"{mark} {place_of(place)}, {verdict.strand}: {text}")
    for line in lost:
        console.out.print(f"[red]✗[/] {line}", soft_wrap=True)
    if lost or any(verdict.fault for _, verdict in found):
        raise typer.Exit(1)


@app.command("list")
def show(
    who: Annotated[str, typer.Option(help="Part of a name.")] = "",
    verb: Annotated[str, typer.Option(help="What was done, e.g. signed-in.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    config: ConfigOption = CONFIG,
) -> None:
    """List what people did in the whole installation, newest first."""

    async def work(database: Database) -> list[Act]:
        async with database.owner() as connection:
            return await read_acts(connection, Wanted(who=who, verb=verb, limit=limit))

    table = Table("when", "who", "did", "to", "about", "from")
    for act in with_database(config, work):
        told = (act.who, act.verb, act.whom, act.about, act.origin)
        table.add_row(f"{act.at:%Y-%m-%d %H:%M:%S}", *told)
    console.out.print(table)


def _read_head(path: Path) -> Heads:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Heads)
    except msgspec.DecodeError as error:
        raise Malformed(f"{path} is no head: {error}") from error
