"""The waiting room: who nobody knows may say what it is, and nothing else."""

from datetime import UTC, datetime
from secrets import token_bytes
from typing import Final

from mesto.gates.ocpp import naming
from mesto.gates.ocpp.alike import iso
from mesto.gates.ocpp.central import Central, Send, hang_up, say
from mesto.gates.ocpp.codec import (
    OLD,
    Call,
    Payload,
    Refused,
    read_frame,
    write_refusal,
    write_result,
)
from mesto.gates.ocpp.credentials import Brought
from mesto.gates.ocpp.schemas import require_valid
from mesto.kernel.access.device import DIGEST, digest_of
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.names.charging import WAITING

AGAIN_S: Final = 30  #: it asks again


class Stranger:
    """A station nobody knows."""

    def __init__(  # noqa: PLR0913 - what it is introduced to
        self,
        identity: str,
        protocol: str,
        central: Central,
        city: City,
        send: Send,
        *,
        brought: Brought,
        peer: str,
    ) -> None:
        """Hear a station that calls itself `identity`, from the address `peer`."""
        self._identity = identity
        self._protocol = protocol
        self._central = central
        self._city = city
        self._send = send
        self._peer = peer
        self._digest = _kept(brought)

    async def hear(self, raw: str) -> None:
        """Take in one message, and answer it.

        Raises Unavailable where nobody can write down that it was here.
        """
        await say(self._send, await self._answer(raw))

    async def hang_up(self, code: int) -> None:
        """Let it go; it comes again."""
        await hang_up(self._send, code)

    async def _answer(self, raw: str) -> str:
        try:
            frame = _boot_in(raw)
            require_valid(self._protocol, frame.action, frame.payload, id_=frame.id)
        except Refused as refused:
            return write_refusal(refused, self._protocol)
        now = datetime.now(UTC)
        await self._city.record(self._seen(frame.payload, now))
        pending = {"status": "Pending", "currentTime": iso(now), "interval": AGAIN_S}
        return write_result(frame.id, pending)

    def _seen(self, payload: Payload, now: datetime) -> list[Observation]:
        told = payload if self._protocol == OLD else payload["chargingStation"]
        said = {
            "identity": self._identity,
            "connection": self._central.name,
            "protocol": self._protocol,
            "vendorName": told.get("chargePointVendor") or told.get("vendorName"),
            "modelName": told.get("chargePointModel") or told.get("model"),
            "serialNumber": told.get("chargePointSerialNumber")
            or told.get("serialNumber"),
            "firmwareVersion": told.get("firmwareVersion"),
            "address": self._peer,
            DIGEST: self._digest,
        }
        urn = naming.waiting_urn(self._central.name, self._identity)
        source = self._central.name
        return [
            Observation(entity=urn, attribute=TYPE, value=[WAITING], source=source),
            *(
                Observation(
                    entity=urn,
                    attribute=name,
                    value=value,
                    source=source,
                    observed_at=now,
                    kind=Kind.PROPERTY,
                )
                for name, value in said.items()
                if value is not None
            ),
        ]


def _kept(brought: Brought) -> str | None:
    """Return what is kept of a password, so that it holds once it was let in."""
    try:
        return digest_of(brought.password, token_bytes(16))
    except Malformed:
        return None


def _boot_in(raw: str) -> Call:
    """Read who is there; nobody else is heard yet. Raises Refused."""
    frame = read_frame(raw)
    if not isinstance(frame, Call):
        why = "nobody has asked this station anything"
        raise Refused("SecurityError", why, frame.id)
    if frame.action != "BootNotification":
        raise Refused("SecurityError", "nobody has let this station in yet", frame.id)
    return frame
