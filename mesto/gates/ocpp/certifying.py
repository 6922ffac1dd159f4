"""The authority of a connection, and what it signs for one station.

What a station may come with is an instance of `certificate` of its Device; nothing else
is believed. It is written down before the station has it.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from mesto.gates.ocpp.asking import Asking
from mesto.gates.ocpp.central import Central
from mesto.gates.ocpp.codec import OLD, Payload, Refused
from mesto.gates.ocpp.orders import call_of
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, Malformed, Unavailable
from mesto.kernel.model import Device, Entity, Kind, Observation
from mesto.kernel.registry import PREFIX

if TYPE_CHECKING:
    from mesto.gates.ocpp.certificates import Authority, Issued

KEY: Final = "authority-key"  #: of the connection, kept apart
AUTHORITY: Final = "authority"  #: attribute of the connection: its certificate, PEM
CERTIFICATE: Final = "certificate"  #: attribute of a device, an instance each
ISSUED, REFUSED = "issued", "refused"
AGAIN_S: Final = 5
EARLY: Final = timedelta(days=1)


def _crypto() -> Any:
    """Return what signs and checks; a town without certificates reads none of it."""
    return import_module("mesto.gates.ocpp.certificates")


async def authority_of(central: Central, city: City) -> "Authority":
    """Return who signs for the stations of a connection.

    Raises Unavailable where there was nobody until now: the line opens anew.
    """
    if central.authority is None:
        urn = PREFIX + central.name
        kept = central.secrets.values.get(KEY)
        found = await city.present([urn])
        pem = found[urn].value(AUTHORITY) if urn in found else None
        if kept is None or not isinstance(pem, str):
            await _begin(central, city)
            raise Unavailable(
                "the authority of stations is made", retry_after_s=AGAIN_S
            )
        central.authority = _crypto().read_authority(kept, pem)
    authority: Authority = central.authority
    return authority


async def require_certified(
    central: Central, city: City, device: Entity, identity: str, der: bytes
) -> "Issued":
    """Return the certificate that a station brings.

    Raises Forbidden where it is not one of this station, or not any more.
    """
    authority = await authority_of(central, city)
    brought: Issued = _crypto().require_mine(
        authority, der, identity, datetime.now(UTC)
    )
    if not _names(device, brought.number):
        raise Forbidden("the certificate was revoked", unknown=True)
    return brought


class Papers:
    """The certificates of one station that is here."""

    __slots__ = ("_brought", "_central", "_city", "_device", "_renews_at")

    def __init__(
        self, central: Central, city: City, device: Device, brought: "Issued | None"
    ) -> None:
        """Look after a station, which came by a certificate or without one."""
        self._central = central
        self._city = city
        self._device = device
        self._brought = brought
        early = timedelta(days=central.settings.renewal_days)
        self._renews_at = None if brought is None else brought.until - early

    async def hold(self) -> bool:
        """Tell whether what it came by was not revoked since."""
        if self._brought is None:
            return True
        urn = self._device.urn
        try:
            found = await self._city.present([urn])
        except Unavailable:
            return True  # the next heartbeat tells
        return urn in found and _names(found[urn], self._brought.number)

    def is_due(self, now: datetime) -> bool:
        """Tell whether it should be asked for another certificate, once a day."""
        if self._renews_at is None or now < self._renews_at:
            return False
        self._renews_at = now + EARLY
        return True

    async def renew(self, asking: Asking, protocol: str) -> None:
        """Let a station ask for another certificate."""
        asks = call_of(protocol, "renewCertificate", None)
        with suppress(Refused, Unavailable):  # it is asked again tomorrow
            await asking.ask(asks.action, asks.payload)

    async def certify(self, asking: Asking, protocol: str, told: Payload) -> None:
        """Sign what a station wants signed, and send it.

        It is written down before, since a station may come with it at once.
        """
        central, city, urn = self._central, self._city, self._device.urn
        with suppress(Malformed, Unavailable):  # it asks again
            authority = await authority_of(central, city)
            wanted = _crypto().read_request(told["csr"], self._device.serial)
            lasts = timedelta(days=central.settings.certificate_days)
            issued = _crypto().sign(authority, wanted, datetime.now(UTC), lasts)
            await note(central, city, urn, issued, ISSUED)
            payload = {"certificateChain": issued.chain}
            if protocol != OLD:
                payload["certificateType"] = "ChargingStationCertificate"
            try:
                answer = await asking.ask("CertificateSigned", payload)
            except Refused:
                answer = {}
            if answer.get("status") != "Accepted":
                await note(central, city, urn, issued, REFUSED)


def _names(device: Entity, number: str) -> bool:
    """Tell whether a device may come by a certificate."""
    told = [one.value for one in device.attributes if one.name == CERTIFICATE]
    return any(
        isinstance(one, Mapping)
        and (one.get("serialNumber"), one.get("status")) == (number, ISSUED)
        for one in told
    )


async def note(
    central: Central, city: City, device: str, issued: "Issued", status: str
) -> None:
    """Write down what became of a certificate."""
    value: dict[str, Any] = {
        "serialNumber": issued.number,
        "notAfter": issued.until.isoformat().replace("+00:00", "Z"),
        "status": status,
    }
    seen = Observation(
        entity=device,
        attribute=CERTIFICATE,
        value=value,
        kind=Kind.JSON_PROPERTY,
        dataset=f"urn:ngsi-ld:Dataset:{issued.number}",
        source=central.name,
        observed_at=datetime.now(UTC),
    )
    await city.record([seen])


async def _begin(central: Central, city: City) -> None:
    """Make an authority, once; its key is kept apart."""
    if central.founding:
        return
    central.founding = True
    new = _crypto().found(city.name, datetime.now(UTC))
    urn = PREFIX + central.name
    told = (
        (AUTHORITY, new.pem, Kind.PROPERTY),
        ("secrets", {KEY: new.kept}, Kind.JSON_PROPERTY),
    )
    await city.record(
        [
            Observation(
                entity=urn, attribute=name, value=value, kind=kind, source=central.name
            )
            for name, value, kind in told
        ]
    )
