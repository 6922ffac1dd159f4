"""What attributes and events of TALQ are called in the city, and in which unit. Pure.

Source: TALQ 2.7.1 data model; Smart Data Models, dataModel.Streetlighting,
dataModel.WasteManagement, dataModel.Parking, dataModel.Transportation,
dataModel.Environment; UN/CEFACT Recommendation 20.
"""

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any, Final, NamedTuple, TypeGuard

from mesto.gates.talq.standard import unit_of
from mesto.kernel.model import Value


class Meaning(NamedTuple):
    """One statement about an asset."""

    attribute: str  #: kernel name
    value: Value
    unit: str | None = None  #: UN/CEFACT code


#: How one value of TALQ is told: a number by a factor, or a word of its own.
Telling = Callable[[Any], Iterator[Meaning]]

FULL: Final = 100  #: percent
LAMP: Final = "urn:ngsi-ld:Streetlight:"

UNITS: Final[Mapping[str, str]] = {
    "Amperes": "AMP",
    "CubicMeters": "MTQ",
    "CubicMetersPerSecond": "MQS",
    "Days": "DAY",
    "dBm": "DBM",
    "Decibels": "2N",
    "Degrees": "DD",
    "DegreesCelcius": "CEL",
    "Hectopascal": "A97",
    "Hertz": "HTZ",
    "Hours": "HUR",
    "Illuminance": "LUX",
    "Kilograms": "KGM",
    "KilometersPerHour": "KMH",
    "KiloVoltAmpere": "KVA",
    "KiloVoltAmpereHours": "C79",
    "KiloVoltAmpereReactive": "KVR",
    "KiloVoltAmpereReactiveHours": "K3",
    "KiloWatt": "KWT",
    "KiloWattHours": "KWH",
    "Lumens": "LUM",
    "Lux": "LUX",
    "Meters": "MTR",
    "MetersPerSecond": "MTS",
    "MicrogramsPerCubicMeter": "GQ",
    "MilligramsPerLiter": "M1",
    "MillimetersPerHour": "H67",
    "PartsPerMillion": "59",
    "Percent": "P1",
    "Seconds": "SEC",
    "VoltAmpereReactive": "D44",
    "VoltAmperes": "D46",
    "Volts": "VLT",
    "WattHours": "WHR",
    "Watts": "WTT",
    "WattsPerSquareMeter": "D54",
}


def number(attribute: str, unit: str | None = None, *, factor: float = 1) -> Telling:
    """Tell a number by another name, times `factor`."""

    def tell(value: Any) -> Iterator[Meaning]:
        if is_number(value):
            told = value if factor == 1 else round(value * factor, 6)
            yield Meaning(attribute, told, unit)

    return tell


def word(attribute: str, words: Mapping[object, Value]) -> Telling:
    """Tell a word of TALQ in the city's; others are not told."""

    def tell(value: Any) -> Iterator[Meaning]:
        if isinstance(value, str | bool) and value in words:
            yield Meaning(attribute, words[value])

    return tell


def light_level(value: Any) -> Iterator[Meaning]:
    """Tell the state of a lamp: how brightly it burns, and whether."""
    level = level_of(value)
    if level is not None:
        yield Meaning("illuminanceLevel", level / FULL)
        yield Meaning("powerState", "low" if 0 < level < FULL else ON_OFF[level > 0])


def level_of(state: Any) -> float | None:
    """Return the level of a state, percent in [0, 100]; None: it has none."""
    found = state.get("value") if isinstance(state, Mapping) else None
    if not is_number(found):
        found = state.get("level") if isinstance(state, Mapping) else None
    return float(found) if is_number(found) and 0 <= found <= FULL else None


