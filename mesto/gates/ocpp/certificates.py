"""Certificates of stations: a town's own authority, what it signs, and who has one.

Only the key of the authority is a secret; the connection keeps it apart. What a station
may come with is named by its Device, so that who takes the name away has revoked it.

Source: OCPP 2.0.1 part 2, A00 and A02; Improved security for OCPP 1.6-J, edition 3.
"""

from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mesto.kernel.errors import Forbidden, Malformed

LASTS: Final = timedelta(days=3650)  #: the authority
EARLY: Final = timedelta(days=1)  #: a clock may be behind
LEAST_BITS: Final = {rsa.RSAPublicKey: 2048, ec.EllipticCurvePublicKey: 224}
_PEM: Final = serialization.Encoding.PEM
_DER: Final = serialization.Encoding.DER


class Authority(NamedTuple):
    """Who signs."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def kept(self) -> str:
        """The key, as it is kept apart."""
        text = self.key.private_bytes(
            _DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return b64encode(text).decode()

    @property
    def pem(self) -> str:
        """The certificate, for whoever shall believe it."""
        return self.certificate.public_bytes(_PEM).decode()


class Issued(NamedTuple):
    """A certificate that was signed."""

    chain: str  #: PEM, with that of the authority
    number: str  #: its serial number, hexadecimal
    until: datetime


def found(town: str, now: datetime) -> Authority:
    """Make an authority of a town."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, town[:64]),
            x509.NameAttribute(
                NameOID.COMMON_NAME, f"Charging stations of {town}"[:64]
            ),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLY)
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def read_authority(kept: str, pem: str) -> Authority:
    """Read an authority as it is kept. Raises Malformed."""
    try:
        key = serialization.load_der_private_key(b64decode(kept), None)
        certificate = x509.load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise Malformed("the authority of stations cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Malformed("the authority of stations has another sort of key")
    return Authority(key, certificate)


def read_request(pem: str, identity: str) -> x509.CertificateSigningRequest:
    """Read what a station wants signed.

    Raises Malformed where it is none, is for somebody else, or its key is weak.
    """
    try:
        request = x509.load_pem_x509_csr(pem.encode())
        sound = request.is_signature_valid
        key = request.public_key()
    except (ValueError, TypeError) as error:
        raise Malformed("this is no request for a certificate") from error
    if not sound:
        raise Malformed("the request is not signed by its own key")
    bits = next((most for sort, most in LEAST_BITS.items() if isinstance(key, sort)), 0)
    if not bits or getattr(key, "key_size", 0) < bits:
        raise Malformed("the key is weak: RSA of 2048 bits or EC of 224 at least")
    if identity.lower() not in _names(request.subject):
        raise Malformed("the request is for somebody else than the station")
    return request


def sign(
    authority: Authority,
    request: x509.CertificateSigningRequest,
    now: datetime,
    lasts: timedelta,
) -> Issued:
    """Sign what a station wants signed."""
    until = min(now + lasts, authority.certificate.not_valid_after_utc)
    number = x509.random_serial_number()
    signed = (
        x509.CertificateBuilder()
        .subject_name(request.subject)
        .issuer_name(authority.certificate.subject)
        .public_key(request.public_key())
        .serial_number(number)
        .not_valid_before(now - EARLY)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
        .sign(authority.key, hashes.SHA256())
    )
    chain = signed.public_bytes(_PEM).decode() + authority.pem
    return Issued(chain, f"{number:x}", until)


def require_mine(
    authority: Authority, der: bytes, identity: str, now: datetime
) -> Issued:
    """Return the certificate a station brings, if it is one we signed for it.

    Raises Forbidden, saying why not.
    """
    try:
        brought = x509.load_der_x509_certificate(der)
        brought.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise Forbidden("the certificate is not of this town", unknown=True) from error
    if not brought.not_valid_before_utc <= now < brought.not_valid_after_utc:
        raise Forbidden("the certificate is out of date", unknown=True)
    if identity.lower() not in _names(brought.subject):
        raise Forbidden("a station speaks for itself alone", unknown=True)
    return Issued("", f"{brought.serial_number:x}", brought.not_valid_after_utc)


def _names(subject: x509.Name) -> set[str]:
    """Return who a subject is: its common name, and its serial number."""
    return {
        str(one.value).lower()
        for kind in (NameOID.COMMON_NAME, NameOID.SERIAL_NUMBER)
        for one in subject.get_attributes_for_oid(kind)
    }


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
