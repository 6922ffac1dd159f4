"""Stations that prove themselves by certificates an authority of the town signs."""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from ocpp import v16, v201
from ocpp.routing import on

from mesto.gates.ocpp import certificates
from mesto.gates.ocpp.certifying import AUTHORITY, CERTIFICATE, KEY
from mesto.gates.ocpp.credentials import read_certificate
from mesto.kernel.errors import Forbidden, Malformed
from mesto.kernel.model import Observation
from tests.acceptance.ocpp.test_ocpp import self_signed
from tests.conftest import Server
from tests.gates.ocpp.conftest import NAME, connect, know, line, listening, station
from tests.gates.ocpp.proxy import proxy
from tests.gates.ocpp.test_old_stations import held
from tests.waiting import LONG_S, until

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
CONNECTION = f"urn:ngsi-ld:Connection:{NAME}"
DEVICE = f"urn:ngsi-ld:Device:ocpp:{NAME}:CP-1"
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
WORDS = {v16: "ocpp1.6", v201: "ocpp2.0.1"}


def request(key: Any, name: str = "CP-1") -> str:
    """Ask for a certificate."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateSigningRequestBuilder(subject)
    return builder.sign(key, hashes.SHA256()).public_bytes(PEM).decode()


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


class Certified:
    """A station that keeps what is signed for it, and is asked for another."""

    signed = ""
    asked = ""

    @on("CertificateSigned")
    def take(self, certificate_chain: str, **_: Any) -> Any:
        self.signed = certificate_chain
        result: Any = self._call_result.CertificateSigned
        return result(status="Accepted")

    @on("TriggerMessage")
    def renew(self, requested_message: str, **_: Any) -> Any:
        self.asked = requested_message
        return v201.call_result.TriggerMessage(status="Accepted")

    @on("ExtendedTriggerMessage")
    def renew_by_16(self, requested_message: str, **_: Any) -> Any:
        self.asked = requested_message
        return v16.call_result.ExtendedTriggerMessage(status="Accepted")


class Old(Certified, v16.ChargePoint): ...


class New(Certified, v201.ChargePoint): ...


KINDS = {v16: Old, v201: New}


async def signing(server: Server, **settings: Any) -> None:
    """Connect stations for which an authority signs; it is made by the first one."""
    await connect(server, signs=True, **settings)
    await know(server, "CP-1")
    exchange = server.installation.exchanges[server.city.name]
    with pytest.raises(websockets.InvalidStatus) as later:
        async with line(server):
            pass
    assert later.value.response.status_code == 503

    async def is_made() -> bool:
        central = exchange.lines.get(NAME)
        return central is not None and KEY in central.secrets.values

    await until(is_made)


async def certified(server: Server, version: ModuleType, key: Any) -> str:
    """Come by a password, and return the certificate that is signed then."""
    async with station(server, version=version, kind=KINDS[version]) as point:
        answer = await point.call(version.call.SignCertificate(csr=request(key)))
        assert answer.status == "Accepted"

        async def has_it() -> bool:
            return bool(point.signed)

        await until(has_it)
        return str(point.signed)


async def instances(server: Server) -> list[Any]:
    """Return what the station may come with."""
    found = await server.city.present([DEVICE])
    return [one for one in found[DEVICE].attributes if one.name == CERTIFICATE]


@asynccontextmanager
async def by_tls(
    server: Server, folder: Path, key: Any = None, chain: str = "", version: Any = v201
) -> AsyncIterator[Any]:
    """Come through a proxy, with a certificate or without."""
    own, mine = folder / "proxy.pem", folder / "station.pem"
    own.write_bytes(self_signed("127.0.0.1"))
    trusts = ssl.create_default_context(cafile=str(own))
    if chain:
        kind, bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        mine.write_bytes(key.private_bytes(PEM, kind, bare) + chain.encode())
        trusts.load_cert_chain(mine)
    found = (await server.city.present([CONNECTION]))[CONNECTION]
    authority = str(found.value(AUTHORITY))
    async with proxy(server.url, own, authority) as port:
        place = f"wss://127.0.0.1:{port}/ocpp/{server.city.name}/{NAME}/CP-1"
        async with (
            websockets.connect(
                place,
                subprotocols=[websockets.Subprotocol(WORDS[version])],
                ssl=trusts,
                proxy=None,
            ) as socket,
            listening(KINDS[version]("CP-1", socket)) as point,
        ):
            yield point


@pytest.mark.parametrize("version", [v16, v201])
async def test_a_station_is_certified_comes_so_and_is_revoked(
    server: Server, version: ModuleType, tmp_path: Path
) -> None:
    await signing(server)
    key = new_key()
    chain = await certified(server, version, key)
    (kept,) = await instances(server)
    assert kept.value["status"] == "issued"
    gone = Observation(
        entity=DEVICE,
        attribute=CERTIFICATE,
        dataset=kept.dataset,
        source="t",
        deleted=True,
    )
    await connect(server, signs=True, security=3)
    async with by_tls(server, tmp_path, key, chain, version) as point:
        answer = await point.call(version.call.Heartbeat())
        assert answer.current_time
        await server.city.record([gone])
        await point.call(version.call.Heartbeat())
        await asyncio.wait_for(point._connection.wait_closed(), LONG_S)  # noqa: SLF001 - of the package
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with by_tls(server, tmp_path, version=version):
            pass
    assert refused.value.response.status_code == 401
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with by_tls(server, tmp_path, key, chain, version):
            pass
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize("version", [v16, v201])
async def test_a_certificate_is_renewed_before_its_end(
    server: Server, version: ModuleType, tmp_path: Path
) -> None:
    await signing(server, certificate_days=31)
    key = new_key()
    chain = await certified(server, version, key)
    await connect(server, signs=True, security=3, renewal_days=40, certificate_days=90)
    async with by_tls(server, tmp_path, key, chain, version) as point:
        await point.call(version.call.Heartbeat())

        async def is_asked() -> bool:
            return bool(point.asked)

        await until(is_asked)
        assert point.asked.startswith("SignCharg")
        csr = request(new_key())
        await point.call(version.call.SignCertificate(csr=csr))

        async def has_another() -> bool:
            return bool(point.signed)

        await until(has_another)
    statuses = [one.value["status"] for one in await instances(server)]
    assert statuses == ["issued", "issued"]


async def test_the_key_of_the_authority_is_read_by_nobody(server: Server) -> None:
    await signing(server)
    found = (await server.city.present([CONNECTION]))[CONNECTION]
    (secret,) = (one for one in (await server.city.secrets([CONNECTION]))[CONNECTION])
    assert secret.value not in str(found)
    assert "BEGIN CERTIFICATE" in found.value(AUTHORITY)


async def test_what_cannot_be_signed_is_refused_and_kept(server: Server) -> None:
    await signing(server)
    async with station(server, version=v201) as point:
        for csr in ("nothing", request(new_key(), "CP-2")):
            answer = await point.call(v201.call.SignCertificate(csr=csr))
            assert answer.status == "Rejected"
        other = v201.call.SignCertificate(
            csr=request(new_key()), certificate_type="V2GCertificate"
        )
        assert (await point.call(other)).status == "Rejected"
    assert await held(server) == [
        "this is no request for a certificate",
        "the request is for somebody else than the station",
    ]
    assert await instances(server) == []


async def test_where_nobody_signs_a_request_is_rejected(town: Server) -> None:
    async with station(town) as point:
        answer = await point.call(v16.call.SignCertificate(csr=request(new_key())))
        assert answer.status == "Rejected"


async def test_a_certificate_nobody_has_proven_lets_nobody_in(server: Server) -> None:
    """A station that only says what a proxy would hand on is not believed."""
    await signing(server)
    chain = await certified(server, v16, new_key())
    der = x509.load_pem_x509_certificate(chain.encode()).public_bytes(DER)
    await connect(server, signs=True, security=3)
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(
            f"{server.url.replace('http', 'ws')}/ocpp/{server.city.name}/{NAME}/CP-1",
            subprotocols=[websockets.Subprotocol("ocpp1.6")],
            additional_headers={"Client-Cert": f":{b64encode(der).decode()}:"},
            proxy=None,
        )
    assert refused.value.response.status_code == 401


# the authority alone


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(public_exponent=65537, key_size=1024),  # noqa: S505 - to be refused
        ec.generate_private_key(ec.SECP192R1()),
    ],
)
def test_a_weak_key_is_not_signed(key: Any) -> None:
    with pytest.raises(Malformed, match="weak"):
        certificates.read_request(request(key), "cp-1")


def test_a_certificate_is_of_one_station_one_town_and_one_time() -> None:
    authority = certificates.found("Kamenec", NOW)
    again = certificates.read_authority(authority.kept, authority.pem)
    wanted = certificates.read_request(request(new_key()), "cp-1")
    issued = certificates.sign(again, wanted, NOW, timedelta(days=365))
    der = x509.load_pem_x509_certificate(issued.chain.encode()).public_bytes(DER)
    found = certificates.require_mine(authority, der, "CP-1", NOW)
    assert (found.number, found.until) == (issued.number, NOW + timedelta(days=365))
    other = certificates.found("Lipa", NOW)
    late = NOW + timedelta(days=366)
    for who, name, at in (
        (authority, "CP-2", NOW),
        (authority, "CP-1", late),
        (other, "CP-1", NOW),
    ):
        with pytest.raises(Forbidden):
            certificates.require_mine(who, der, name, at)
    with pytest.raises(Forbidden):
        certificates.require_mine(authority, b"none", "CP-1", NOW)


def test_a_certificate_is_read_as_proxies_write_it() -> None:
    pem = certificates.found("Kamenec", NOW).pem
    der = x509.load_pem_x509_certificate(pem.encode()).public_bytes(DER)
    assert read_certificate(quote(pem)) == der
    assert read_certificate(f":{b64encode(der).decode()}:") == der
    for nothing in ("", "(null)", "-----BEGIN CERTIFICATE-----", "čau"):
        assert read_certificate(nothing) == b""
