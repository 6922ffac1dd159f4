"""A gateway and its city prove themselves to each other with certificates."""

import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mesto.gates.talq.proof import tls_of
from mesto.gates.talq.settings import Settings
from mesto.kernel.errors import Malformed
from mesto.kernel.secret import Secrets
from mesto.simulator.talq.estate import street
from mesto.simulator.talq.gateway import Gateway, Peer, open_gateway
from mesto.simulator.talq.server import application
from tests.conftest import Server
from tests.gates.talq.conftest import CMS, connect, value_of
from tests.waiting import until

LAMP = "urn:ngsi-ld:Streetlight:VO-001"


class Authority:
    """An authority that signs for a day."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
        self.pem = self._signed(self.name, self.key, authority=True)

    def sign(self, name: str) -> tuple[str, str]:
        """Return a certificate and its key, both as PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        return self._signed(subject, key, authority=False), key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()

    def _signed(self, subject, key, *, authority: bool) -> str:
        now = datetime.now(UTC)
        here = x509.IPAddress(ip_address("127.0.0.1"))
        signed = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(x509.SubjectAlternativeName([here]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return signed.public_bytes(serialization.Encoding.PEM).decode()


AUTHORITY = Authority()


def settings(**more: str) -> Settings:
    return Settings(gateway_address=CMS, cms_address=CMS, **more)


def strict(tmp_path) -> ssl.SSLContext:
    """Let in only whom the authority has signed for."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=AUTHORITY.pem)
    file = tmp_path / "gateway.pem"
    file.write_text("".join(AUTHORITY.sign("gateway")))
    context.load_cert_chain(file)
    return context


@pytest.mark.anyio
async def test_a_gateway_that_wants_a_certificate_is_shown_ours(
    server: Server, tmp_path
) -> None:
    peer = Peer(f"{server.url}/talq", CMS, server.key)
    gateway = Gateway(street(2), peer, time.time, retry_s=0.05)
    there = open_gateway(
        gateway, application(gateway), tick_s=0.01, tls=strict(tmp_path)
    )
    certificate, key = AUTHORITY.sign("city")
    named = {
        "gateway_address": gateway.estate.gateway.address,
        "asset_by": "name",
        "allow_private": True,
        "authority": AUTHORITY.pem,
    }
    tally = server.installation.exchanges[server.city.name].tally
    async with there as url:
        await connect(server, f"talq+{url}", **named)

        async def is_refused() -> bool:
            return "lights" in tally.troubles

        await until(is_refused)
        proof = {"certificate": certificate, "client_key": key}
        await connect(server, f"talq+{url}", **named, **proof)

        async def is_well() -> bool:
            devices = await server.city.entities("Device")
            return "lights" not in tally.troubles and len(devices) >= 4

        await until(is_well)
    kept = await value_of(server, "urn:ngsi-ld:Connection:lights", "settings")
    assert kept["client_key"] == "{secret:client_key}"


def test_a_certificate_and_its_key_are_taken_with_and_without_line_breaks() -> None:
    certificate, key = AUTHORITY.sign("city")
    for told in (key, " ".join(key.split())):
        secrets = Secrets({"client_key": told})
        proof = settings(certificate=certificate, client_key="{secret:client_key}")
        assert tls_of(proof, secrets) is not None
    assert tls_of(settings(), Secrets()) is None


def test_what_proves_nothing_is_refused() -> None:
    (certificate, _), (_, other) = AUTHORITY.sign("city"), AUTHORITY.sign("other")
    for told in (
        {"certificate": certificate, "client_key": other},
        {"certificate": "city", "client_key": "key"},
        {"authority": "nobody"},
        {"authority": "-----BEGIN CERTIFICATE-----čau-----END CERTIFICATE-----"},
        {"authority": "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----"},
    ):
        with pytest.raises(Malformed):
            tls_of(settings(**told), Secrets())
