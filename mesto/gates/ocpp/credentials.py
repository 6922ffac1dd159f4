"""What a station brings to prove who it is. Pure.

Source: OCPP 2.0.1 part 2, A00; Improved security for OCPP 1.6-J, edition 3.
"""

from base64 import b64decode
from typing import Final, NamedTuple
from urllib.parse import unquote

_BEGIN: Final = "-----BEGIN CERTIFICATE-----"
_END: Final = "-----END CERTIFICATE-----"


class Brought(NamedTuple):
    """What a station brings: by HTTP Basic authentication, and by TLS.

    certificate: DER, of which it has the key; the proxy has seen to that
    """

    user: str = ""
    password: str = ""
    certificate: bytes = b""


def read_basic(header: str) -> Brought:
    """Read an Authorization header; nothing where it is no Basic one."""
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "basic":
        return Brought()
    try:
        user, _, password = b64decode(text, validate=True).partition(b":")
        return Brought(user.decode(), password.decode("latin-1"))
    except ValueError:  # no base64, or no text
        return Brought()


def read_certificate(header: str) -> bytes:
    """Read a certificate a proxy hands on, DER; nothing where there is none.

    It is written as RFC 9440 wants it, or as nginx does: PEM, percent-encoded.
    """
    text = unquote(header).strip()
    if text.startswith(_BEGIN):
        text = text.removeprefix(_BEGIN).partition(_END)[0]
    try:
        return b64decode("".join(text.strip(":").split()), validate=True)
    except ValueError:
        return b""
