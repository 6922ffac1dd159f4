"""What a gateway does with each request, once its form has been proven."""

from collections.abc import Iterator, Sequence

from mesto.simulator.talq import words
from mesto.simulator.talq.asked import Answer, Asked, Told
from mesto.simulator.talq.device_desk import DeviceDesk
from mesto.simulator.talq.gateway import Gateway
from mesto.simulator.talq.lamp import Happening, Override
from mesto.simulator.talq.refusal import RefusalError
from mesto.simulator.talq.shelf import Shelf
from mesto.simulator.talq.words import Plain


class Desk:
    """All answers of one gateway, by method and path."""

    def __init__(self, gateway: Gateway) -> None:
        """Sit down at a gateway."""
        self._gateway = gateway
        self._memory = gateway.memory
        self._assigned: list[Plain] = []
        self.answers: dict[tuple[str, str], Answer] = {
            **dict(_constant("services", "name", "serviceName", words.services())),
            **dict(
                _constant("device-classes", "name", "className", words.device_classes())
            ),
            **dict(_shelved(self._memory.calendars, "calendarAddress")),
            **dict(_shelved(self._memory.programmes, "controlProgramAddress")),
            **dict(_shelved(self._memory.groups, "groupAddress")),
            **{
                key: answer
                for kind, shelf in self._memory.types.items()
                for key, answer in _shelved(shelf, f"{kind}TypeAddress")
            },
            **DeviceDesk(gateway).answers,
            **self._members(),
            **self._loggers(),
            ("GET", "/data-packages"): lambda _: Told(200, gateway.packages.installed),
            ("PUT", "/data-packages"): self._upgrade,
            ("POST", "/override-commands"): self._override,
            ("POST", "/assign-commands"): self._assign,
            ("GET", "/assign-commands"): lambda _: Told(200, self._assigned),
        }

    def _upgrade(self, asked: Asked) -> Told:
        self._gateway.packages.upgrade(asked.body, self._gateway.now())
        return Told(200)

    def _members(self) -> dict[tuple[str, str], Answer]:
        one = "/groups/{groupAddress}/members"
        return {
            ("PUT", one): self._add_members,
            ("GET", f"{one}/count"): self._count_members,
            (
                "DELETE",
                f"{one}/{{memberResource}}/{{memberAddress}}",
            ): self._drop_member,
        }

    def _group(self, asked: Asked) -> Plain:
        return self._memory.groups.get(asked.path["groupAddress"])

    def _add_members(self, asked: Asked) -> Told:
        group = self._group(asked)
        new = [one for one in asked.body if one not in group["members"]]
        members = [*group["members"], *new]
        self._memory.groups.change([{**group, "members": members}])
        return Told(200, members)

    def _count_members(self, asked: Asked) -> Told:
        return Told(200, len(self._group(asked)["members"]))

    def _drop_member(self, asked: Asked) -> Told:
        group = self._group(asked)
        gone = {
            "resource": asked.path["memberResource"],
            "address": asked.path["memberAddress"],
        }
        if gone not in group["members"]:
            raise RefusalError("resourceNotFound", "there is no such member", **gone)
        left = [one for one in group["members"] if one != gone]
        self._memory.groups.change([{**group, "members": left}])
        return Told(200, gone)

    def _loggers(self) -> dict[tuple[str, str], Answer]:
        shelf = self._memory.loggers
        one = "/logger-configs/{loggerAddress}"

        def add(asked: Asked) -> Told:
            shelf.add([asked.body])
            self._gateway.keep_logger(asked.body)
            return Told(201)

        def change(asked: Asked) -> Told:
            _same(asked, asked.path["loggerAddress"], "address")
            shelf.change([asked.body])
            self._gateway.keep_logger(asked.body)
            return Told(200)

        def remove(asked: Asked) -> Told:
            gone = shelf.remove(asked.path["loggerAddress"])
            self._gateway.loggers.pop(gone["address"])
            return Told(200, gone)

        def report(asked: Asked) -> Told:
            address = shelf.get(asked.path["loggerAddress"])["address"]
            return Told(200, self._gateway.snapshot(self._gateway.loggers[address]))

        return {
            ("POST", "/logger-configs"): add,
            ("PUT", one): change,
            ("DELETE", one): remove,
            ("GET", one): lambda asked: Told(
                200, shelf.get(asked.path["loggerAddress"])
            ),
            ("GET", "/log-reports/{loggerAddress}"): report,
            ("GET", "/log-reports/count"): lambda _: Told(
                200, sum(bool(one.waiting) for one in self._gateway.loggers.values())
            ),
        }

    def _override(self, asked: Asked) -> Told:
        addresses, command = (
            asked.body.get("addresses"),
            asked.body.get("targetCommand"),
        )
        if not addresses and command and command.get("reason") == "sensor":
            return self._sensed(command)
        if not addresses:
            raise RefusalError("overrideAddressNotValid", "no address is given")
        lamps = [
            lamp
            for one in addresses
            for lamp in self._memory.lamps_of(one, "overrideAddressNotValid")
        ]
        if command is not None:
            command = self._order(command)
        self._gateway.override(list(dict.fromkeys(lamps)), command, asked.request)
        return Told(202)

    def _sensed(self, command: Plain) -> Told:
        """Hear of a sensor elsewhere: programmes that speak of it do as it wants."""
        sensor = command.get("refAddress", "")
        if sensor not in self._memory.sensors_outside():
            raise RefusalError(
                "overrideAddressNotValid", f"no program speaks of {sensor}"
            )
        self._order(command)
        self._gateway.sense(sensor, command)
        return Told(202)

    def _order(self, command: Plain) -> Plain:
        """Prove that lamps can do a command. Raises RefusalError."""
        state = command["state"]
        if state["name"] not in {"LevelState", "BooleanState"} or "value" not in state:
            raise RefusalError("overrideCommandNotValid", "a lamp knows levels only")
        order = Override.of(command, self._gateway.now())
        if order.end_s <= order.start_s:
            raise RefusalError("overrideCommandNotValid", "it ends before it begins")
        return {**command, "reason": "override"}

    def _assign(self, asked: Asked) -> Told:
        entity, addresses = asked.body["entity"], asked.body["addresses"]
        if entity is None or entity["resource"] != "calendars":
            raise RefusalError(
                "assignmentEntityNotValid", "only calendars are assigned"
            )
        if not addresses:
            raise RefusalError("assignmentAddressNotValid", "no address is given")
        if entity["address"] and entity["address"] not in self._memory.calendars.kept:
            raise RefusalError(
                "relatedResourceNotFound",
                f"there is no {entity['address']}",
                resource="calendars",
                address=entity["address"],
            )
        lamps = [
            lamp
            for one in addresses
            for lamp in self._memory.lamps_of(one, "assignmentAddressNotValid")
        ]
        self._memory.assign(lamps, entity["address"])
        self._assigned.append(asked.body)
        for lamp in dict.fromkeys(lamps):
            self._gateway.happen(
                Happening(lamp, "lamp", "calendarChange", self._gateway.now())
            )
        self._gateway.step()
        return Told(201)


