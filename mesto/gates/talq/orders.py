"""Commands of the city as errands to a gateway. Pure.

Source: TALQ 2.7.1, OverrideCommand, AssignCommand, Group.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from mesto.gates.talq import naming
from mesto.gates.talq.configuring import read_wanted
from mesto.gates.talq.meaning import is_number
from mesto.gates.talq.night import read_programme
from mesto.gates.talq.operation import is_uuid
from mesto.gates.talq.periods import command_of
from mesto.gates.talq.settings import Settings
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Command, Device, Message, Value
from mesto.kernel.plugin import Known
from mesto.kernel.text import refusal
from mesto.operations.commands.words import NOT_TAKEN

OVERRIDE: Final = "override-commands"
ASSIGN: Final = "assign-commands"
GROUPS: Final = "groups"
READ: Final = "devices"  #: what is read at once
CONFIGURE: Final = "attributes"  #: of devices, that are written
COMMISSION: Final = "commission"  #: a device is added to its gateway
DECOMMISSION: Final = "decommission"  #: and taken away from it
SENSED: Final = "sensed"  #: somebody, by a sensor that stands elsewhere
FULL: Final = 100
SUPPLY: Final = {"on": 1.0, "off": 0.0}


class Target(msgspec.Struct, frozen=True):
    """Whom an errand is for: a device or a group."""

    resource: str  #: devices or groups
    address: str


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be done at a gateway, and how it shows that it is done."""

    command: str  #: id
    target: Target
    #: percent to burn with; None: as the programme says
    level: int | None = None
    sensor: str = ""  #: URN of one elsewhere, that wants the level
    ramp_s: float = 0.0  #: so long it takes to the level
    expiration: str = ""  #: of an override, RFC 3339
    programme: Any = None  # JSON, read by `read_programme`; for `assign-commands`
    #: of the programme, by URN: a device of the gateway, or one of its functions
    sensors: dict[str, str] = {}
    members: list[Target] = []  #: of a group, for `groups`
    attributes: dict[str, Any] = {}  #: by function, for those that are written
    name: str = ""  #: of a device that is added
    profile: str = ""  #: its class


def encode(command: Command, device: Device, known: Known[Settings]) -> Message:
    """Write a command for a gateway.

    Raises Malformed where it cannot be told so.
    """
    bare = Errand(command=command.id, target=target_of(device))
    match command.name:
        case "setDimLevel" | "setPowerState":
            kind = OVERRIDE
            ends = command.expires_at + timedelta(seconds=known.settings.hold_s)
            value, ramp_s = _gradual(command)
            errand = replace(
                bare,
                level=_level(command.name, value),
                ramp_s=ramp_s,
                expiration=_written(ends),
            )
        case "keepProgramme":
            kind = ASSIGN
            errand = replace(
                bare,
                programme=command.value,
                sensors=_sensors(command.value, known) if command.value else {},
            )
        case "keepMembers":
            kind = GROUPS
            errand = replace(bare, members=_members(command.value, device, known))
        case "configure":
            kind = CONFIGURE
            if device.profile == naming.GROUP:
                raise Malformed("devices are configured, a group has no attributes")
            errand = replace(bare, attributes=dict(read_wanted(command.value)))
        case "commission":
            kind, errand = COMMISSION, _commission(command.value, device, bare)
        case "decommission":
            _is_device(device)
            kind, errand = DECOMMISSION, bare
        case "sensed":
            kind, errand = SENSED, _sensed(command, bare)
        case "readNow":
            kind, errand = READ, bare
        case _:
            raise refusal(Malformed, NOT_TAKEN, command=command.name)
    return Message(
        payload=msgspec.json.encode(errand),
        origin=kind,
        received_at=command.expires_at,
    )


