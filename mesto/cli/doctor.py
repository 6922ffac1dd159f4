"""`mesto doctor`: what is wrong with an installation, and what to do about it."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from typing import NamedTuple

import typer

from mesto.app import mail_server_of, open_database
from mesto.cli import console
from mesto.cli.serve import CONFIG, ConfigOption
from mesto.kernel.access.keys import Keys
from mesto.kernel.database import Database
from mesto.kernel.errors import CityError
from mesto.kernel.postgres import binaries
from mesto.operations.audit.proof import look
from mesto.operations.audit.words import meaning_of, place_of
from mesto.operations.notifications.channels.mail import greet
from mesto.rim.settings import Settings, read_settings

OLDEST_POSTGRESQL = 15
LEAST_FREE_GIB = 2
CONNECTIONS = 20  #: what one `mesto serve` takes


class Finding(NamedTuple):
    """One thing that was looked at."""

    what: str
    fault: str = ""  #: empty: it is well
    remedy: str = ""


def doctor(config: ConfigOption = CONFIG) -> None:
    """Check this installation, and say what to do where something is wrong."""
    try:
        settings = read_settings(config, os.environ)
    except CityError as error:
        _show(Finding("settings", str(error), f"mend {config} or the environment"))
        raise typer.Exit(1) from None
    faults = asyncio.run(_examine(settings))
    if faults:
        console.out.print(f"{faults} to mend.")
        raise typer.Exit(1)
    console.out.print("All is well.")


async def _examine(settings: Settings) -> int:
    faults = 0
    async for finding in _findings(settings):
        _show(finding)
        faults += bool(finding.fault)
    return faults


def _show(finding: Finding) -> None:
    if finding.fault:
        console.out.print(f"[red]✗[/] {finding.what}: {finding.fault}", soft_wrap=True)
        console.out.print(f"  → {finding.remedy}", soft_wrap=True)
    else:
        console.out.print(f"[green]✓[/] {finding.what}", soft_wrap=True)


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at one thing after the other."""
    yield Finding("settings")
    yield _disk(settings)
    if not settings.dsn:
        yield _programs()
    yield _port("HTTP", settings.host, settings.port, "port (MESTO_PORT)")
    if settings.broker:
        yield _port("MQTT", settings.broker_host, settings.broker_port, "broker_port")
    yield await _mail(settings)
    try:
        async with open_database(settings) as database:
            async for finding in _memory(database):
                yield finding
    except CityError as error:
        yield Finding(
            "database", str(error), "start PostgreSQL, or mend dsn (MESTO_DSN)"
        )


def _disk(settings: Settings) -> Finding:
    folder = settings.folder
    while not folder.exists():
        folder = folder.parent
    free_gib = shutil.disk_usage(folder).free / 2**30
    what = f"{free_gib:,.0f} GiB free for {settings.folder}"
    if free_gib < LEAST_FREE_GIB:
        return Finding(what, "the disk is nearly full", "make room, or move MESTO_HOME")
    if not os.access(folder, os.W_OK):
        return Finding(what, "it cannot be written", f"give {folder} to this user")
    return Finding(what)


def _programs() -> Finding:
    try:
        return Finding(f"PostgreSQL programs in {binaries()}")
    except CityError as error:
        return Finding(
            "PostgreSQL programs", str(error), "install it, or set MESTO_DSN"
        )


def _port(name: str, host: str, port: int, setting: str) -> Finding:
    """See whether a port can be had, or is taken by somebody (perhaps by us)."""
    what = f"{name} on {host}:{port}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return Finding(what, "this user may not open it", f"set another {setting}")
        except OSError:
            return Finding(f"{what} is in use: by mesto, if it is running")
    return Finding(f"{what} is free")


async def _mail(settings: Settings) -> Finding:
    """See whether the mail server lets us in; nothing is sent."""
    server = mail_server_of(settings)
    if server is None:
        return Finding("no mail server is set (smtp_host), so nobody is told by e-mail")
    what = f"mail server {server.host}:{server.port}"
    try:
        await greet(server)
    except CityError as error:
        return Finding(what, str(error), "mend smtp_… in mesto.toml (MESTO_SMTP_…)")
    return Finding(f"{what} lets us in")


async def _memory(database: Database) -> AsyncIterator[Finding]:
    """Look at the database and at what it holds."""
    async with database.owner() as connection:
        version = connection.get_server_version()
        most = int(await connection.fetchval("show max_connections"))
        encoding = await connection.fetchval("show server_encoding")
    if version.major < OLDEST_POSTGRESQL:
        yield Finding(
            f"PostgreSQL {version.major}",
            f"it is older than {OLDEST_POSTGRESQL}",
            "upgrade it",
        )
    else:
        yield Finding(f"PostgreSQL {version.major}.{version.minor}")
    if encoding != "UTF8":
        yield Finding("encoding", f"{encoding} is not UTF8", "make the database anew")
    if most < CONNECTIONS:
        yield Finding(
            "connections",
            f"only {most}",
            f"set max_connections to {CONNECTIONS}",
        )
    if not await database.finish():
        yield Finding(
            "releases",
            "an older mesto runs on this database, which keeps what that one needs",
            "restart it too; the last to start cleans up",
        )
    names = await database.municipalities()
    yield Finding(f"municipalities: {', '.join(names) or 'none yet'}")
    for name in await Keys(database).keyless():
        yield Finding(name, "it has no API key", f"run: mesto key add {name}")
    async for finding in _proof(database):
        yield finding


async def _proof(database: Database) -> AsyncIterator[Finding]:
    """Look whether anything was changed behind our back."""
    with console.bar("Looking whether what was written holds") as progress:
        async for place, verdict in look(database, progress):
            what = f"proof of {place_of(place)}, {verdict.strand}"
            count = f"{verdict.rows:,} rows in {verdict.blocks:,} blocks"
            yield Finding(
                what if verdict.fault else f"{what}: {count} hold",
                meaning_of(verdict),
                "keep this database as it is, compare it with a back-up from before, "
                "and ask who can reach PostgreSQL; see docs/how-to/audit.md",
            )
