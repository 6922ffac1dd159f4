"""The devices of an estate as a gateway describes them before its CMS says anything."""

from collections.abc import Iterator, Mapping

from mesto.simulator.talq import contract, words
from mesto.simulator.talq.estate import Estate, Thing
from mesto.simulator.talq.words import CLASSES, Plain, function_of

VENDOR = "Mesto Simulator"
SOFTWARE = "2.7.1-sim"
RETRY_S = 5.0


def devices_of(estate: Estate, gateway: Mapping[str, str]) -> Iterator[Plain]:
    """Yield the devices of an estate with what is configured of them."""
    own = {
        "gateway": {**gateway, "retryPeriod": RETRY_S, "vendor": VENDOR, "crlUrn": ""}
    }
    own["time"] = {"timeZone": str(estate.zone)}
    yield _device(estate.gateway, words.GATEWAY, own)
    yield _device(
        estate.twilight,
        words.TWILIGHT,
        {"photocell": {"onLevel": 35.0, "offLevel": 60.0}},
    )
    for cabinet in estate.cabinets:
        yield _device(cabinet, words.CABINET, {})
    for one in estate.luminaires:
        kind = words.SENSING if one.senses else words.LUMINAIRE
        yield _device(one.thing, kind, {})


def _device(thing: Thing, kind: str, told: Mapping[str, Mapping[str, object]]) -> Plain:
    longitude, latitude = thing.place
    basic = {
        "displayName": thing.sign,
        "assetId": thing.sign,
        "swVersion": SOFTWARE,
        "location": {"latitude": latitude, "longitude": longitude},
    }
    functions = [
        {"id": identifier, "type": type_}
        | {
            name: {"type": contract.kind_of(type_, name), "value": value}
            for name, value in {**told, "basic": basic}.get(identifier, {}).items()
        }
        for identifier, (type_, _) in CLASSES[kind].items()
    ]
    return complete(
        {
            "address": thing.address,
            "name": thing.sign,
            "class": kind,
            "functions": functions,
        }
    )


def complete(device: Plain) -> Plain:
    """Give a lamp what every lamp has before anyone configures it."""
    lamp = function_of(device, "lamp")
    if lamp is not None:
        full = {"type": "AttributeLevelState", "value": words.level_state(100)}
        lamp.setdefault("defaultLightState", full)
        lamp.setdefault("calendarID", {"type": "AttributeString", "value": ""})
    radio = function_of(device, "radio")
    if radio is not None:
        where = device["address"].replace("-", "")[:16]
        radio.setdefault("physicalAddress", {"type": "AttributeString", "value": where})
    return device
