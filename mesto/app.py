"""The whole city on one page: who listens, who decides, who is told.

    world → gate → ledger → domain → ledger → gate → world

Read this first. Gates and domains are found in their folders; here they meet the
kernel, the rim, and the console, and nowhere else.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import mesto.domains
import mesto.gates
from mesto.gates.csv.gate import guess_file, import_file
from mesto.gates.mqtt.broker import Broker
from mesto.kernel.access.accounts import Accounts, Provider
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.roles import Roles
from mesto.kernel.city import City
from mesto.kernel.database import Database, Progress
from mesto.kernel.plugin import Carrier, Domain, Gate, HttpApp, found_in
from mesto.kernel.possible import possible_of
from mesto.kernel.postgres import EmbeddedPostgres
from mesto.operations.alarms.run import keep_escalating
from mesto.operations.alarms.watch import keep_watching
from mesto.operations.audit.proof import keep_proof, keep_proof_of_acts
from mesto.operations.commands.many.run import keep_giving
from mesto.operations.commands.run import keep_ending
from mesto.operations.notifications.carry import Means
from mesto.operations.notifications.channels.mail import MailServer
from mesto.operations.notifications.run import keep_telling
from mesto.operations.scenarios.run import run_scenarios
from mesto.rim.door import Door
from mesto.rim.exchange import Exchange
from mesto.rim.settings import Settings
from mesto.rim.upkeep import (
    forget_the_old,
    give_memory_back,
    hear_other_processes,
    keep_accounts,
    keep_figures,
    keep_measures,
)
from mesto.web.app import Console, console
from mesto.web.importing import Files
from mesto.web.work.checklists import built_in_checklists

log = logging.getLogger(__name__)

GATES: Sequence[Gate[Any]] = found_in(mesto.gates, Gate)
CARRIERS: Sequence[Carrier] = found_in(mesto.gates, Carrier)
DOMAINS: Sequence[Domain] = found_in(mesto.domains, Domain)

#: What the services have to say against orders.
GUARDS = [guard for domain in DOMAINS for guard in domain.guards]
#: How the services judge inventories before they are recorded.
PLAUSIBLE = [one for d in DOMAINS for one in d.plausible]
#: How the console imports files.
FILES = Files(guess_file, partial(import_file, plausible=PLAUSIBLE))
#: What sensors cannot say: it is refused at every gate.
POSSIBLE = possible_of(layer for d in DOMAINS for layer in d.layers)
#: The entity types of each service, for those whose rights name services.
SERVICES = {d.name: [layer.type for layer in d.layers] for d in DOMAINS}


AGAIN_S = 10.0  #: before a task that has not ended is cancelled again


@dataclass(kw_only=True)
class Installation:
    """Everything that runs here, opened."""

    settings: Settings
    database: Database
    keys: Keys
    accounts: Accounts
    cities: dict[str, City]
    exchanges: dict[str, Exchange]
    broker: Broker | None
    http: HttpApp
    new_keys: dict[str, str]  #: made at this start, by municipality; shown once
    invitation: str  #: of the first administrator, at the first start; else empty


@asynccontextmanager
async def open_database(
    settings: Settings, progress: Progress = lambda _done, _all: None
) -> AsyncIterator[Database]:
    """Open the database the settings name, or start the embedded one.

    Raises Unavailable if it does not answer.
    """
    async with AsyncExitStack() as stack:
        dsn = settings.dsn
        if not dsn:
            postgres = EmbeddedPostgres(folder=settings.folder / "postgres")
            stack.push_async_callback(postgres.stop)
            await postgres.start()
            supervise = await stack.enter_async_context(_supervised())
            supervise(postgres.keep_running, "PostgreSQL")
            dsn = postgres.dsn
        database = Database(dsn)
        stack.push_async_callback(database.close)
        await database.prepare(progress)
        await stack.enter_async_context(database.in_use())
        if not await database.finish():
            log.warning("an older mesto runs on this database; restart it too")
        yield database


@asynccontextmanager
async def open_installation(
    settings: Settings,
    *,
    progress: Progress = lambda _done, _all: None,
    first: Sequence[str] = (),
    only: Sequence[str] = (),
) -> AsyncIterator[Installation]:
    """Open everything: memory, broker, connections, doors.

    first: municipalities to found where there is none
    only: serve these and no others

    Raises Unavailable or Malformed, saying what to do.
    """
    async with open_database(settings, progress) as database, AsyncExitStack() as stack:
        names = await database.municipalities()
        for name in first if not names else ():
            await database.add(name)
        names = list(only) or names or list(first)
        keys = Keys(database)
        keyless = set(names).intersection(await keys.keyless())
        new_keys = {name: await keys.issue(name, "first") for name in sorted(keyless)}
        accounts_of = partial(keys.broker_accounts, only)
        broker = await _open_broker(settings, accounts_of, stack)
        cities = {
            name: City(database, name, guards=GUARDS, possible=POSSIBLE)
            for name in names
        }
        embedded_url = broker.internal_url if broker else None
        exchanges = {
            name: Exchange(
                city,
                GATES,
                CARRIERS,
                embedded_url,
                allow_private=settings.allow_private,
                plausible=PLAUSIBLE,
            )
            for name, city in cities.items()
        }
        accounts = Accounts(database, _provider(settings))
        roles = {
            name: Roles(name, city.bound, SERVICES) for name, city in cities.items()
        }
        for its_roles in roles.values():
            await its_roles.write_out()
        web = console(settings.folder, DOMAINS, FILES)
        stack.push_async_callback(web.close)
        callers = Callers(keys, accounts, cities, roles, anonymous=settings.anonymous)
        installation = Installation(
            settings=settings,
            database=database,
            keys=keys,
            accounts=accounts,
            cities=cities,
            exchanges=exchanges,
            broker=broker,
            http=Door(
                callers,
                exchanges,
                GATES,
                web,
                allow_private=settings.allow_private,
                mails=bool(settings.smtp_host and settings.public_url),
            ),
            new_keys=new_keys,
            invitation=await accounts.invite_first(names),
        )
        means = _means(settings, embedded_url)
        supervise = await stack.enter_async_context(_supervised())
        for name, city in cities.items():
            runs = {
                "exchange": exchanges[name].run,
                **_runs_for(city, web, callers, means, film=settings.film),
            }
            for what, work in runs.items():
                supervise(work, f"{what} of {name}")
        if broker is not None:
            of_broker = partial(
                keep_accounts, accounts_of, broker.accounts, broker.reload
            )
            supervise(of_broker, "accounts of the broker")
        supervise(partial(keep_proof_of_acts, database), "proof of what people did")
        supervise(partial(hear_other_processes, database, cities), "notices")
        supervise(give_memory_back, "memory")
        yield installation


def _runs_for(
    city: City, web: Console, callers: Callers, means: Means, *, film: bool
) -> dict[str, Callable[[], Awaitable[None]]]:
    """Return what runs beside a municipality's exchange, for ever, by what it keeps."""
    runs: dict[str, Callable[[], Awaitable[None]]] = {
        "figures": partial(keep_figures, city),
        "measures": partial(keep_measures, city),
        "states": partial(web.keep_states, city),
        "retention": partial(forget_the_old, city),
        "proof": partial(keep_proof, city),
        "expectations": partial(keep_watching, city),
        "scenarios": partial(run_scenarios, city, built_in_checklists(DOMAINS)),
        "escalation": partial(keep_escalating, city),
        "overrides": partial(keep_ending, city, callers),
        "orders to many": partial(keep_giving, city, callers),
        "notifications": partial(keep_telling, city, callers.accounts, means),
        "reports": partial(web.make_reports, city, callers),
    }
    for domain in DOMAINS:
        for what, work in domain.runs.items():
            runs[f"{domain.name}: {what}"] = partial(work, city, callers)
    outside = {"allow_private": means.allow_private, "base": means.public_url}
    for gate in GATES:
        for what, work in gate.runs.items():
            runs[f"{gate.name}: {what}"] = partial(work, city, callers, **outside)
    if film:
        runs["film"] = partial(web.film, city)
    return runs


