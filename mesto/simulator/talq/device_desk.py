"""What a gateway does with requests about its devices."""

from collections.abc import Sequence

from mesto.simulator.talq import contract
from mesto.simulator.talq.asked import Answer, Asked, Told
from mesto.simulator.talq.gateway import Gateway
from mesto.simulator.talq.manners import Misdeed
from mesto.simulator.talq.refusal import RefusalError
from mesto.simulator.talq.words import Plain, function_of, named

USUAL_LIMIT = 100  #: devices on a page


class DeviceDesk:
    """All answers about devices, by method and path."""

    def __init__(self, gateway: Gateway) -> None:
        """Sit down at a gateway."""
        self._gateway = gateway
        self._memory = gateway.memory
        one = "/devices/{deviceAddress}"
        self.answers: dict[tuple[str, str], Answer] = {
            ("GET", "/devices"): self._list_devices,
            ("GET", "/devices/count"): self._count_devices,
            ("POST", "/devices"): self._add_devices,
            ("PUT", "/devices"): self._put_devices,
            ("PATCH", "/devices"): lambda asked: self._patch(asked.body),
            ("GET", one): lambda asked: Told(200, self._document(asked)),
            ("PATCH", one): lambda asked: self._patch([asked.body]),
            ("DELETE", one): self._remove_device,
            ("GET", f"{one}/{{functionId}}"): self._get_function,
            ("PATCH", f"{one}/{{functionId}}"): self._patch_function,
            ("GET", f"{one}/{{functionId}}/{{attributeName}}"): self._get_attribute,
            ("PATCH", f"{one}/{{functionId}}/{{attributeName}}"): self._patch_attribute,
        }

    def _list_devices(self, asked: Asked) -> Told:
        found = self._filtered(asked)
        if not {"offset", "limit"} & set(asked.query):
            return Told(200, [self._gateway.document(one) for one in found])
        offset = int(asked.query.get("offset", ["0"])[0])
        limit = int(asked.query.get("limit", [str(USUAL_LIMIT)])[0])
        page = found[offset : offset + limit]
        return Told(
            200,
            [self._gateway.document(one) for one in page],
            {
                "pagination-count": str(len(page)),
                "pagination-defaultLimit": str(USUAL_LIMIT),
                "pagination-offset": str(offset),
                "pagination-totalCount": str(len(found)),
            },
        )

    def _count_devices(self, asked: Asked) -> Told:
        lie = Misdeed.CONTRADICTORY in self._gateway.misdeeds
        return Told(200, len(self._filtered(asked)) + lie)

    def _filtered(self, asked: Asked) -> list[str]:
        said = asked.query.get("deviceClasses", ())
        classes = {part for one in said for part in one.split(",")}
        devices = self._memory.devices.values()
        return [
            one["address"] for one in devices if not classes or one["class"] in classes
        ]

    def _document(self, asked: Asked) -> Plain:
        return self._gateway.document(asked.path["deviceAddress"])

    def _add_devices(self, asked: Asked) -> Told:
        new = self._memory.add_devices(asked.body)
        self._gateway.add_lamps(new)
        return Told(201, [self._gateway.document(one["address"]) for one in new])

    def _put_devices(self, asked: Asked) -> Told:
        new = self._memory.replace_devices(asked.body)
        return Told(200, [self._gateway.document(one["address"]) for one in new])

    def _patch(self, devices: Sequence[Plain]) -> Told:
        self._gateway.patch(devices)
        return Told(200)

    def _remove_device(self, asked: Asked) -> Told:
        gone = self._document(asked)
        self._memory.remove_device(gone["address"])
        self._gateway.field.lamps.pop(gone["address"], None)
        return Told(200, gone)

    def _function(self, asked: Asked) -> Plain:
        identifier = asked.path["functionId"]
        found = function_of(self._document(asked), identifier)
        if found is None:
            raise RefusalError(
                "resourceNotFound",
                f"there is no function {identifier}",
                resource="devices",
                address=f"{asked.path['deviceAddress']}/{identifier}",
            )
        return found

    def _get_function(self, asked: Asked) -> Told:
        found = self._function(asked)
        scopes = asked.query.get("attributeScope")
        if not scopes:
            return Told(200, found)
        few = {
            name: value
            for name, value in named(found)
            if contract.scope(found["type"], name) == scopes[0]
        }
        return Told(200, {"id": found["id"], "type": found["type"], **few})

    def _patch_function(self, asked: Asked) -> Told:
        self._function(asked)
        if asked.body["id"] != asked.path["functionId"]:
            raise RefusalError("payloadError", "the function has another id")
        return self._patch([{**self._head(asked), "functions": [asked.body]}])

    def _get_attribute(self, asked: Asked) -> Told:
        return Told(200, self._attribute(asked)[1])

    def _patch_attribute(self, asked: Asked) -> Told:
        found, _ = self._attribute(asked)
        one = {
            "id": found["id"],
            "type": found["type"],
            asked.path["attributeName"]: asked.body,
        }
        return self._patch([{**self._head(asked), "functions": [one]}])

    def _attribute(self, asked: Asked) -> tuple[Plain, Plain]:
        name, function = asked.path["attributeName"], self._function(asked)
        if name not in dict(named(function)):
            raise RefusalError("resourceNotFound", f"there is no attribute {name}")
        return function, function[name]

    def _head(self, asked: Asked) -> Plain:
        whole = self._memory.device(asked.path["deviceAddress"])
        return {name: whole[name] for name in ("address", "name", "class")}
