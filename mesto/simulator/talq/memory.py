"""What a gateway keeps of what its CMS sent, and what it refuses to keep.

Every request is done whole or not at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID, uuid4

from mesto.simulator.talq import contract, words
from mesto.simulator.talq.commissioned import complete, devices_of
from mesto.simulator.talq.estate import Estate
from mesto.simulator.talq.programme import EXTERNAL, disorder, unsupported
from mesto.simulator.talq.refusal import RefusalError
from mesto.simulator.talq.shelf import Shelf
from mesto.simulator.talq.words import CLASSES, Plain, function_of, named

MOST_TYPES: Final = 200
NIL: Final = str(UUID(int=0))
_WRITABLE = frozenset({"configuration", "operational"})
#: Attributes the gateway alone changes, though they are written down as operational.
_OWN = frozenset({"targetLightCommand"})


class Memory:
    """All a gateway knows of its devices, groups, calendars, programmes and loggers."""

    def __init__(self, estate: Estate, gateway: Mapping[str, str]) -> None:
        """Start with the devices that stand in the street.

        gateway: what the GatewayFunction says: addresses and URIs of both sides
        """
        self.devices: dict[str, Plain] = {}
        for device in devices_of(estate, gateway):
            self.devices[device["address"]] = device
        self.calendars = Shelf(
            "calendars", "id", words.MOST_CALENDARS, self._good_calendar, self._on_lamp
        )
        self.programmes = Shelf(
            "control-programs",
            "id",
            words.MOST_PROGRAMMES,
            _good_programme,
            self._in_calendar,
        )
        self.groups = Shelf(
            "groups", "address", words.MOST_GROUPS, self._good_group, self._in_group
        )
        self.types = self._types()  #: of assets, by kind
        self.loggers = Shelf(
            "logger-configs", "address", words.MOST_LOGGERS, self._good_logger, _never
        )

    @staticmethod
    def _types() -> Mapping[str, Shelf]:
        return {
            kind: Shelf(f"{kind}-types", "address", MOST_TYPES, _anything, _never)
            for kind in ("lamp", "luminaire", "driver", "controller", "bracket")
        }

    def device(self, address: str) -> Plain:
        """Return a device. Raises RefusalError."""
        if address not in self.devices:
            raise _no_device(address)
        return self.devices[address]

    def calendar_of(self, address: str) -> str:
        """Return the calendar of a lamp; empty where it has none."""
        return str(self._lamp_has(address, "calendarID", ""))

    def default_level(self, address: str) -> int:
        """Return the level a lamp has without any calendar."""
        state = self._lamp_has(address, "defaultLightState", {})
        return int(state.get("value", 100)) if isinstance(state, dict) else 100

    def assign(self, addresses: Iterable[str], calendar: str) -> None:
        """Give lamps a calendar; an empty one takes it away."""
        for address in addresses:
            lamp = function_of(self.devices[address], "lamp")
            assert lamp is not None, address
            lamp["calendarID"]["value"] = calendar

    def lamps_of(self, reference: Plain, refusal: str) -> list[str]:
        """Return the lamps which a reference means: a device, a function, a group.

        refusal: the key of what is said where it means none

        Raises RefusalError.
        """
        resource, address = reference["resource"], reference["address"]
        if resource == "groups":
            members = self.groups.get(address)["members"]
            return [one for member in members for one in self.lamps_of(member, refusal)]
        device, *function = address.strip("/").split("/")
        if resource != "devices" or device not in self.devices:
            raise RefusalError(
                "relatedResourceNotFound",
                f"there is no {resource}/{address}",
                resource=resource,
                address=address,
            )
        wanted = function[0] if function else "lamp"
        if wanted != "lamp" or not function_of(self.devices[device], "lamp"):
            raise RefusalError(
                refusal,
                f"{address} is no actuator",
                resource=resource,
                address=address,
            )
        return [device]

    def sensors_outside(self) -> set[str]:
        """Return the sensors that stand elsewhere, of which programmes speak."""
        effects = (
            control["effect"]
            for programme in self.programmes.kept.values()
            for control in programme.get("dynamicControls", ())
        )
        return {
            sensor
            for effect in effects
            if effect["type"] == EXTERNAL
            for sensor in effect["source"].get("sensor", {}).get("sensorAddresses", ())
        }

    # devices

    def add_devices(self, documents: Sequence[Plain]) -> Sequence[Plain]:
        """Take devices which the CMS announces. Raises RefusalError, and takes none."""
        new: list[Plain] = []
        for one in documents:
            address = one["address"]
            if address in self.devices or address in [each["address"] for each in new]:
                raise RefusalError(
                    "resourceConflict",
                    f"{address} exists",
                    resource="devices",
                    address=address,
                )
            self._good_device(one)
            fresh = address if address != NIL else str(uuid4())
            new.append(complete({**one, "address": fresh}))
        self.devices.update((one["address"], one) for one in new)
        return new

    def replace_devices(self, documents: Sequence[Plain]) -> Sequence[Plain]:
        """Put others in their place. Raises RefusalError, and changes none."""
        for one in documents:
            self.device(one["address"])
            self._good_device(one)
        new = [complete(one) for one in documents]
        self.devices.update((one["address"], one) for one in new)
        return new

    def patch_devices(self, documents: Sequence[Plain]) -> None:
        """Change what is given. Raises RefusalError, and changes nothing."""
        for one in documents:
            self.device(one["address"])
            self._good_device(one)
        for one in documents:
            mine = self.devices[one["address"]]
            mine["name"] = one["name"]
            for function in one.get("functions", ()):
                self._write(mine, function)

    def remove_device(self, address: str) -> Plain:
        """Forget a device. Raises RefusalError while a group has it."""
        self.device(address)
        for group in self.groups.kept.values():
            if any(one["address"].startswith(address) for one in group["members"]):
                raise RefusalError(
                    "deletingResourceIsReferred",
                    f"{address} is a member of {group['address']}",
                    resource="groups",
                    address=group["address"],
                )
        return self.devices.pop(address)

    def _write(self, device: Plain, function: Plain) -> None:
        kept = function_of(device, function["id"])
        if kept is None:
            kept = {"id": function["id"], "type": function["type"]}
            device.setdefault("functions", []).append(kept)
        for name, value in named(function):
            writable = contract.scope(kept["type"], name) in _WRITABLE
            if writable and name not in _OWN:
                kept[name] = value

    def _good_device(self, device: Plain) -> None:
        functions = CLASSES.get(device["class"])
        if functions is None:
            raise RefusalError(
                "relatedResourceNotFound",
                f"there is no class {device['class']}",
                resource="device-classes",
                address=device["class"],
            )
        for one in device.get("functions", ()):
            type_, _ = functions.get(one["id"], ("", ()))
            if type_ != one["type"]:
                raise RefusalError(
                    "resourceConflict",
                    f"class {device['class']} has no {one['type']} {one['id']}",
                )
            calendar = one.get("calendarID", {}).get("value", "")
            if calendar and calendar not in self.calendars.kept:
                raise _unrelated("calendars", calendar)

    def _lamp_has(self, address: str, name: str, default: object) -> object:
        device = self.devices.get(address, {})
        lamp = function_of(device, "lamp") or {}
        return lamp.get(name, {}).get("value", default)

    # what must hold

    def _good_calendar(self, calendar: Plain) -> None:
        used = [one["program"] for one in calendar.get("rules", ())]
        used += [calendar["defaultProgram"]] if "defaultProgram" in calendar else []
        for one in used:
            if one not in self.programmes.kept:
                raise _unrelated("control-programs", one)

    def _good_group(self, group: Plain) -> None:
        for one in group["members"]:
            self.known(one)
        if group["address"] in self._inside(group["members"]):
            raise RefusalError(
                "resourceConflict",
                "a group cannot be inside itself",
                resource="groups",
                address=group["address"],
            )

    def known(self, reference: Plain) -> None:
        """Prove that a reference means something. Raises RefusalError."""
        resource, address = reference["resource"], reference["address"]
        there = {
            "devices": address.split("/")[0] in self.devices,
            "groups": address in self.groups.kept,
        }
        if not there.get(resource):
            raise _unrelated(resource, address)

    def _good_logger(self, logger: Plain) -> None:
        sources = logger.get("sourceAddresses", {})
        for one in (*sources.get("whiteList", ()), *sources.get("blackList", ())):
            self.known(one)

    def _inside(self, members: Sequence[Plain]) -> Iterator[str]:
        """Yield the groups among members and their members; no group is in itself."""
        for one in members:
            if one["resource"] == "groups":
                yield one["address"]
                kept = self.groups.kept.get(one["address"], {"members": ()})
                yield from self._inside(kept["members"])

    def _on_lamp(self, calendar: str) -> bool:
        return any(self.calendar_of(one) == calendar for one in self.devices)

    def _in_calendar(self, programme: str) -> bool:
        return any(
            programme == one.get("defaultProgram")
            or any(rule["program"] == programme for rule in one.get("rules", ()))
            for one in self.calendars.kept.values()
        )

    def _in_group(self, group: str) -> bool:
        lists = [one["members"] for one in self.groups.kept.values()]
        for one in self.loggers.kept.values():
            lists += one.get("sourceAddresses", {}).values()
        return any(
            one["resource"] == "groups" and one["address"] == group
            for members in lists
            for one in members
        )


def _good_programme(programme: Plain) -> None:
    if programme["type"] != "ControlProgramOne":
        raise RefusalError("genericError", f"{programme['type']} is not known")
    lacking = unsupported(programme)
    if lacking:
        raise RefusalError("genericError", f"{', '.join(lacking)} is not supported")
    why = disorder(programme)
    if why:
        raise RefusalError("genericError", why)


def _anything(_: Plain) -> None:
    """Take what has been proven to be of the standard's form."""


def _never(_: str) -> bool:
    return False


def _unrelated(resource: str, address: str) -> RefusalError:
    return RefusalError(
        "relatedResourceNotFound",
        f"there is no {resource}/{address}",
        resource=resource,
        address=address,
    )


def _no_device(address: str) -> RefusalError:
    return RefusalError(
        "resourceNotFound",
        f"there is no device {address}",
        resource="devices",
        address=address,
    )
