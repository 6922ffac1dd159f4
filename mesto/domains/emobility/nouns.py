"""What electromobility has and writes down, by its names in the ledger. Pure.

Stations, EVSEs and connectors are inventory, which a table can bring and the gates keep
up to date; a session is an entity of its own, whose attributes are the transaction as
the station told it. Nothing here is a price.
What the gates speak of, too, is in `mesto/names/charging.py`.
"""

# ruff: noqa: S105 - a token is a card here, and its names are no passwords

from typing import Final, Literal, TypeAlias

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
RESERVATION: Final = "reservationStatus"  #: JSON, of 2.x: what became of one
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
PARTNER: Final = "roamingPartner"  #: whose it is, by connection; of a session too
ASK_PARTNER: Final = "askPartner"  #: each time somebody comes: never, first, always

#: OCPP 2.0.1, ChargingStateEnumType; the states of OCPP 1.6 are told in its words.
ChargingState: TypeAlias = Literal[
    "Idle", "EVConnected", "Charging", "SuspendedEV", "SuspendedEVSE"
]
SessionStatus: TypeAlias = Literal["open", "ended"]
#: OCPP, AuthorizationStatus.
TokenStatus: TypeAlias = Literal["Accepted", "Blocked", "Expired"]

# Business: tariffs, receipts, cards, site hosts, the town's own vehicles. What people
# write has one attribute, `definition`, whose shape is a struct of this name.

#: `definition`: a `tariffs.tariff.Tariff`, in OCPI 2.2.1's words.
TARIFF: Final = "EVTariff"
#: `definition`: a `hosts.host.Host`: who owns the site of stations.
HOST: Final = "EVSiteHost"
#: `definition`: a `fleet.plan.FleetVehicle`: a vehicle of the town and when it leaves.
FLEET_VEHICLE: Final = "FleetVehicle"
#: The last number given out by a site host in a year; `urn:…:HOST:YEAR`.
RECEIPT_BOOK: Final = "EVReceiptBook"
LAST_NUMBER: Final = "lastNumber"  #: attribute of a receipt book
#: Somebody without a card who wants to charge; its name is a secret of theirs.
AD_HOC: Final = "EVAdHocStart"

#: Attributes of a session that its token's vehicle brings; load management reads them.
DEPARTURE: Final = "departureTime"  #: DateTime, when the vehicle is to leave
WISHED_ENERGY: Final = "wishedEnergy"  #: KWH, what it is to be given until then
OF_VEHICLE: Final = "refFleetVehicle"  #: relationship; of a token too

#: Attributes of a token, beside those above.
CARD_GROUP: Final = "cardGroup"  #: text, by which tariffs choose: residents, fleet …
OWNER: Final = "owner"  #: who has it, as people call them
OF_AD_HOC: Final = "refEVAdHocStart"  #: relationship: it is no card, but one start
VALID_AT: Final = "validAtStations"  #: list of URNs; empty or not there: everywhere

#: Attributes of a start without a card, beside station, EVSE and `idToken`.
AD_HOC_STATUS: Final = "status"  #: an `AdHocStatus`
PAYER: Final = "payer"  #: who gets the invoice, as they say themselves
CONTACT: Final = "contact"  #: where it is sent
ASKED_AT: Final = "askedAt"  #: DateTime
ORDERED: Final = "command"  #: id of the order to the station

#: Attributes of a station, beside those above.
KEEPS_LIST: Final = "localListEnabled"  #: whether it shall know cards without us
LOCAL_LIST: Final = "localList"  #: JSON: a `cards.lists.Kept`, what it knows

#: Attributes of a receipt.
RECEIPT_NUMBER: Final = "receiptNumber"  #: text; not there while it is doubtful
RECEIPT_STATUS: Final = "status"  #: a `ReceiptStatus`
BILL: Final = "bill"  #: JSON: a `receipts.bill.Bill`
SOLD_BY: Final = "siteHost"  #: name of the site host; of a receipt book too
BILLED_IN: Final = "billedIn"  #: text, the month by the town's clock: 2030-06
ISSUED: Final = "issuedAt"  #: DateTime, when it was written as it is
GROSS: Final = "grossAmount"  #: with VAT, in the currency of the bill
CREDITED: Final = "creditedAmount"  #: with VAT, what credit notes gave back, all in all
CREDIT_OF: Final = "creditOf"  #: relationship of a credit note to its receipt