def _constant(
    resource: str, key: str, variable: str, documents: Sequence[Plain]
) -> Iterator[tuple[tuple[str, str], Answer]]:
    """Yield answers about what never changes."""

    def get(asked: Asked) -> Told:
        wanted = asked.path[variable]
        for one in documents:
            if one[key] == wanted:
                return Told(200, one)
        raise RefusalError(
            "resourceNotFound",
            f"there is no {wanted}",
            resource=resource,
            address=wanted,
        )

    yield ("GET", f"/{resource}"), lambda _: Told(200, documents)
    yield ("GET", f"/{resource}/count"), lambda _: Told(200, len(documents))
    yield ("GET", f"/{resource}/{{{variable}}}"), get


def _shelved(shelf: Shelf, variable: str) -> Iterator[tuple[tuple[str, str], Answer]]:
    """Yield answers about a shelf."""
    all_, one = f"/{shelf.resource}", f"/{shelf.resource}/{{{variable}}}"

    def change(asked: Asked) -> Told:
        shelf.get(asked.path[variable])
        _same(asked, asked.path[variable], shelf.key)
        return Told(200, shelf.change([asked.body])[0])

    yield ("GET", all_), lambda _: Told(200, list(shelf.kept.values()))
    yield ("GET", f"{all_}/count"), lambda _: Told(200, len(shelf.kept))
    yield ("POST", all_), lambda asked: Told(201, shelf.add(asked.body))
    yield ("PUT", all_), lambda asked: Told(200, shelf.change(asked.body))
    yield ("GET", one), lambda asked: Told(200, shelf.get(asked.path[variable]))
    yield ("PUT", one), change
    yield ("DELETE", one), lambda asked: Told(200, shelf.remove(asked.path[variable]))


def _same(asked: Asked, wanted: str, key: str) -> None:
    """Prove that path and document name the same. Raises RefusalError."""
    if asked.body[key] != wanted:
        raise RefusalError("payloadError", f"{key} is not {wanted}")
