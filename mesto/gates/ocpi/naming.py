"""What partners and what they know are called here, and how ours is called there. Pure.

Source: eMI3 part 2, EVSE ID.
"""

import re
from hashlib import sha256
from typing import Final

TARIFF: Final = "EVTariff"
PARTNER: Final = "EVRoamingPartner"
ERRAND: Final = "EVRoamingCommand"

#: Attributes this gate writes.
OF_PARTNER: Final = "roamingPartner"  #: of a session, a token: name of a connection
DOCUMENT: Final = "ocpiToken"  #: of a token: as its partner wrote it
RECORD: Final = "ocpiCdr"  #: of a receipt: what became of it at its partner

_URN: Final = "urn:ngsi-ld:"
LONGEST: Final = 36


def partner_urn(connection: str) -> str:
    """Return the URN of the partner of a connection."""
    return f"{_URN}{PARTNER}:{connection}"


def errand_urn(command: str) -> str:
    """Return the URN of a command a partner gave, by the command's id."""
    return f"{_URN}{ERRAND}:{command}"


def tail_of(urn: str) -> str:
    """Return what tells an entity from others of its type: `NS-7:1`."""
    return urn.split(":", 3)[-1]


def id_of(urn: str) -> str:
    """Return what partners call an entity: at most 36 letters, the same for ever."""
    tail = tail_of(urn).replace(":", "-")
    if len(tail) <= LONGEST and tail.isascii() and tail.isprintable():
        return tail
    return sha256(urn.encode()).hexdigest()[:LONGEST]


def evse_id(country_code: str, party_id: str, urn: str) -> str:
    """Return an EVSE's number for drivers, e.g. RS*MES*ENS7*1."""
    tail = re.sub(r"[^A-Z0-9*]", "", tail_of(urn).upper().replace(":", "*"))
    return f"{country_code}*{party_id}*E{tail}"[:48]


def reservation_number(connection: str, reservation: str) -> int:
    """Return a number that stations know a partner's reservation by."""
    digest = sha256(f"{connection}\n{reservation}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1