def is_number(value: Any) -> TypeGuard[float]:
    """Tell whether a value is a finite number."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and isfinite(value)


ON_OFF: Final[Mapping[object, Value]] = {
    True: "on",
    False: "off",
    "ON": "on",
    "OFF": "off",
}
YES: Final[Mapping[object, Value]] = {"ON": True, "OFF": False}
BY_HAND: Final[Mapping[object, Value]] = {
    "ON": "manual",
    "OFF": "manual",
    "NONE": "automatic",
}
SPOT: Final[Mapping[object, Value]] = {
    "Vacant": "free",
    "Occupied": "occupied",
    "Closed": "closed",
    "Unknown": "unknown",
}

_PHASES: Final = {"1": "R", "2": "S", "3": "T"}
_BY_PHASE: Final = {
    "Voltage": ("voltage", "VLT"),
    "Current": ("intensity", "AMP"),
    "ActivePower": ("activePower", "KWT"),
    "ReactivePower": ("reactivePower", "KVR"),
    "PowerFactor": ("powerFactor", None),
    "CurrentTHD": ("thdrIntensity", "P1"),
    "VoltageTHD": ("thdrVoltage", "P1"),
}

METER: Final[Mapping[str, Telling]] = {
    "totalPower": number("totalActivePower", "KWT"),
    "totalVAR": number("totalReactivePower", "KVR"),
    "totalActiveEnergy": number("energyConsumed", "KWH"),
    "totalReactiveEnergy": number("reactiveEnergyConsumed", "K3"),
    "totalPowerFactor": number("cosPhi"),
    "supplyVoltage": number("voltage", "VLT"),
    "totalCurrent": number("current", "AMP"),
    **{
        f"phase{one}{talq}": number(f"{ours}{phase}", unit)
        for one, phase in _PHASES.items()
        for talq, (ours, unit) in _BY_PHASE.items()
    },
}
#: What a meter says of one lamp.
LAMP_METER: Final[Mapping[str, Telling]] = {
    "totalPower": number("powerConsumption", "WTT", factor=1000),
    "totalActiveEnergy": number("lifetimePowerConsumption", "KWH"),
    "totalPowerFactor": number("powerFactor"),
    "supplyVoltage": number("voltage", "VLT"),
    "totalCurrent": number("current", "AMP"),
}
DOOR: Final[Mapping[str, Telling]] = {
    "cabinetDoorOpen": word("doorOpen", {True: True, False: False})
}

#: By type of function and attribute; what is not here keeps its name.
MEANINGS: Final[Mapping[str, Mapping[str, Telling]]] = {
    "LampActuatorFunction": {"actualLightState": light_level},
    "LampMonitorFunction": {
        "activePower": number("powerConsumption", "WTT"),
        "activeEnergy": number("lifetimePowerConsumption", "KWH"),
        "supplyVoltage": number("voltage", "VLT"),
        "supplyCurrent": number("current", "AMP"),
        "powerFactor": number("powerFactor"),
        "temperature": number("lampTemperature", "CEL"),
        "lampFailure": word("status", {True: "defectiveLamp", False: "ok"}),
    },
    "ElectricalMeterFunction": METER,
    "CabinetMonitorFunction": DOOR,
    "BasicFunction": DOOR,
    "SegmentMonitorFunction": {
        **DOOR,
        "actualState": word("powerState", ON_OFF),
        "localOverride": word("workingMode", BY_HAND),
    },
    "PhotocellFunction": {"photocellOutput": word("photocellOutput", YES)},
    "LightSensorFunction": {"lightLevel": number("illuminance", "LUX")},
    "BinarySensorFunction": {"level": word("value", YES)},
    "GenericSensorFunction": {"level": number("value")},
    "PresenceSensorFunction": {
        "presenceStatus": word("presence", {True: True, False: False})
    },
    "MovementSensorFunction": {
        "movementDetected": word("presence", {True: True, False: False})
    },
    "BatteryLevelSensorFunction": {
        "batteryLevel": number("batteryLevel", factor=1 / FULL)
    },
    "HumiditySensorFunction": {"humidity": number("relativeHumidity", factor=1 / FULL)},
    "AtmosphericSensorFunction": {
        "airTemperature": number("temperature", "CEL"),
        "relativeHumidity": number("relativeHumidity", factor=1 / FULL),
    },
    "ParticulateMatterSensorFunction": {
        "pm1": number("pm1", "GQ"),
        "pm2-5": number("pm25", "GQ"),
        "pm10": number("pm10", "GQ"),
    },
    "NoiseMonitoringSensorFunction": {"noise": number("LAeq", "2N")},
    "FillingLevelSensorFunction": {
        "fillingPercentage": number("fillingLevel", factor=1 / FULL)
    },
    "ParkingSensorFunction": {"occupancy": word("status", SPOT)},
    "ParkingCameraSensorFunction": {
        "totalSlots": number("totalSpotNumber"),
        "freeSlots": number("availableSpotNumber"),
    },
    "TrafficCounterFunction": {
        "roadUserNumber": number("intensity"),
        "averageSpeed": number("averageVehicleSpeed", "KMH"),
    },
}
#: Attributes that an event names otherwise.
SPELLINGS: Final[Mapping[str, str]] = {
    "powerfactorTooLow": "powerFactorTooLow",
    "absolutLampPowerTooHigh": "absoluteLampPowerTooHigh",
    "absolutLampPowerTooLow": "absoluteLampPowerTooLow",
    "controlGearComFailure": "controlGearCommFailure",
    **{f"phase{one}PowerfactorTooLow": f"phase{one}PowerFactorTooLow" for one in "123"},
}
#: Of which function an event tells, where its source does not say; others keep names.
EVENTS: Final[Mapping[str, Telling]] = {
    "lampFailure": MEANINGS["LampMonitorFunction"]["lampFailure"],
    "presenceStatusChanged": word("presence", {True: True, False: False}),
    "movementDetected": word("presence", {True: True, False: False}),
    "photocellOutputOn": word("photocellOutput", {True: True, False: False}),
    **DOOR,
}


def meanings(
    function: str, attribute: str, value: Any, entity: str
) -> Iterator[Meaning]:
    """Yield what an attribute of a function says of an entity.

    A number, a text or a truth that has no name in the city keeps its own, and its
    unit; anything else without a name says nothing of the asset.
    """
    table = MEANINGS.get(function, {})
    if function == "ElectricalMeterFunction" and entity.startswith(LAMP):
        table = LAMP_METER
    name = SPELLINGS.get(attribute, attribute)
    if name in table:
        yield from table[name](value)
    elif isinstance(value, bool | str) or is_number(value):
        yield Meaning(name, value, UNITS.get(unit_of(function, attribute) or ""))


def happening(event: str, *, begins: bool) -> Iterator[Meaning]:
    """Yield what the begin or the end of an event says."""
    name = SPELLINGS.get(event, event)
    yield from EVENTS.get(name, word(name, {True: True, False: False}))(begins)
