"""`mesto import`, `export`, `backup`, `restore`: data in, data out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from mesto.app import PLAUSIBLE, POSSIBLE
from mesto.cli import console
from mesto.cli.export import write_export
from mesto.cli.serve import CONFIG, ConfigOption
from mesto.cli.tenant import with_database
from mesto.gates.csv.gate import guess_file, import_file
from mesto.gates.csv.report import Report
from mesto.kernel.archive import back_up, restore
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mapping import RecordMapping

Municipality = Annotated[
    str, typer.Option("--municipality", "-m", help="Whose; may be left out if alone.")
]


def import_(
    file: Annotated[Path, typer.Argument(help="CSV or GeoJSON.")],
    *,
    municipality: Municipality = "",
    mapping: Annotated[
        Path | None, typer.Option(help="JSON file: how rows become observations.")
    ] = None,
    guess: Annotated[
        bool, typer.Option("--guess", help="Print a mapping to start from.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would happen.")
    ] = False,
    type_name: Annotated[str, typer.Option("--type", help="Entity type.")] = "",
    zone: Annotated[str, typer.Option(help="Zone of times without one.")] = "UTC",
    config: ConfigOption = CONFIG,
) -> None:
    """Import an inventory or a history from a CSV or GeoJSON file."""
    if mapping is None or guess:
        guessed = guess_file(file, type_name=type_name, zone=zone)
        if guess:
            pretty = msgspec.json.format(msgspec.json.encode(guessed), indent=2)
            print(pretty.decode())
            return
        rule = guessed
    else:
        rule = _read_mapping(mapping)

    async def work(database: Database) -> Report:
        name = await only(database, municipality)
        city = City(database, name, possible=POSSIBLE)
        with console.bar(f"Importing {file.name}") as progress:
            return await import_file(
                city,
                file,
                rule,
                dry_run=dry_run,
                progress=progress,
                plausible=PLAUSIBLE,
            )

    _show(with_database(config, work))


def export(
    to: Annotated[Path, typer.Argument(metavar="FILE.zip")],
    municipality: Municipality = "",
    config: ConfigOption = CONFIG,
) -> None:
    """Export everything of a municipality in open formats: NGSI-LD and CSV."""

    async def work(database: Database) -> tuple[int, int]:
        city = City(database, await only(database, municipality))
        with console.bar(f"Exporting {city.name}") as progress:
            return await write_export(city, to, datetime.now(UTC), progress)

    entities, observations = with_database(config, work)
    console.out.print(f"{to}: {entities:,} entities, {observations:,} observations.")


def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE")],
    municipality: Municipality = "",
    config: ConfigOption = CONFIG,
) -> None:
    """Back up one municipality, or all of them, while they work on."""
    with console.err.status("Backing up"):
        with_database(config, lambda database: back_up(database, to, municipality))
    console.out.print(f"{to}: {to.stat().st_size / 2**20:,.1f} MiB.", soft_wrap=True)


def restore_(
    source: Annotated[Path, typer.Argument(metavar="FILE", exists=True)],
    config: ConfigOption = CONFIG,
) -> None:
    """Restore municipalities from a backup; each gets a new key at the next start."""
    with console.err.status("Restoring"):
        names = with_database(config, lambda database: restore(database, source))
    console.out.print(f"{', '.join(names)} restored. Restart `mesto serve` to serve.")


def _read_mapping(path: Path) -> RecordMapping:
    try:
        return msgspec.json.decode(path.read_bytes(), type=RecordMapping)
    except OSError as error:
        raise NotFound(f"{path} cannot be opened: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise Malformed(f"{path} is no mapping: {error}") from error


async def only(database: Database, municipality: str) -> str:
    """Return the municipality meant. Raises NotFound if that is not clear."""
    names = await database.municipalities()
    if municipality in names:
        return municipality
    if not municipality and len(names) == 1:
        return names[0]
    raise NotFound(f"say which with --municipality: {', '.join(names) or 'none yet'}")


def _show(report: Report) -> None:
    """Say what an import did, or would do."""
    would = "would be " if report.dry_run else ""
    console.out.print(
        f"{report.rows:,} rows read, {report.refused:,} refused. Entities: "
        f"{report.created:,} {would}created, {report.updated:,} {would}updated, "
        f"{report.unchanged:,} unchanged. {report.recorded:,} observations recorded."
    )
    table = Table("attribute", "observations", "added", "changed", "same", "older")
    for name, tally in report.attributes.items():
        counts = (
            tally.observations,
            tally.added,
            tally.changed,
            tally.same,
            tally.older,
        )
        table.add_row(name, *(f"{count:,}" for count in counts))
    console.out.print(table)
    for refused in report.examples:
        console.out.print(
            f"line {refused.line}: {refused.field}: {refused.why}", soft_wrap=True
        )
    if report.refused_file:
        console.out.print(f"Mend and import again: {report.refused_file}")
