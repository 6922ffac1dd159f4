"""What stations, partners and the town's own service call by the same name. Pure.

URNs of what stations tell: `STATION:EVSE` and so on, by the station's own numbers:

    urn:ngsi-ld:EVChargingStation:NS-7
    urn:ngsi-ld:EVSE:NS-7:1
    urn:ngsi-ld:EVConnector:NS-7:1:1
    urn:ngsi-ld:EVChargingSession:NS-7:1042
"""

# ruff: noqa: S105 - a token is a card here, and its names are no passwords

from typing import Final
from urllib.parse import quote

#: Smart Data Models, Transportation: `status`, `capacity` and `availableCapacity`
#: (vehicles at once), `powerConsumption` KWT, `socketType`, `location`, `operator`.
STATION: Final = "EVChargingStation"
#: A place where one vehicle at a time is charged (OCPP, OCPI). In OCPP 1.6, which knows
#: none, each connector is one.
EVSE: Final = "EVSE"
#: A plug or a socket of an EVSE.
CONNECTOR: Final = "EVConnector"
#: One transaction, from plug in to plug out.
SESSION: Final = "EVChargingSession"
#: What a driver proves a right to charge with: a card, a key fob, a contract.
TOKEN: Final = "EVChargingToken"
#: A station nobody knows that asks to come in.
WAITING: Final = "EVStationWaiting"
#: What a session came to, or a credit note on it; named as its session is.
RECEIPT: Final = "EVChargingReceipt"

#: Relationships.
OF_STATION: Final = "refEVChargingStation"  #: of an EVSE, a session
OF_EVSE: Final = "refEVSE"  #: of a connector, a session
NOW_CHARGING: Final = "refEVChargingSession"  #: of an EVSE: its last session
OF_RECEIPT: Final = "refEVChargingReceipt"  #: of a session, once it has been priced

#: JSON, of a session of a partner's driver while it lasts: how it has gone.
SO_FAR: Final = "chargingPeriods"


def token_urn(token: str) -> str:
    """Return the URN of a token; identifiers are not case-sensitive.

    Source: OCPP 2.0.1 part 2, IdTokenType; OCPI 2.2.1, 16.1 CiString.
    """
    return f"urn:ngsi-ld:{TOKEN}:{quote(token.lower(), safe='')}"
