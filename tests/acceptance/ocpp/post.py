"""A charging post of the PyPI package `ocpp`, sound, or with a defect of its own.

It measures, obeys limits, keeps what it could not say, and speaks 1.6 or 2.0.1.
"""

import asyncio
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from ocpp.exceptions import OCPPError

from tests.acceptance.ocpp.tongues import New, Old, Tongue

if TYPE_CHECKING:
    import ssl

FULL_W = 11_000.0
HASTE = 10  #: what it does every second, it does ten times as often
AGAIN_S = 0.1


class Post:
    """One post with one connector, to which a car is connected."""

    def __init__(self, identity: str, tongue: type[Tongue]) -> None:
        self.url, self.identity, self.tongue = "", identity, tongue
        self.password = ""
        self.trusts: ssl.SSLContext | None = None
        self.defects: set[str] = set()
        self.settings = dict.fromkeys(tongue.settings, "1")
        self.settings["HeartbeatInterval"] = "1"
        self.limits_w: dict[int, float] = {}
        self.list_version = 0
        self.messages: dict[int, Any] = {}
        self.reserved: int | None = None
        self.available = True
        self.transaction = ""
        self.card = ""
        self.remote_id = 0
        self.seq = 0
        self.wh = 1_000.0
        self.kept: list[Any] = []  #: events that were not acknowledged yet
        self.boot_reason = "PowerUp"
        self.line: Tongue | None = None
        self.socket: Any = None
        self.tasks: set[asyncio.Task[None]] = set()
        self._metered_s = monotonic()

    # its body

    @property
    def power_w(self) -> float:
        if not self.transaction:
            return 0.0
        limit_w = (
            FULL_W
            if "deaf" in self.defects
            else min(self.limits_w.values(), default=FULL_W)
        )
        return min(FULL_W, limit_w)

    def meter(self) -> None:
        now_s = monotonic()
        self.wh += self.power_w * (now_s - self._metered_s) / 3600
        if "backward" in self.defects:
            self.wh -= 5
        self._metered_s = now_s

    def status(self) -> str:
        if not self.available:
            return "Unavailable"
        if self.reserved is not None:
            return "Reserved"
        return self.tongue.busy if self.transaction else "Available"

    def request(self) -> str:
        """Ask for a certificate, or for somebody else's."""
        name = "CP-2" if "usurping" in self.defects else self.identity
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        asked = x509.CertificateSigningRequestBuilder(subject)
        signed = asked.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM).decode()

    def begin(self, card: str, remote_id: int = 0) -> None:
        self.meter()
        self.card, self.remote_id, self.seq = card, remote_id, 0
        self.tongue.begin(self)

    def end(self, reason: str, trigger: str = "") -> None:
        if self.transaction:
            self.meter()
            self.tongue.end(self, reason, trigger)
            self.transaction = ""
            self.limits_w.pop(2, None)

    # its line

    async def live(self) -> None:
        """Live until cancelled."""
        self.start(self.measure())
        try:
            while True:
                with suppress(OSError, websockets.WebSocketException):
                    await self.visit()
                await asyncio.sleep(AGAIN_S)
        finally:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)

    async def visit(self) -> None:
        basic = b64encode(f"{self.identity}:{self.password}".encode()).decode()
        more = {"ssl": self.trusts} if self.trusts else {}
        async with websockets.connect(
            self.url,
            subprotocols=[websockets.Subprotocol(self.tongue.protocol)],
            additional_headers={"Authorization": f"Basic {basic}"},
            proxy=None,
            **more,
        ) as self.socket:
            self.line = self.tongue(self)
            self.start(self.talk(self.line))
            try:
                await self.line.start()
            finally:
                self.line = None

    async def talk(self, line: Tongue) -> None:
        if self.boot_reason:
            if "impatient" in self.defects:
                await line.tell_status()
            while (answer := await line.boot()).status != "Accepted":
                await asyncio.sleep(answer.interval / HASTE)
            self.boot_reason = ""
            await line.tell_status()
        self.start(self.deliver(line))
        while self.line is line:
            await asyncio.sleep(float(self.settings["HeartbeatInterval"]) / 2)
            await line.beat()

    async def deliver(self, line: Tongue) -> None:
        """Say again and again what is kept, in its order."""
        while self.line is line:
            while self.kept:
                try:
                    answer = await line.call(self.kept[0], suppress=False)
                except OCPPError:
                    if "careless" not in self.defects:
                        await asyncio.sleep(AGAIN_S)
                        continue
                    answer = None
                self.tongue.heard(self, self.kept.pop(0), answer)
            await asyncio.sleep(0.02)

    async def measure(self) -> None:
        while True:
            interval = float(self.settings[self.tongue.sampled]) / HASTE
            await asyncio.sleep(interval)
            if self.transaction and "mute" not in self.defects:
                self.meter()
                if self.line is not None or "forgetful" not in self.defects:
                    self.tongue.sample(self)

    async def finish(self, reason: str, trigger: str = "") -> None:
        """End what is under way, once its number is known."""
        while self.transaction == "new":
            await asyncio.sleep(0.02)
        self.end(reason, trigger)

    async def restart(self, reason: str) -> None:
        await asyncio.sleep(0.05)  # it answers before
        await self.finish(reason)
        if "stubborn" in self.defects:
            return
        while self.kept:
            await asyncio.sleep(0.02)
        self.boot_reason = "RemoteReset"
        await self.socket.close()

    async def expire(self, at: str) -> None:
        left = datetime.fromisoformat(at) - datetime.now(UTC)
        number = self.reserved
        await asyncio.sleep(max(left.total_seconds(), 0))
        if self.reserved == number and self.line is not None:
            self.reserved = None
            await self.line.tell_expired(number or 0)
            await self.line.tell_status()

    def start(self, what: Any) -> None:
        """Do something beside."""

        async def doing() -> None:
            with suppress(OSError, websockets.WebSocketException, TimeoutError):
                await what

        task = asyncio.create_task(doing())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def say(self, *what: str) -> None:
        """Tell the status, or what else, once the answer has left."""
        line = self.line

        async def later() -> None:
            await asyncio.sleep(0.01)
            if line is not None:
                for one in what:
                    await getattr(line, f"tell_{one}")()

        self.start(later())


TONGUES: dict[str, type[Tongue]] = {"ocpp1.6": Old, "ocpp2.0.1": New}
