"""Why a station has not installed its firmware, in every language. Pure.

Source: OCPP 2.0.1 part 2, FirmwareStatusEnumType and UpdateFirmwareStatusEnumType.
"""

from collections.abc import Mapping
from typing import Final

from mesto.kernel.text import Text
from mesto.kernel.words import said

#: By OCPP's word, or by ours for what no station told.
WHY: Final[Mapping[str, Text]] = {
    "NotOrdered": said(
        "It may not be told now",
        "Teď se jí to nesmí přikázat",
        "Teraz sa jej to nesmie prikázať",
        "Sada joj se to ne sme naložiti",
    ),
    "Refused": said(
        "The order failed", "Příkaz selhal", "Príkaz zlyhal", "Nalog nije izvršen"
    ),
    "NotReached": said(
        "It was not reached in time",
        "Nebyla včas dosažena",
        "Nebola včas dosiahnutá",
        "Nije dosegnuta na vreme",
    ),
    "NoWord": said(
        "It has said nothing for hours",
        "Už hodiny nic neřekla",
        "Už hodiny nič nepovedala",
        "Satima ništa nije javila",
    ),
    "Rejected": said(
        "The station refuses it",
        "Stanice to odmítá",
        "Stanica to odmieta",
        "Stanica to odbija",
    ),
    "DownloadFailed": said(
        "It could not fetch the firmware",
        "Firmware se jí nepodařilo stáhnout",
        "Firmvér sa jej nepodarilo stiahnuť",
        "Nije uspela da preuzme firmver",
    ),
    "InstallationFailed": said(
        "It could not install the firmware",
        "Firmware se jí nepodařilo nainstalovat",
        "Firmvér sa jej nepodarilo nainštalovať",
        "Nije uspela da instalira firmver",
    ),
    "InstallVerificationFailed": said(
        "What it installed is not sound",
        "Co nainstalovala, není v pořádku",
        "Čo nainštalovala, nie je v poriadku",
        "Ono što je instalirala nije ispravno",
    ),
    "InvalidSignature": said(
        "The signature of the firmware is not valid",
        "Podpis firmwaru neplatí",
        "Podpis firmvéru neplatí",
        "Potpis firmvera ne važi",
    ),
    "InvalidCertificate": said(
        "The certificate of the firmware is not valid",
        "Certifikát firmwaru neplatí",
        "Certifikát firmvéru neplatí",
        "Sertifikat firmvera ne važi",
    ),
    "RevokedCertificate": said(
        "The certificate of the firmware was revoked",
        "Certifikát firmwaru byl odvolán",
        "Certifikát firmvéru bol odvolaný",
        "Sertifikat firmvera je opozvan",
    ),
}


def reason_in(said_: str, says: Text) -> tuple[str, Text]:
    """Read why an order failed: a word of `WHY`, and what was said beside it.

    said_: a station's status first, then what the station says of it, as gates write
    says: why it failed, by language
    """
    word, _, more = said_.partition(" ")
    if word not in WHY:
        return "Refused", says
    return word, {"en": more} if more else {}
