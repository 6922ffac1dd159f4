"""The certificate we show to a station, and the one it should not believe."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mesto.kernel.errors import Malformed

LASTS: Final = timedelta(days=1)


def context_of(
    certificate: Path | None, key: Path | None, masked: Callable[[], bool]
) -> ssl.SSLContext | None:
    """Return how we speak TLS; None without a certificate.

    masked: whether we show one that nobody has signed now

    Raises Malformed for files that are none.
    """
    if certificate is None:
        return None
    try:
        context, mask = _server(certificate, key), _mask()
    except (OSError, ssl.SSLError) as error:
        raise Malformed(f"{certificate}: {error}") from error

    def choose(line: ssl.SSLObject, _name: str | None, _was: ssl.SSLContext) -> None:
        if masked():
            line.context = mask

    context.sni_callback = choose
    return context


def _server(certificate: Path, key: Path | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # OCPP 2.0.1 A00.FR.314
    context.load_cert_chain(certificate, key)
    return context


def _mask() -> ssl.SSLContext:
    """Return how somebody else would speak TLS, by a certificate of their own."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - LASTS)
        .not_valid_after(now + LASTS)
        .sign(secret, hashes.SHA256())
    )
    with TemporaryDirectory() as folder:  # ssl reads files alone
        file = Path(folder) / "nobody.pem"
        pem = serialization.Encoding.PEM
        text = secret.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(text + signed.public_bytes(pem))
        return _server(file, None)
