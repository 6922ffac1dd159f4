"""NAS UL20xx: a luminaire controller with metering and a DALI or 0-10 V output.

Firmware 1.1. Multi-byte numbers come least significant first.

Source: the payload description behind github.com/nasys/nas-codecs (packets status,
usage, metering alert, manual dimming), and IEC 62386-102 for the status bits of DALI.
"""

from collections.abc import Iterator, Mapping

from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Value
from mesto.kernel.text import refusal
from mesto.operations.commands.words import NOT_TAKEN

STATUS, USAGE, COMMAND, ALERT = 23, 26, 60, 61  #: ports
ABOUT_ITSELF = (49, 50, 51, 99)  #: ports of configuration, update and start
EVERYONE = 0xFE  #: address of all drivers on the lamp
DIM = 0x01  #: first byte of a dimming command
RESUME = 0xFF  #: as a level: follow the calendar again
SET_DIM_LEVEL = "setDimLevel"

GEAR_FAILURE, LAMP_FAILURE = 0x01, 0x02  #: bits of a driver's status
RELAY_CLOSED = 0x80  #: bit of the controller's own state
FULL_PERCENT = 100
UNKNOWN = 0xFF

#: bits of a usage report: attribute, bytes, scale, unit; None is passed over
USAGE_FIELDS = (
    ("lifetimePowerConsumption", 4, 1000, "KWH"),
    ("powerConsumption", 2, 1, "WTT"),
    (None, 4, 1, None),  # energy behind the driver
    (None, 2, 1, None),  # power behind the driver
    ("powerFactor", 1, 100, None),
    ("voltage", 1, 1, "VLT"),
    (None, 4, 1, None),  # how long the driver was on
    ("burningHours", 4, 3600, "HUR"),
)


def decode(port: int, payload: bytes) -> Iterator[Reading]:
    """Read dimming level, faults, power, energy and burning hours.

    Raises Malformed if the port or the size is not the controller's.
    """
    if port in READERS:
        return READERS[port](payload)
    if port in ABOUT_ITSELF:
        return iter(())
    raise Malformed(f"a UL20xx sends nothing on port {port}")


def _status(payload: bytes) -> Iterator[Reading]:
    """Read the level and the health of every driver; the worst is the lamp's."""
    kind = _byte(payload, 0)
    if kind == 0:  # before firmware 1.1.4
        flags = _byte(payload, 9)
        start = 10 + bool(flags & 0x02) + bool(flags & 0x10)
    elif kind == 1:
        start = 12 + _byte(payload, 11)
    else:
        raise Malformed(f"a status report of kind {kind} is newer than we know")
    drivers = payload[start:]
    if not drivers or len(drivers) % 4:
        raise Malformed("a status report is cut short")
    levels = [level for level in drivers[2::4] if level <= FULL_PERCENT]
    if not payload[5] & RELAY_CLOSED:
        levels = [0]
    if levels:
        yield Reading("illuminanceLevel", max(levels) / FULL_PERCENT)
        yield Reading("powerState", "on" if any(levels) else "off")
    yield _health(drivers[3::4])


def _health(states: bytes) -> Reading:
    """Name the worst state of the drivers in the words of the Streetlight model."""
    if any(state & LAMP_FAILURE for state in states):
        return Reading("status", "defectiveLamp")
    if any(state & GEAR_FAILURE for state in states):
        return Reading("status", "brokenLantern")
    return Reading("status", "ok")


def _usage(payload: bytes) -> Iterator[Reading]:
    """Read what the meters say; the last of several meters stands for the lamp."""
    if _byte(payload, 0) != 0:
        raise Malformed("a usage report is newer than we know")
    at = 1
    found: dict[str, Reading] = {}
    while at < len(payload):
        flags, at = _byte(payload, at + 1), at + 2
        for bit, (attribute, size, scale, unit) in enumerate(USAGE_FIELDS):
            if not flags >> bit & 1:
                continue
            raw = _number(payload, at, size)
            at += size
            if attribute and not (size == 1 and raw == UNKNOWN):
                found[attribute] = Reading(attribute, raw / scale, unit)
    yield from found.values()


def _obeyed(payload: bytes) -> Iterator[Reading]:
    """Read the level a dimming command has set; other answers say nothing of it."""
    if _byte(payload, 0) == DIM and len(payload) > 2:  # noqa: PLR2004 - address, level
        level = payload[2]
        if level <= FULL_PERCENT:
            yield Reading("illuminanceLevel", level / FULL_PERCENT)


def _alert(payload: bytes) -> Iterator[Reading]:
    """Read a metering alert, or the health of drivers; inputs say nothing of it."""
    match _byte(payload, 0):
        case 0x84:
            if _byte(payload, 1) & 1:
                yield Reading("status", "defectiveLamp")
            yield Reading("powerConsumption", float(_number(payload, 2, 2)), "WTT")
            yield Reading("voltage", float(_number(payload, 4, 2)), "VLT")
            yield Reading("powerFactor", _byte(payload, 6) / 100)
        case 0x83:
            yield _health(payload[3::2])


READERS = {STATUS: _status, USAGE: _usage, COMMAND: _obeyed, ALERT: _alert}


def _byte(payload: bytes, at: int) -> int:
    return _number(payload, at, 1)


def _number(payload: bytes, at: int, size: int) -> int:
    if at + size > len(payload):
        raise Malformed("a report of a UL20xx is cut short")
    return int.from_bytes(payload[at : at + size], "little")


def encode(name: str, value: Value) -> tuple[int, bytes]:
    """Write the dimming of all drivers on a lamp.

    value: share of full in [0, 1]; None lets the lamp follow its calendar again. Of a
        fade only the level is told: how long it takes is set in the controller.

    Raises Malformed for another command or value.
    """
    if name != SET_DIM_LEVEL:
        raise refusal(Malformed, NOT_TAKEN, command=name)
    level = _level(value)
    if level is None:
        return COMMAND, bytes((DIM, EVERYONE, RESUME))
    if isinstance(level, bool) or not isinstance(level, int | float):
        raise Malformed(f"{value!r} is no dimming level")
    if not 0 <= level <= 1:
        raise Malformed(f"a dimming level is a share in [0, 1], not {level}")
    return COMMAND, bytes((DIM, EVERYONE, round(level * FULL_PERCENT)))


def shows(name: str, value: Value) -> tuple[str, Value] | None:
    """Return what its reports show once it obeys; nothing shows a calendar."""
    level = _level(value)
    if name != SET_DIM_LEVEL or not isinstance(level, int | float):
        return None
    return "illuminanceLevel", round(level * FULL_PERCENT) / FULL_PERCENT


def _level(value: Value) -> object:
    """Return the level of a fade, or the value itself."""
    return value["level"] if isinstance(value, Mapping) and "level" in value else value
