"""How mesto reaches the town's devices: connections, and the devices behind them.

The settings are what an integrator would write for these systems by hand.
"""

from collections.abc import Iterator, Mapping

from mesto.simulator.assets import Assets
from mesto.simulator.assets.kinds import USUAL_DEPTH_MM
from mesto.simulator.charging.makers import digest_of, password_of
from mesto.simulator.devices import chirpstack, em400_mud, lamp, parking, things_stack
from mesto.simulator.inventory.entities import Inventory
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.stating import Entity, link, prop
from mesto.simulator.inventory.waste import vehicle_urns

OWN_BROKER = "mqtt://embedded"  #: mesto's embedded broker; mesto knows its port and key

LORAWAN = "lorawan"
LORAWAN_PARKING = "lorawan-parking"
TRAFFIC = "traffic"
CHARGING = "charging"
CABINETS = "lighting-cabinets"
VEHICLES = "vehicles"
AIR = "air"

_TIME = {"time": "time", "serial": "$topic.serial", "entity": "{$device.entity}"}


def connections(names: Names, assets: Assets) -> Iterator[Entity]:
    """Yield the connections of a town's devices."""
    yield _connection(
        LORAWAN,
        "lorawan",
        OWN_BROKER,
        {
            "topics": [f"application/{chirpstack.APPLICATION}/device/+/event/+"],
            "network": "chirpstack",
            "application": chirpstack.APPLICATION,
            "depths": _depths(names, assets),
            "downlinks": {"spreading_factor": 9, "gateways": len(assets.gateways)},
        },
    )
    application = f"{things_stack.APPLICATION}@{things_stack.TENANT}"
    yield _connection(
        LORAWAN_PARKING,
        "lorawan",
        OWN_BROKER,
        {
            "topics": [f"v3/{application}/devices/+/up"],
            "network": "things_stack",
            "application": application,
        },
    )
    for name, mappings in (
        (TRAFFIC, [_TRAFFIC]),
        (CABINETS, [_CABINET, _FEEDER]),
        (VEHICLES, [_VEHICLE]),
    ):
        topics = [
            str(mapping["topic"]).replace("{serial}", "+") for mapping in mappings
        ]
        settings = {"topics": topics, "mappings": mappings}
        yield _connection(name, "mqtt", OWN_BROKER, settings)
    yield _connection(CHARGING, "ocpp", "ocpp:", {})


def air_connection(town: str, feed_url: str) -> Entity:
    """Return the connection to the air stations.

    feed_url: where their operator publishes
    """
    return _connection(AIR, "http_pull", feed_url, _air(town))


def past_connection(
    kind: str, columns: Mapping[str, str], read: str = "number"
) -> Entity:
    """Return the connection that takes the past of a type of entity as CSV.

    columns: unit by attribute; the sheet has `id` and `time` before them
    read: what its cells are
    """
    mapping = {
        "entity": "{id}",
        "type": kind,
        "time": "time",
        "attributes": [
            _mapped(name, name, unit, read=read) for name, unit in columns.items()
        ],
    }
    layout = {"delimiter": ",", "encoding": "utf-8"}
    settings = {"mapping": mapping, "layout": layout}
    return _connection(past_of(kind), "csv", "webhook:", settings)


def past_of(kind: str) -> str:
    """Return the name of the connection that takes the past of a type."""
    return f"past-{kind.lower()}"


class Devices:
    """The devices that speak for the town's assets."""

    def __init__(self, inventory: Inventory, assets: Assets) -> None:
        """Describe the devices of an inventory."""
        self._names = inventory.names
        self._assets = assets

    def entities(self) -> Iterator[Entity]:
        """Yield a Device for each asset that does not speak NGSI-LD itself."""
        for number in range(len(self._assets.counters)):
            yield self._device("TrafficFlowObserved", number, TRAFFIC)
        for number in range(len(self._assets.stations)):
            station = self._device("EVChargingStation", number, CHARGING)
            identity = self._names.serial("EVChargingStation", number)
            password = password_of(self._names, identity)
            salt = identity.encode().rjust(16, b"-")[:16]
            yield station | {"passwordDigest": prop(digest_of(password, salt))}
        for number, urn in enumerate(vehicle_urns(self._names)):
            tracker = self._device("Vehicle", number, VEHICLES)
            yield tracker | {"controlledAsset": link(urn)}
        for number in range(len(self._assets.cabinets)):
            yield self._device("StreetlightControlCabinet", number, CABINETS)
        for number in range(len(self._assets.feeders)):
            yield self._device("StreetlightFeeder", number, CABINETS)
        for number, container in enumerate(self._assets.containers):
            if container.sensed:
                yield self._device(
                    "WasteContainer", number, LORAWAN, em400_mud.MAKER, em400_mud.NAME
                )
        for number in range(len(self._assets.parking_spots)):
            yield self._device(
                "ParkingSpot", number, LORAWAN_PARKING, parking.MAKER, parking.NAME
            )
        for number in range(len(self._assets.lamps)):
            yield self._device("Streetlight", number, LORAWAN, lamp.MAKER, lamp.NAME)

    def _device(
        self,
        kind: str,
        number: int,
        connection: str,
        maker: str = "",
        profile: str = "",
    ) -> Entity:
        serial = self._names.serial(kind, number, maker)
        radio: Entity = {"deviceProfile": prop(profile)} if profile else {}
        meter: Entity = {"category": prop(["meter"])} if connection == CABINETS else {}
        return {
            "id": f"urn:ngsi-ld:Device:{self._names.town}-{serial}",
            "type": "Device",
            "serialNumber": prop(serial),
            "controlledAsset": link(self._names.urn(kind, number)),
            "connection": prop(connection),
            **radio,
            **meter,
        }


