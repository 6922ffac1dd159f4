"""`mesto person …` and `mesto role …`: who may come in, and what each may do."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
import typer
from rich.table import Table

from mesto.app import SERVICES
from mesto.cli import console
from mesto.cli.serve import CONFIG, ConfigOption
from mesto.cli.tenant import NAME, with_database
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.rights import BUILT_IN, Role
from mesto.kernel.access.roles import Roles
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Malformed, NotFound
from mesto.operations.personal.erase import erase
from mesto.operations.personal.kept import Counts, Kept, counted, kept_of

A = TypeVar("A")

app = typer.Typer(help="Invite, list and remove people.", no_args_is_help=True)
roles = typer.Typer(help="List, keep and remove roles.", no_args_is_help=True)

LOGIN = Annotated[str, typer.Argument(help="How the person signs in.")]
ROLES = Annotated[
    list[str], typer.Option("--role", "-r", help="Repeat for several roles.")
]


@app.command("add")
def add(
    municipality: NAME,
    login: LOGIN,
    name: Annotated[str, typer.Option(help="As others read it.")] = "",
    role: ROLES = ["viewer"],
    config: ConfigOption = CONFIG,
) -> None:
    """Add a person to a municipality and print the link that lets it in, once."""

    async def work(database: Database) -> str:
        await _require_roles(database, municipality, role)
        accounts = Accounts(database)
        made = await accounts.make(login, name, {municipality: role})
        return await accounts.invite(made.number)

    _show_link(with_database(config, work))


@app.command("list")
def show(municipality: NAME, config: ConfigOption = CONFIG) -> None:
    """List who belongs to a municipality."""
    people = with_database(
        config, lambda database: Accounts(database).of_municipality(municipality)
    )
    table = Table("login", "name", "roles", "codes", "")
    for one in people:
        its_roles = ", ".join(one.memberships[municipality])
        state = "disabled" if one.disabled else "asked in" if one.invited else ""
        table.add_row(one.login, one.name, its_roles, "✓" if one.codes else "", state)
    console.out.print(table)


@app.command("roles")
def give(
    municipality: NAME,
    login: LOGIN,
    role: ROLES = ["viewer"],
    config: ConfigOption = CONFIG,
) -> None:
    """Give a person roles in a municipality, in place of those it has there."""

    async def work(database: Database) -> None:
        await _require_roles(database, municipality, role)
        accounts = Accounts(database)
        here = await accounts.called(login, [municipality])
        person = here[0] if here else await accounts.by_login(login)
        await accounts.join(person.number, municipality, role)

    with_database(config, work)
    console.out.print(f"{login} is {', '.join(role)} in {municipality}.")


@app.command("invite")
def invite(login: LOGIN, config: ConfigOption = CONFIG) -> None:
    """Print a link by which a person chooses a new password; its sessions end then."""

    async def work(database: Database) -> str:
        accounts = Accounts(database)
        known = await accounts.called(login)
        person = known[0] if known else await accounts.by_login(login)
        return await accounts.invite(person.number)

    _show_link(with_database(config, work))


@app.command("disable")
def disable(
    login: LOGIN,
    undo: Annotated[bool, typer.Option("--undo", help="Let it in again.")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Let a person in no longer; its sessions end."""

    async def work(database: Database) -> None:
        accounts = Accounts(database)
        person = await accounts.by_login(login)
        await accounts.disable(person.number, disabled=not undo)

    with_database(config, work)
    console.out.print(f"{login} may come in again." if undo else f"{login} is out.")


@app.command("data")
def data(
    login: LOGIN,
    to: Annotated[Path, typer.Argument(metavar="FILE.json")],
    config: ConfigOption = CONFIG,
) -> None:
    """Write everything that is kept of a person."""

    async def work(database: Database) -> Kept:
        return await kept_of(Accounts(database), await _cities(database), login)

    kept = msgspec.json.encode(with_database(config, work))
    to.write_bytes(msgspec.json.format(kept))
    console.out.print(f"{to} holds what is kept of {login}.")


@app.command("erase")
def erase_person(
    login: LOGIN,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """Forget a person for good; a pseudonym stands for it in all history."""

    async def count(database: Database) -> Counts:
        cities = await _cities(database)
        kept = await kept_of(Accounts(database), cities, login)
        return counted(kept, [city.name for city in cities])

    async def work(database: Database) -> str:
        cities = await _cities(database)
        return await erase(Accounts(database), database, cities, login, everywhere=True)

    if not yes:
        there = with_database(config, count)
        console.out.print(
            f"{there.sessions} sessions end. {there.stated} statements, "
            f"{there.ordered} orders and {there.acts} acts stay, under a pseudonym; "
            f"so do {there.named} values that name {login}."
        )
        typer.confirm(f"Forget {login} for good?", abort=True)
    pseudonym = with_database(config, work)
    console.out.print(f"{login} is forgotten; history calls it {pseudonym}.")


async def _cities(database: Database) -> list[City]:
    return [City(database, name) for name in await database.municipalities()]


@roles.command("list")
def list_roles(municipality: NAME, config: ConfigOption = CONFIG) -> None:
    """Print the roles of a municipality as JSON, a line each."""
    own = _with_roles(config, municipality, Roles.written)
    for role in (*BUILT_IN.values(), *own):
        console.out.print_json(msgspec.json.encode(role).decode(), indent=None)


@roles.command("keep")
def keep_role(
    municipality: NAME,
    file: Annotated[Path, typer.Argument(help="A role as JSON.", exists=True)],
    config: ConfigOption = CONFIG,
) -> None:
    """Keep a role; one of the same name is replaced."""
    try:
        role = msgspec.json.decode(file.read_bytes(), type=Role)
    except msgspec.DecodeError as error:
        raise Malformed(f"{file}: {error}") from error
    _with_roles(config, municipality, lambda roles: roles.keep(role))
    console.out.print(f"{role.name} is kept.")


@roles.command("remove")
def remove_role(
    municipality: NAME,
    name: Annotated[str, typer.Argument(help="Of a role of its own.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Forget a role; whoever had it has it no longer."""
    _with_roles(config, municipality, lambda roles: roles.drop(name))
    console.out.print(f"{name} is gone.")


def _with_roles(
    config: Path, municipality: str, work: Callable[[Roles], Awaitable[A]]
) -> A:
    async def run(database: Database) -> A:
        return await work(await _roles_of(database, municipality))

    return with_database(config, run)


async def _roles_of(database: Database, municipality: str) -> Roles:
    if municipality not in await database.municipalities():
        raise NotFound(f"there is no municipality {municipality}")
    return Roles(municipality, City(database, municipality).bound, SERVICES)


async def _require_roles(
    database: Database, municipality: str, names: list[str]
) -> None:
    """Raise NotFound for a role that a municipality does not have."""
    known = await (await _roles_of(database, municipality)).all()
    if unknown := sorted(set(names) - set(known)):
        there = ", ".join(sorted(known))
        raise NotFound(f"there is no role {', '.join(unknown)}; there is {there}")


def _show_link(word: str) -> None:
    console.out.print(
        f"Give this link, once and within a week: http://YOUR-ADDRESS/#link={word}",
        soft_wrap=True,
    )
