"""How a gateway writes attributes, devices, classes and services. Pure.

Source: TALQ 2.7.1, schemas Attribute…, Device, DeviceClass, Service.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from mesto.simulator.talq import contract
from mesto.simulator.talq.programme import NOON, SUPPORTED

Plain: TypeAlias = dict[str, Any]  #: a TALQ document, as JSON

MOST_CALENDARS: Final = 64
MOST_PROGRAMMES: Final = 128
MOST_LOGGERS: Final = 32
MOST_GROUPS: Final = 256

GATEWAY, LUMINAIRE, CABINET, TWILIGHT = "gateway", "luminaire", "cabinet", "twilight"
SENSING = "sensing-luminaire"  #: a luminaire with a presence sensor

_BASIC = ("displayName", "assetId", "swVersion", "location", "currentTime")
_ACTUATOR = (
    "defaultLightState",
    "targetLightCommand",
    "feedbackLightCommand",
    "actualLightState",
    "calendarID",
)
_MONITOR = (
    "operatingHours",
    "switchOnCounter",
    "temperature",
    "supplyVoltage",
    "activePower",
    "powerFactor",
    "activeEnergy",
    "lampFailure",
)
_RADIO = ("physicalAddress", "communicationFailure")
_LAMP = {
    "basic": ("BasicFunction", _BASIC),
    "radio": ("CommunicationFunction", _RADIO),
    "lamp": ("LampActuatorFunction", _ACTUATOR),
    "monitor": ("LampMonitorFunction", _MONITOR),
}
#: Functions of each class: by identifier the type and the attributes it has.
CLASSES: Final[Mapping[str, Mapping[str, tuple[str, Sequence[str]]]]] = {
    GATEWAY: {
        "basic": ("BasicFunction", _BASIC),
        "gateway": (
            "GatewayFunction",
            (
                "cmsUri",
                "cmsAddress",
                "gatewayUri",
                "gatewayAddress",
                "retryPeriod",
                "crlUrn",
                "vendor",
            ),
        ),
        "time": ("TimeFunction", ("timeZone", "currentTime")),
    },
    LUMINAIRE: _LAMP,
    SENSING: {
        **_LAMP,
        "presence": ("PresenceSensorFunction", ("presenceStatus",)),
    },
    CABINET: {
        "basic": ("BasicFunction", _BASIC),
        "meter": (
            "ElectricalMeterFunction",
            ("totalPower", "totalActiveEnergy", "supplyVoltage"),
        ),
        "cabinet": ("CabinetMonitorFunction", ("cabinetDoorOpen",)),
    },
    TWILIGHT: {
        "basic": ("BasicFunction", _BASIC),
        "photocell": ("PhotocellFunction", ("onLevel", "offLevel", "photocellOutput")),
        "light": ("LightSensorFunction", ("lightLevel",)),
    },
}
#: What a function can announce.
EVENTS: Final[Mapping[str, Sequence[str]]] = {
    "BasicFunction": ("deviceReset",),
    "CommunicationFunction": ("communicationFailure",),
    "LampActuatorFunction": ("lightStateChange", "calendarChange", "invalidProgram"),
    "LampMonitorFunction": ("lampFailure",),
    "CabinetMonitorFunction": ("cabinetDoorOpen",),
    "PresenceSensorFunction": ("presenceStatusChanged",),
    "PhotocellFunction": ("photocellOutputOn",),
}


def services() -> list[Plain]:
    """Return what this gateway can do."""
    return [
        {
            "name": "ConfigurationService",
            "commissioningSupported": True,
            "devicesPaginationSupported": True,
            "supportedProfiles": ["lighting"],
        },
        {
            "name": "ControlService",
            "supportedTypes": list(SUPPORTED),
            "maximumCalendars": MOST_CALENDARS,
            "maximumPrograms": MOST_PROGRAMMES,
            "dayOffset": NOON,
            "ccDateSupport": "full",
            "ccDaySupport": "full",
            "programSecondsSupported": True,
        },
        {
            "name": "DataCollectService",
            "maximumDataLogs": MOST_LOGGERS,
            "supportedModes": [
                "VendorRecordingMode",
                "EventRecordingMode",
                "PeriodicRecordingMode",
                "ImmediateReportingMode",
                "ScheduledReportingMode",
            ],
            "samplingPeriodSupported": True,
            "attributeScopeSupported": True,
            "recordingActivePeriodsSupported": True,
            "supportedTypes": [one for one in SUPPORTED if one.endswith("Period")],
        },
        {"name": "DataPackageService"},
        {
            "name": "GroupManagementService",
            "maximumNumberOfGroups": MOST_GROUPS,
            "attributes": ["purpose"],
        },
    ]


def device_classes() -> list[Plain]:
    """Return the classes of devices behind this gateway."""
    return [
        {
            "name": name,
            "functions": [
                {
                    "functionId": identifier,
                    "type": type_,
                    "attributes": [{"name": one} for one in attributes],
                    "events": [{"type": one} for one in EVENTS.get(type_, ())],
                }
                for identifier, (type_, attributes) in functions.items()
            ],
        }
        for name, functions in CLASSES.items()
    ]


def attribute(function: str, name: str, value: object, at_s: float) -> Plain:
    """Write an attribute of a function with its value and its time."""
    type_ = contract.kind_of(function, name)
    return {"type": type_, "value": value, "timestamp": moment(at_s)}


def level_state(level: float) -> Plain:
    """Write a level, 0..100."""
    return {"name": "LevelState", "value": round(level)}


def moment(at_s: float) -> str:
    """Write a moment as RFC 3339 in UTC."""
    at = datetime.fromtimestamp(at_s, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(moment_: str) -> float:
    """Read a moment; one without a zone is UTC."""
    read = datetime.fromisoformat(moment_)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def function_of(device: Plain, identifier: str) -> Plain | None:
    """Return a function of a device by its identifier."""
    found = (one for one in device.get("functions", ()) if one["id"] == identifier)
    return next(found, None)


def named(function: Plain) -> Iterator[tuple[str, Plain]]:
    """Yield a function's attributes."""
    for name, value in function.items():
        if name not in {"id", "type"}:
            yield name, value
