"""Why a peer is not reached, in every language. Pure."""

import ssl
from collections.abc import Mapping, Sequence
from errno import EHOSTUNREACH, ENETUNREACH
from socket import gaierror
from typing import Final

import aiohttp

from mesto.kernel.text import Text, filled
from mesto.kernel.words import said

UNREACHED: Final = said(
    "{where} cannot be reached: {why}.",
    "{where} není dostupné: {why}.",
    "{where} nie je dostupné: {why}.",
    "{where} nije dostupno: {why}.",
)
NO_ANSWER: Final = said(
    "{where} gives no answer within {time}.",
    "{where} neodpovídá do {time}.",
    "{where} neodpovedá do {time}.",
    "{where} ne odgovara u roku od {time}.",
)
ANSWERED: Final = said(
    "{where} answers {status}.",
    "{where} odpovídá {status}.",
    "{where} odpovedá {status}.",
    "{where} odgovara {status}.",
)
INSIDE: Final = said(
    "{where} leads to the private address {address};"
    " who runs the program decides whether that is open.",
    "{where} vede na soukromou adresu {address};"
    " zda je otevřená, rozhoduje správce programu.",
    "{where} vedie na súkromnú adresu {address};"
    " či je otvorená, rozhoduje správca programu.",
    "{where} vodi na privatnu adresu {address};"
    " da li je otvorena, odlučuje onaj ko održava program.",
)
ROUNDABOUT: Final = said(
    "{where} redirects more than {most} times.",
    "{where} přesměruje víc než {most}krát.",
    "{where} presmeruje viac než {most}-krát.",
    "{where} preusmerava više od {most} puta.",
)
TOO_LARGE: Final = said(
    "What {where} answers is larger than {most}.",
    "Odpověď z {where} je větší než {most}.",
    "Odpoveď z {where} je väčšia než {most}.",
    "Odgovor sa {where} veći je od {most}.",
)

NOBODY: Final = said(
    "nobody listens there",
    "nikdo tam nenaslouchá",
    "nikto tam nenačúva",
    "tamo niko ne sluša",
)
UNKNOWN: Final = said(
    "no such name is known",
    "takové jméno není známo",
    "také meno nie je známe",
    "takvo ime nije poznato",
)
SILENT: Final = said(
    "no answer comes",
    "žádná odpověď nepřichází",
    "žiadna odpoveď neprichádza",
    "odgovor ne stiže",
)
NO_WAY: Final = said(
    "no way leads there",
    "nevede tam žádná cesta",
    "nevedie tam žiadna cesta",
    "tamo ne vodi nijedan put",
)
CUT_OFF: Final = said(
    "the connection was cut off",
    "spojení bylo přerušeno",
    "spojenie bolo prerušené",
    "veza je prekinuta",
)
OUT_OF_DATE: Final = said(
    "its certificate does not hold now",
    "jeho certifikát teď neplatí",
    "jeho certifikát teraz neplatí",
    "njegov sertifikat sada ne važi",
)
OTHER_NAME: Final = said(
    "its certificate is for another name",
    "jeho certifikát je na jiné jméno",
    "jeho certifikát je na iné meno",
    "njegov sertifikat glasi na drugo ime",
)
UNTRUSTED: Final = said(
    "nobody we trust vouches for its certificate",
    "za jeho certifikát neručí nikdo, komu věříme",
    "za jeho certifikát neručí nikto, komu veríme",
    "za njegov sertifikat ne jamči niko kome verujemo",
)
NO_TLS: Final = said(
    "the encrypted connection fails",
    "šifrované spojení se nedaří",
    "šifrované spojenie sa nedarí",
    "šifrovana veza ne uspeva",
)

#: By the code of OpenSSL for what is wrong with a certificate.
_CERTIFICATES: Final[Mapping[int, Text]] = {
    **dict.fromkeys((9, 10), OUT_OF_DATE),  # not valid yet, or no longer
    **dict.fromkeys((62, 63, 64), OTHER_NAME),  # name, mail address, IP address
}
#: What is found first counts.
_CAUSES: Final[Sequence[tuple[type[Exception], Text]]] = (
    (ssl.SSLError, NO_TLS),
    (ConnectionRefusedError, NOBODY),
    (gaierror, UNKNOWN),
    (TimeoutError, SILENT),
    (ConnectionError, CUT_OFF),
    (aiohttp.ClientOSError, CUT_OFF),
    (aiohttp.ServerDisconnectedError, CUT_OFF),
    (aiohttp.ClientPayloadError, CUT_OFF),
)


def unreached(where: str, error: Exception) -> Text:
    """Return that a peer is not reached, and why.

    error: what asyncio, ssl or aiohttp raised
    """
    return filled(UNREACHED, where=where, why=_cause(error))


def _cause(error: Exception) -> Text:
    """Say why in our words; what we have none for stays as the system says it."""
    inner = getattr(error, "certificate_error", getattr(error, "os_error", error))
    if isinstance(inner, ssl.SSLCertVerificationError):
        return _CERTIFICATES.get(inner.verify_code, UNTRUSTED)
    if getattr(inner, "errno", None) in (EHOSTUNREACH, ENETUNREACH):
        return NO_WAY
    for kind, says in _CAUSES:
        if isinstance(inner, kind):
            return says
    return {"en": str(inner) or type(inner).__name__}
