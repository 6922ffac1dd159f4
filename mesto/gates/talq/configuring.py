"""Attributes of devices that the city writes, and whether they are written. Pure.

Source: TALQ 2.7.1, Device and the scopes of attributes: configuration and operational
are written by the CMS, measurements and events by the gateway.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mesto.gates.talq.standard import Document, Shape, check, scope_of, type_of
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Value

WRITTEN: Final = ("configuration", "operational")  #: scopes
#: By function, its id or type, and by attribute, what is wanted.
Wanted: TypeAlias = Mapping[str, Mapping[str, Value]]


def read_wanted(value: object) -> Wanted:
    """Read what a command wants. Raises Malformed."""
    if not isinstance(value, Mapping) or not value:
        raise Malformed("configure takes attributes by function", value=value)
    for function, attributes in value.items():
        if not isinstance(attributes, Mapping) or not attributes:
            raise Malformed(f"{function} takes values by attribute", value=value)
    return value


def patch_of(device: Document, wanted: Wanted) -> dict[str, Any]:
    """Return the partial Device that writes attributes.

    Raises Malformed where the device has no such function, the standard no such
    attribute, or the gateway alone may say it.
    """
    patch = {
        **{name: device[name] for name in ("address", "name", "class")},
        "functions": [_function(device, name, of) for name, of in wanted.items()],
    }
    check(patch, Shape("Device"))
    return patch


def added(
    address: str, name: str, told: Document, wanted: Mapping[str, Mapping[str, Value]]
) -> dict[str, Any]:
    """Return the Device that is added to a gateway.

    told: its DeviceClass, which says what functions it has
    wanted: attributes, as in `patch_of`

    Raises Malformed as `patch_of` does.
    """
    bare: dict[str, Any] = {
        "address": address,
        "name": name,
        "class": told["name"],
        "functions": [
            {"id": one["functionId"], "type": one["type"]}
            for one in told.get("functions", ())
        ],
    }
    written = {one["id"]: one for one in patch_of(bare, wanted)["functions"]}
    functions = [written.get(one["id"], one) for one in bare["functions"]]
    device = {**bare, "functions": functions}
    check(device, Shape("Device"))
    return device


def shows(device: Mapping[str, Any], patch: Mapping[str, Any]) -> bool:
    """Tell whether a device has what a patch wants of it."""
    there = {one["id"]: one for one in device.get("functions", ())}
    return all(
        there.get(function["id"], {}).get(name, {}).get("value") == told["value"]
        for function in patch["functions"]
        for name, told in function.items()
        if isinstance(told, Mapping)
    )


def _function(
    device: Document, name: str, attributes: Mapping[str, Value]
) -> dict[str, Any]:
    found = [
        one for one in device.get("functions", ()) if name in (one["id"], one["type"])
    ]
    if not found:
        raise Malformed(f"device {device['address']} has no function {name}")
    function = found[0]
    return {
        "id": function["id"],
        "type": function["type"],
        **{
            attribute: _written(str(function["type"]), attribute, value)
            for attribute, value in attributes.items()
        },
    }


def _written(function: str, attribute: str, value: Value) -> dict[str, Any]:
    scope = scope_of(function, attribute)
    if scope is None:
        raise Malformed(f"{function} has no {attribute}")
    if scope.lower() not in WRITTEN:
        raise Malformed(f"{attribute} of {function} is for the gateway to say")
    kind = type_of(function, attribute)
    level = kind == "AttributeLevelState" and not isinstance(value, Mapping)
    told = {"name": "LevelState", "value": value} if level else value
    return {"type": kind, "value": told}
