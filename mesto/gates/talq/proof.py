"""How we and a gateway prove ourselves to each other over TLS.

A certificate and its key come as PEM. Python takes them from files alone, so they lie
in a folder nobody else reads for as long as that takes.

Source: TALQ 2.7.1, security: TLS with certificates of both sides; RFC 7468.
"""

import re
import ssl
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import Final

from mesto.gates.talq.settings import Settings
from mesto.gates.talq.words import NO_AUTHORITY, NO_PROOF
from mesto.kernel.errors import Malformed
from mesto.kernel.secret import Secrets
from mesto.kernel.text import refusal

_BLOCK: Final = re.compile(
    r"-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----"
)


def tls_of(settings: Settings, secrets: Secrets) -> ssl.SSLContext | None:
    """Return whom to trust and what to show; None where the settings say neither.

    Raises Malformed where something is no certificate, or not the key of it.
    """
    if not settings.certificate and not settings.authority:
        return None
    context = ssl.create_default_context()
    try:
        if settings.authority:
            context.load_verify_locations(cadata=_pem(settings.authority))
    except (ssl.SSLError, ValueError) as error:
        raise refusal(Malformed, NO_AUTHORITY) from error
    if settings.certificate:
        _show(context, settings.certificate, secrets.in_text(settings.client_key))
    return context


def _show(context: ssl.SSLContext, certificate: str, key: str) -> None:
    try:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "proof.pem"
            file.write_text(_pem(certificate) + _pem(key), "ascii")
            context.load_cert_chain(file, password=lambda: "")
    except (ssl.SSLError, ValueError) as error:
        raise refusal(Malformed, NO_PROOF) from error


def _pem(text: str) -> str:
    """Return PEM with its line breaks, which a secret has lost; empty where it is none.

    Raises ValueError for letters beyond ASCII.
    """
    return "".join(
        "\n".join(
            [
                f"-----BEGIN {found[1]}-----",
                *wrap("".join(found[2].split()), 64),
                f"-----END {found[1]}-----\n",
            ]
        )
        for found in _BLOCK.finditer(text)
    )