#: asked: a person has to agree; started: the station was told to begin
AdHocStatus: TypeAlias = Literal["asked", "started", "refused"]
#: doubtful: its meter was doubted, a person decides; waived: nothing is to be paid
ReceiptStatus: TypeAlias = Literal["issued", "doubtful", "waived", "credit"]

#: Load management: what stations hang on, and what else hangs there.
GRID_CONNECTION: Final = "GridConnection"
OF_CONNECTION: Final = "refGridConnection"  #: of a station; of a connection: above it
CONNECTION_KIND: Final = "connectionKind"  #: a `ConnectionKind`
LIMITS: Final = "limits"  #: text by hours and days, see `keeping/limits.py`
DRAWS: Final = "refLoad"  #: what else it carries: lamps, a cabinet, a building's meter
FEEDS: Final = "refGenerator"  #: what feeds in below it
ENERGY_PRICE: Final = "energyPrice"  #: text, of a kWh, see `savings/terms.py` [table]
WAITS: Final = "waitsForPrice"  #: whether cars may wait for a cheaper hour [table]
DEMAND_PRICE: Final = "demandPrice"  #: of a kW of the month's peak [table]
CURRENCY: Final = "currency"  #: ISO 4217; EUR where nobody says [table]
#: Of an EVSE.
FAIL_SAFE: Final = "failSafeCurrent"  #: AMP a phase, if nobody tells it more [table]
STEP: Final = "currentStep"  #: AMP, grants are multiples of it [table]
RATE_UNIT: Final = (
    "chargingRateUnit"  #: OCPP's word; W: limits are told in watts [table]
)
POWER_TYPE: Final = "powerType"  #: OCPI's word; DC draws evenly on all phases [table]
KEPT: Final = "keptCurrent"  #: AMP, the fail-safe its station confirmed to keep
#: Of a session.
GRANTED: Final = "grantedCurrent"  #: AMP a phase, what it was last told
LIMIT_REASON: Final = "limitReason"  #: why, a text by language
PROMISED_ENERGY: Final = "promisedEnergy"  #: KWH by then; told when it came
PROMISED_BY: Final = "promisedBy"  #: DateTime
#: KWH: of 100 such sessions 10 have less by then, and 10 more.
PROMISED_WITHIN: Final = ("promisedEnergyLow", "promisedEnergyHigh")
FULL_AT: Final = "fullAt"  #: DateTime, since when its car took no more
PROMISE: Final = "promise"  #: a `Promise`, when it has ended

ConnectionKind: TypeAlias = Literal["transformer", "feeder", "cabinet"]
#: `full`: the car took no more; `left`: it was away before that time.
Promise: TypeAlias = Literal["kept", "full", "left", "broken"]

#: Of stations that lost their line together: to the first of them.
LOST_WITH: Final = "lostLineWith"
EVENT: Final = "stationEvent"  #: of a station by OCPP 2.x: what NotifyEvent told
#: `definition`: a `campaigns.campaign.Campaign`.
CAMPAIGN: Final = "EVFirmwareCampaign"
UPDATE: Final = "firmwareUpdate"  #: of a station: JSON, which campaign told it when

# Siting: where a lamp post or a cabinet can carry a charger. A table brings it.

#: Of a StreetlightFeeder, StreetlightControlCabinet or GridConnection, beside
#: `maximumCurrent` and `phases`: how thick its cable is, mm², and of what.
CROSS_SECTION: Final = "conductorCrossSection"
CONDUCTOR: Final = "conductorMaterial"  #: copper or aluminium
#: MTR, of a Streetlight: the way along its cable.
ALONG: Final = "cableLength"
