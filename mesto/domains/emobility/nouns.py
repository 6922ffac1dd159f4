"""What electromobility has and writes down, by its names in the ledger. Pure.

Stations, EVSEs and connectors are inventory, which a table can bring and the gates keep
up to date; a session is an entity of its own, whose attributes are the transaction as
the station told it. Nothing here is a price.

URNs of what stations tell: `STATION:EVSE` and so on, by the station's own numbers:

    urn:ngsi-ld:EVChargingStation:NS-7
    urn:ngsi-ld:EVSE:NS-7:1
    urn:ngsi-ld:EVConnector:NS-7:1:1
    urn:ngsi-ld:EVChargingSession:NS-7:1042
"""

# ruff: noqa: S105 - a token is a card here, and its names are no passwords

from typing import Final, Literal, TypeAlias

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

#: Relationships.
OF_STATION: Final = "refEVChargingStation"  #: of an EVSE, a session
OF_EVSE: Final = "refEVSE"  #: of a connector, a session
NOW_CHARGING: Final = "refEVChargingSession"  #: of an EVSE: its last session

#: Attributes of a station.
CONNECTED: Final = "connected"  #: whether its line is open
PROTOCOL: Final = "protocol"  #: ocpp1.6, ocpp2.0.1 or ocpp2.1
VENDOR: Final = "vendorName"
MODEL: Final = "modelName"
SERIAL: Final = "serialNumber"
FIRMWARE: Final = "firmwareVersion"
FIRMWARE_STATUS: Final = "firmwareStatus"  #: OCPP's word
DIAGNOSTICS_STATUS: Final = "diagnosticsStatus"  #: OCPP's word
BOOT_REASON: Final = "bootReason"  #: OCPP 2.0.1's word
CLOCK_OFFSET: Final = "clockOffset"  #: SEC, the station's clock minus ours

#: Attributes of an EVSE, as far as its station tells; those in brackets a table brings.
NUMBER: Final = "number"  #: from 1, as the station counts; of a connector too
STATUS: Final = "status"  #: OCPP's word: Available, Occupied, Charging, Faulted …
CHARGING_STATE: Final = "chargingState"  #: a `ChargingState`; of a session too
ERROR: Final = "errorCode"  #: OCPP 1.6's word
POWER: Final = "powerConsumption"  #: KWT, negative where it feeds in; of a session too
OFFERED: Final = "powerOffered"  #: KWT
CURRENT: Final = ("currentL1", "currentL2", "currentL3")  #: AMP
CURRENT_SUM: Final = "current"  #: AMP, where the station names no phase
VOLTAGE: Final = ("voltageL1", "voltageL2", "voltageL3")  #: VLT
REGISTER: Final = "energyRegister"  #: KWH, the meter; on a session: its series
STATE_OF_CHARGE: Final = "stateOfCharge"  #: share in [0, 1]; of a session too
MOST_POWER: Final = "maximumPower"  #: KWT [table]; of a connector too
MOST_CURRENT: Final = "maximumCurrent"  #: AMP a phase [table]; of a connector too
PHASES: Final = "phases"  #: text, as its L1, L2, L3 lie on the feeder's: "123" [table]

#: Attributes of a connector.
SOCKET: Final = "socketType"  #: Smart Data Models' word

#: Attributes of a session; `energy` is there once it has ended, and only if no meter
#: was doubted, so that what is doubted is never billed.
TRANSACTION: Final = "transactionId"  #: as the station tells it
BEGIN: Final = "startDateTime"  #: DateTime, by our clock
END: Final = "endDateTime"  #: DateTime, by our clock
SESSION_STATUS: Final = "status"  #: a `SessionStatus`
METER_START: Final = "meterStart"  #: KWH
METER_STOP: Final = "meterStop"  #: KWH
ENERGY: Final = "energy"  #: KWH, what was given
DOUBT: Final = "meterDoubt"  #: why `energy` is not told
ID_TOKEN: Final = "idToken"  #: of a token too
STOP_TOKEN: Final = "stopIdToken"
REASON: Final = "stopReason"  #: OCPP's word
LIMIT: Final = "chargingLimit"  #: KWT, what it was last told to keep below

#: Attributes of a token.
TOKEN_TYPE: Final = "tokenType"  #: OCPP 2.0.1's word: ISO14443, eMAID, Local …
TOKEN_STATUS: Final = "status"  #: a `TokenStatus`
GROUP: Final = "groupIdToken"  #: who has the same may end each other's sessions
EXPIRES: Final = "expiryDate"  #: DateTime

#: OCPP 2.0.1, ChargingStateEnumType; the states of OCPP 1.6 are told in its words.
ChargingState: TypeAlias = Literal[
    "Idle", "EVConnected", "Charging", "SuspendedEV", "SuspendedEVSE"
]
SessionStatus: TypeAlias = Literal["open", "ended"]
#: OCPP, AuthorizationStatus.
TokenStatus: TypeAlias = Literal["Accepted", "Blocked", "Expired"]