def _written(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return utc.isoformat(timespec="seconds").replace("+00:00", "Z")


def target_of(device: Device) -> Target:
    """Return what a device is to its gateway."""
    resource = "groups" if device.profile == naming.GROUP else "devices"
    return Target(resource, device.serial)


def _gradual(command: Command) -> tuple[Value, float]:
    """Return the value of a level, and how long it takes to it, s.

    Raises Malformed where it takes no time that can be.
    """
    value = command.value
    if not isinstance(value, Mapping):
        return value, 0.0
    level, seconds = value.get("level"), value.get("fade_s", 0)
    if not is_number(level) or not is_number(seconds) or seconds < 0:
        raise Malformed("a fade takes a level and how many seconds", value=value)
    return level, float(seconds)


def _commission(value: Value, device: Device, bare: Errand) -> Errand:
    """Read how a device is added to its gateway.

    Raises Malformed where it has no address or class, or no such attributes.
    """
    _is_device(device)
    if not device.profile:
        raise Malformed("its class is wanted as deviceProfile of the Device")
    told = value if isinstance(value, Mapping) else {}
    strange = set(told) - {"name", "attributes"}
    if strange or not (value is None or isinstance(value, Mapping)):
        raise Malformed("commission takes a name and attributes", value=value)
    attributes = read_wanted(told["attributes"]) if "attributes" in told else {}
    name = str(told.get("name", device.serial))
    return replace(bare, name=name, profile=device.profile, attributes=dict(attributes))


def _is_device(device: Device) -> None:
    if device.profile == naming.GROUP or not is_uuid(device.serial):
        raise Malformed(f"{device.serial} is no address of a device, a UUID")


def _sensed(command: Command, bare: Errand) -> Errand:
    """Read that a sensor elsewhere wants a level. Raises Malformed."""
    value = command.value
    sensor = value.get("sensor") if isinstance(value, Mapping) else None
    if not isinstance(sensor, str) or not sensor:
        raise Malformed("sensed takes a sensor, a level and a fade_s", value=value)
    level, ramp_s = _gradual(command)
    return replace(
        bare, sensor=sensor, level=_level(command.name, level), ramp_s=ramp_s
    )


def _level(name: str, value: Value) -> int | None:
    share = SUPPLY.get(str(value)) if name == "setPowerState" else value
    if share is None and name == "setDimLevel":
        return None
    if not is_number(share) or not 0 <= share <= 1:
        raise Malformed(f"{name} takes a share from 0 to 1, or on and off", value=value)
    return round(share * FULL)


def _sensors(value: Value, known: Known[Settings]) -> dict[str, str]:
    """Return what a programme's sensors are to the gateway, those that it has.

    Raises Malformed where it is no programme.
    """
    wanted = frozenset(read_programme(value).sensors)
    return {
        one.entity: one.serial
        for one in known.devices.values()
        if one.connection == known.connection and one.entity in wanted
    }


def _members(value: Value, group: Device, known: Known[Settings]) -> list[Target]:
    """Return the devices that speak for the assets of a group."""
    if group.profile != naming.GROUP or not isinstance(value, list | tuple):
        raise Malformed(f"keepMembers takes a list of URNs, to a {naming.GROUP}")
    by_asset = {
        one.entity: one
        for one in known.devices.values()
        if one.connection == known.connection
    }
    strangers = [str(urn) for urn in value if urn not in by_asset]
    if strangers:
        raise Malformed(
            f"no device of {known.connection} speaks for {', '.join(strangers[:3])}",
            entities=strangers,
        )
    return [target_of(by_asset[str(urn)]) for urn in value]


# what is sent


def override(errand: Errand, targets: Sequence[Target] = ()) -> dict[str, Any]:
    """Return the OverrideCommand of an errand; without a command it ends the last.

    targets: whom it is for, where that is more than the errand's own
    """
    told: dict[str, Any] = {
        "addresses": msgspec.to_builtins(list(targets or [errand.target]))
    }
    if errand.level is not None:
        told["targetCommand"] = {
            "state": {"name": "LevelState", "value": errand.level},
            "reason": "override",
            "cmsRefId": errand.command,
            "expiration": errand.expiration,
        } | ({"rampToLevelTime": errand.ramp_s} if errand.ramp_s else {})
    return told


def sensed(errand: Errand) -> dict[str, Any]:
    """Return the OverrideCommand that tells what a sensor elsewhere wants.

    It has no addresses: those lamps are meant whose programmes speak of the sensor.
    """
    state = {"name": "LevelState", "value": errand.level}
    told = command_of(state, errand.ramp_s)
    return {"targetCommand": {**told, "reason": "sensor", "refAddress": errand.sensor}}


def assignment(errand: Errand, calendar: str) -> dict[str, Any]:
    """Return the AssignCommand of an errand; an empty calendar takes the last away."""
    return {
        "addresses": [msgspec.to_builtins(errand.target)],
        "entity": {"resource": "calendars", "address": calendar},
        "cmsRefId": errand.command,
    }


def group(errand: Errand, owner: str) -> dict[str, Any]:
    """Return the Group of an errand."""
    return {
        "address": errand.target.address,
        "ownerCMS": owner,
        "members": msgspec.to_builtins(errand.members),
    }


# how it shows that it is done


def shows_level(device: Mapping[str, Any], errand: Errand) -> bool | None:
    """Tell whether a device does what an override wants; None: it does not say.

    A level shows in the actual state, or in the command in effect; that it is left to
    its programme shows where no override is in effect.
    """
    if errand.level is None:
        found = [reason != "override" for reason in _reasons(device)]
    else:
        found = [
            level == errand.level or reference == errand.command
            for level, reference in _states(device)
        ]
    return all(found) if found else None


def shows_calendar(device: Mapping[str, Any], calendar: str) -> bool | None:
    """Tell whether a device follows a calendar; None: it does not say."""
    found = [
        told.get("value", "") == calendar
        for function in device.get("functions", ())
        if isinstance(told := function.get("calendarID"), Mapping)
    ]
    return all(found) if found else None


def _states(device: Mapping[str, Any]) -> list[tuple[object, object]]:
    """Return the actual level of each lamp, and which order is in effect there."""
    found = []
    for function in device.get("functions", ()):
        actual = _value(function, "actualLightState")
        effect = _value(function, "feedbackLightCommand")
        if actual or effect:
            found.append((actual.get("value"), effect.get("cmsRefId")))
    return found


def _reasons(device: Mapping[str, Any]) -> list[object]:
    return [
        effect.get("reason")
        for function in device.get("functions", ())
        if (effect := _value(function, "feedbackLightCommand"))
    ]


def _value(function: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    told = function.get(name)
    value = told.get("value") if isinstance(told, Mapping) else None
    return value if isinstance(value, Mapping) else {}
