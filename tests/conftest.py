"""One database for the run, one municipality for the test: isolation is our own."""

import asyncio
import gc
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from pkgutil import walk_packages
from uuid import uuid4

import pytest
import uvicorn
from httpx._config import DEFAULT_TIMEOUT_CONFIG
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

import mesto
from mesto.app import Installation, open_installation
from mesto.cli.lines import Line
from mesto.cli.serve import KEEP_ALIVE_S
from mesto.domains.emobility.business import run as business
from mesto.domains.emobility.cards import run as cards
from mesto.domains.emobility.faults import run as faults
from mesto.domains.emobility.inventory import run as stations
from mesto.kernel import apart
from mesto.kernel.access import proof, roles
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.postgres import EmbeddedPostgres
from mesto.rim import upkeep
from mesto.rim.settings import Settings
from mesto.web import picture
from mesto.web.reports import run as reports
from tests.waiting import LONG_S

#: A test database may lose everything when the power goes, and is thrown away anyhow.
#: With a log as for replication, tables that were made are not looked at file by file.
#: A thousand towns are 200,000 tables and indexes, which nobody has to tidy up.
FAST = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "max_wal_size": "256MB",
    "synchronous_commit": "off",
    "wal_level": "replica",
}
#: Who reaches the socket of a test database needs no password: to prove one takes a
#: client a thousandth of a second, and a server under test connects thirty times.
ANYBODY = "local all all trust\n"

#: How long something rests between two looks at a database, or believes the last, s.
RESTS = [
    (picture, "TICK_S"),
    (picture, "QUIET_S"),
    (reports, "LOOK_EVERY_S"),
    (upkeep, "MEASURES_EVERY_S"),
    (business, "REST_S"),
    (cards, "LOOK_S"),
    (faults, "REST_S"),
    (stations, "REST_S"),
    (roles, "TRUST_S"),
]

#: Patience of who asks over HTTP; a request of one that is busy may take long.
PATIENCE = ("connect", "read", "write", "pool")

#: Nobody guesses the passwords of a test, and to prove one takes 40 ms of a core.
LIGHT = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))

#: What computes in a process of its own; to import it takes a second and more.
COMPUTES = ["mesto.domains.waste.planning.compute", "mesto.domains.lighting"]

#: Removes a folder beside whatever comes next.
REMOVE = 'exec rm -rf "$0" </dev/null >/dev/null 2>&1 &'