def _provider(settings: Settings) -> Provider | None:
    if not settings.oidc_issuer:
        return None
    from mesto.rim.provider import Client, OpenIdProvider

    return OpenIdProvider(
        Client(
            issuer=settings.oidc_issuer,
            client=settings.oidc_client,
            secret=settings.oidc_secret,
            claim=settings.oidc_claim,
            groups=settings.oidc_groups,
        )
    )


def mail_server_of(settings: Settings) -> MailServer | None:
    """Return where mail is handed in; None: nowhere."""
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.smtp_from,
    )


def _means(settings: Settings, own_broker: Callable[[str], str] | None) -> Means:
    return Means(
        mail=mail_server_of(settings),
        public_url=settings.public_url,
        allow_private=settings.allow_private,
        own_broker=own_broker,
    )


async def _open_broker(
    settings: Settings,
    accounts_of: Callable[[], Awaitable[Mapping[str, str]]],
    stack: AsyncExitStack,
) -> Broker | None:
    if not settings.broker:
        return None
    broker = Broker(
        settings.folder / "broker",
        settings.broker_port,
        await accounts_of(),
        host=settings.broker_host,
    )
    await broker.start()
    stack.push_async_callback(broker.stop)
    return broker


@asynccontextmanager
async def _supervised() -> AsyncIterator[Callable[[Callable[[], Any], str], None]]:
    """Run tasks for ever: what fails is logged and started again."""
    tasks: list[asyncio.Task[None]] = []

    async def keep(work: Callable[[], Any], name: str) -> None:
        while True:
            try:
                await work()
            except Exception:  # a supervisor: one task must not end the others
                log.exception("%s failed and is started again", name)
            await asyncio.sleep(1)

    def start(work: Callable[[], Any], name: str) -> None:
        tasks.append(asyncio.create_task(keep(work, name), name=name))

    try:
        yield start
    finally:
        await _end(tasks)


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended.

    One that takes a cancellation for nothing, as `asyncio.wait_for` may, is told again.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)