def _depths(names: Names, assets: Assets) -> Mapping[str, Mapping[str, float]]:
    """Say how deep containers are: the usual, and by device those that are not."""

    def depth(mm: int) -> Mapping[str, float]:
        return {"empty_m": mm / 1000, "full_m": em400_mud.FULL_MM / 1000}

    usual = {em400_mud.NAME.replace("-", "_"): depth(USUAL_DEPTH_MM)}
    return usual | {
        names.serial("WasteContainer", number, em400_mud.MAKER): depth(one.depth_mm)
        for number, one in enumerate(assets.containers)
        if one.sensed and one.depth_mm != USUAL_DEPTH_MM
    }


def _connection(
    name: str, gate: str, url: str, settings: Mapping[str, object]
) -> Entity:
    return {
        "id": f"urn:ngsi-ld:Connection:{name}",
        "type": "Connection",
        "gate": prop(gate),
        "url": prop(url),
        "settings": {"type": "JsonProperty", "json": settings},
        "enabled": prop(value=True),
    }


def _mapped(name: str, path: str, unit: str = "", **more: object) -> dict[str, object]:
    """Write one attribute of a mapping."""
    return {"name": name, "path": path} | ({"unit": unit} if unit else {}) | more


_TRAFFIC: Mapping[str, object] = {
    "topic": "traffic/{serial}/flow",
    "type": "TrafficFlowObserved",
    **_TIME,
    "attributes": [
        _mapped("intensity", "cars"),
        _mapped("averageVehicleSpeed", "speed_kmh", "KMH"),
        _mapped("occupancy", "occupancy_percent", scale=0.01),
        _mapped("congested", "jam"),
        _mapped("dateObservedFrom", "from", read="time"),
        _mapped("dateObservedTo", "time", read="time"),
    ],
}
_CABINET: Mapping[str, object] = {
    "topic": "lighting/cabinets/{serial}",
    "type": "StreetlightControlCabinet",
    **_TIME,
    "attributes": [
        *(
            _mapped(f"{name}{phase}", f"{path}.{place}", unit, **more)
            for place, phase in enumerate("RST")
            for name, path, unit, more in (
                ("voltage", "u", "VLT", {}),
                ("intensity", "i", "AMP", {}),
                ("activePower", "p", "KWT", {"scale": 0.001}),
            )
        ),
        _mapped("totalActivePower", "p_total", "KWT", scale=0.001),
        _mapped("energyConsumed", "wh", "KWH", scale=0.001),
        _mapped("doorOpen", "door"),
        _mapped("workingMode", "mode"),
    ],
}
_FEEDER: Mapping[str, object] = {
    "topic": "lighting/feeders/{serial}",
    "type": "StreetlightFeeder",
    **_TIME,
    "attributes": [
        _mapped("phaseVoltage", "u", "VLT"),
        _mapped("phaseCurrent", "i", "AMP"),
        _mapped("totalActivePower", "p_total", "KWT", scale=0.001),
        _mapped("powerState", "state"),
    ],
}

_VEHICLE: Mapping[str, object] = {
    "topic": "vehicles/{serial}/position",
    "type": "Vehicle",
    **_TIME,
    "attributes": [
        {
            "name": "location",
            "longitude": "gps.lon",
            "latitude": "gps.lat",
            "kind": "GeoProperty",
        },
        _mapped("speed", "gps.speed", "KMH"),
        _mapped("heading", "gps.heading", "DD"),
    ],
}


def _air(town: str) -> Mapping[str, object]:
    """Write how the feed of the air stations is read."""
    gases = {"NO2": "no2", "PM10": "pm10", "PM2_5": "pm25", "O3": "o3", "SO2": "so2"}
    return {
        "every_s": 60,
        "allow_private": True,
        "mapping": {
            "records": "stations",
            "entity": f"urn:ngsi-ld:AirQualityObserved:{town}-{{code}}",
            "type": "AirQualityObserved",
            "time": "measured",
            "attributes": [
                *(_mapped(name, f"values.{gas}", "GQ") for gas, name in gases.items()),
                _mapped("co", "values.CO", "GQ"),
                _mapped("temperature", "temperature", "CEL"),
                _mapped("relativeHumidity", "humidity", scale=0.01),
            ],
        },
    }