#: What waits longest, and so comes first: whole processes, towns, browsers.
HERE = Path(__file__).parent
BROWSED = HERE / "journeys"
LONG = ("test_crash", "simulator", "journeys", "peers", "cli", "acceptance")
LAST = 2  #: of three turns


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL, so that `make check` can do without.

    What takes long comes first, so that at the end no worker waits for another one.
    """
    for item in items:
        if "dsn" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
    turns: dict[Path, int] = {}
    for item in items:
        turns[item.path] = min(_turn(item), turns.get(item.path, LAST))
    places = _spread([path for path, turn in turns.items() if turn == 0])
    items.sort(key=lambda item: (turns[item.path], places.get(item.path, 0)))


def _turn(item: pytest.Item) -> int:
    place = item.path.relative_to(HERE).parts[0]
    if place.startswith(LONG):
        return 0
    return 1 if item.get_closest_marker("database") else LAST


def _spread(paths: Sequence[Path]) -> dict[Path, float]:
    """Spread what mostly waits evenly among what keeps a browser, and a core, busy."""
    busy = [path for path in paths if path.parent == BROWSED]
    waiting = [path for path in paths if path.parent != BROWSED]
    return {
        path: place / len(kind)
        for kind in (waiting, busy)
        for place, path in enumerate(kind)
    }


def pytest_collection_finish() -> None:
    """Import what a whole run will; spare the collector of garbage all that is there.

    Examples are drawn among the constants of all modules that are imported by then: if
    these came with the tests, a verdict would hang on which worker ran what before.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        for module in walk_packages(mesto.__path__, "mesto."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    gc.collect()
    gc.freeze()


#: The same commit has the same verdict, on a busy machine too.
CALM = examples(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
#: For `make check`: a glance.
BRIEF = examples(CALM, max_examples=20)
#: HYPOTHESIS_PROFILE=wild looks for what nobody has thought of.
WILD = examples(CALM, derandomize=False, max_examples=1000)
examples.register_profile("calm", CALM)
examples.register_profile("brief", BRIEF)
examples.register_profile("wild", WILD)
examples.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "calm"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def hurried() -> Iterator[None]:
    """Let what looks every second or so look ten times as often.

    A test that waits for it is idle meanwhile, and hundreds do. Passwords are proved in
    less than they should be, too, and long computations need not import themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name in RESTS:
            patch.setattr(module, name, getattr(module, name) / 10)
        for what in PATIENCE:
            patch.setattr(DEFAULT_TIMEOUT_CONFIG, what, LONG_S)
        patch.setattr(proof, "_HASH", LIGHT)
        patch.setattr(apart, "get_context", _forking)
        yield


def _forking(_how: str) -> ForkServerContext:
    """Have processes begin where everything they need is imported already."""
    context = get_context("forkserver")
    context.set_forkserver_preload(COMPUTES)
    return context


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that the database's user can enter, unlike pytest's own.

    Nobody waits until the 100,000 files that a run leaves there are removed.
    """
    path = Path(tempfile.mkdtemp(prefix="mesto-test-"))
    path.chmod(0o755)
    yield path
    subprocess.run(["sh", "-c", REMOVE, path], check=True)


@pytest.fixture(scope="session")
def dsn(folder: Path) -> Iterator[str]:
    """The run's PostgreSQL: MESTO_TEST_DSN, or one of our own."""
    given = os.environ.get("MESTO_TEST_DSN")
    if given:
        yield given
        return
    postgres = EmbeddedPostgres(folder=folder / "postgres", settings=FAST)
    asyncio.run(postgres.start())
    (folder / "postgres/cluster/pg_hba.conf").write_text(ANYBODY)
    os.kill(postgres.server_pid(), signal.SIGHUP)
    asyncio.run(Database(postgres.dsn).prepare())
    yield postgres.dsn
    os.kill(postgres.server_pid(), signal.SIGQUIT)  # nothing of it is to be kept
    asyncio.run(postgres.stop())


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    opened = Database(dsn)
    yield opened
    await opened.close()


@pytest.fixture
def municipality() -> str:
    return f"t{uuid4().hex[:12]}"


@pytest.fixture
async def city(database: Database, municipality: str) -> City:
    """A municipality of this test's own."""
    await database.add(municipality)
    return City(database, municipality)


@dataclass(frozen=True, kw_only=True)
class Server:
    """The whole product on a free port, with one municipality."""

    url: str
    key: str
    city: City
    installation: Installation

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@pytest.fixture
async def server(
    dsn: str, database: Database, municipality: str, tmp_path: Path
) -> AsyncIterator[Server]:
    """The whole product, answering real sockets; the broker is left out."""
    async with serving(dsn, database, municipality, tmp_path) as running:
        yield running


def _listener() -> socket.socket:
    """Open a port for a server.

    It says that it speaks TCP, for asyncio sends at once only what comes in by such a
    socket; an answer in two parts would wait 40 ms for the first to be acknowledged.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    return listener


@asynccontextmanager
async def serving(
    dsn: str,
    database: Database,
    municipality: str,
    home: Path,
    *,
    broker: bool = False,
    film: bool = False,
    key: str = "",
    besides: Sequence[str] = (),
    known: bool = False,
    **told: str,
) -> AsyncIterator[Server]:
    """Serve a fresh municipality, or one that has a key already.

    broker: serve the embedded broker too; film: also while nobody looks
    besides: more municipalities, which are founded too
    known: it knows where it is reached
    told: more settings
    """
    listener = _listener()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    if known:
        told = {**told, "public_url": url}
    for name in (*besides, municipality) if not key else besides:
        await database.add(name)
    settings = Settings(
        home=str(home),
        dsn=dsn,
        port=0,
        broker=broker,
        broker_port=0,
        allow_private=True,
        film=film,
        **told,
    )
    async with open_installation(
        settings, only=[municipality, *besides]
    ) as installation:
        config = uvicorn.Config(
            installation.http,
            ws=Line,
            log_level="warning",
            lifespan="off",
            timeout_keep_alive=KEEP_ALIVE_S,
        )
        running = uvicorn.Server(config)
        task = asyncio.create_task(running.serve([listener]))
        try:
            yield Server(
                url=url,
                key=key or installation.new_keys[municipality],
                city=installation.cities[municipality],
                installation=installation,
            )
        finally:
            running.should_exit = True
            running.force_exit = True
            await task
            for left in list(running.server_state.connections):
                left.transport.abort()  # it was being answered still
            listener.close()
