"""Each asset as an NGSI-LD entity, with what never changes about it.

Names and ranges follow Smart Data Models: Streetlighting, WasteManagement, Parking,
Transportation, Environment, Weather, Device.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import inf

from mesto.simulator.assets import Assets
from mesto.simulator.assets.grid import grid_of
from mesto.simulator.assets.kinds import CarPark, Container, Isle, Site, Waste
from mesto.simulator.inventory.grid import Wiring
from mesto.simulator.inventory.names import Names
from mesto.simulator.inventory.selling import card_groups
from mesto.simulator.inventory.stating import Entity, day, link, place, prop
from mesto.simulator.inventory.streets import models, segments
from mesto.simulator.inventory.waste import collection, of_container
from mesto.simulator.kinds import StreetKind
from mesto.simulator.town import Town

LAMP_PERIOD_S = 1800
CONTAINER_PERIOD_S = 3600
MINUTES_S = 300
CABINET_A = 63  #: fuse of a lighting cabinet, on each phase
FEEDER_A = 25  #: and of each of its cables
CONDUCTORS_MM2 = (16, 10, 6)  #: of cables of lamps, as they were laid

_LAMP_PLACES = {
    StreetKind.PEDESTRIAN: "pedestrianPath",
    StreetKind.PATH: "park",
    StreetKind.SERVICE: "parking",
}


def kind_of_park(park: CarPark) -> str:
    """Return the entity type of a car park."""
    return "OnStreetParking" if park.on_street else "OffStreetParking"


class Inventory:
    """The entities of one town's assets."""

    def __init__(self, town: Town, assets: Assets) -> None:
        """Describe the assets of a town."""
        self.names = Names.of(town)
        self._town = town
        self._assets = assets
        self.grid = grid_of(assets, town.plane)

    def entities(self) -> Iterator[Entity]:
        """Yield every asset, the few and big ones first."""
        yield from self.stations_of_air_and_weather()
        yield from self.traffic()
        yield from self.parking()
        yield from self.charging()
        yield from self.cards()
        yield from self.waste()
        yield from self.lighting()

    def stations_of_air_and_weather(self) -> Iterator[Entity]:
        """Yield air quality and weather stations."""
        for number, weather in enumerate(self._assets.weather_stations):
            yield self._asset("WeatherObserved", number, weather.site, period_s=600)
        for number, air in enumerate(self._assets.air_stations):
            yield self._asset("AirQualityObserved", number, air.site, period_s=900) | {
                "typeofLocation": prop("outdoor")
            }

    def traffic(self) -> Iterator[Entity]:
        """Yield traffic counters."""
        for number, counter in enumerate(self._assets.counters):
            yield self._asset(
                "TrafficFlowObserved", number, counter.site, period_s=MINUTES_S
            ) | {
                "laneId": prop(1),
                "bearing": prop(counter.bearing, "DD"),
                "maximumAllowedSpeed": prop(counter.free_speed_kmh, "KMH"),
            }

    def parking(self) -> Iterator[Entity]:
        """Yield car parks, then the single spots that have a sensor."""
        sensed = defaultdict(list)
        for number, spot in enumerate(self._assets.parking_spots):
            sensed[spot.car_park].append(self.names.urn("ParkingSpot", number))
        for number, park in enumerate(self._assets.car_parks):
            yield self._car_park(number, park, sensed[number])
        for number, spot in enumerate(self._assets.parking_spots):
            yield self._asset("ParkingSpot", number, spot.site, period_s=2 * 3600) | {
                "category": prop(["onStreet"]),
                "refParkingSite": link(self.urn_of_park(spot.car_park)),
            }

    def charging(self) -> Iterator[Entity]:
        """Yield what stations hang on, the stations, and their places."""
        wiring = Wiring(self.names, self.grid)
        yield from wiring.connections()
        for number, station in enumerate(self._assets.stations):
            fast = any(connector.fast for connector in station.connectors)
            most_kw = max(connector.power_kw for connector in station.connectors)
            sockets = ["CCS/SAE", "Type2"] if fast else ["Type2"]
            code = self.names.code("EVChargingStation", number)
            at_park: Entity = (
                {"refParkingSite": link(self.urn_of_park(station.car_park))}
                if station.car_park >= 0
                else {}
            )
            yield self._asset(
                "EVChargingStation", number, station.site, period_s=600
            ) | {
                "stationName": prop(f"{code} {self._street(station.site)}".strip()),
                "capacity": prop(len(station.connectors)),
                "socketNumber": prop(len(station.connectors)),
                "socketType": prop(sockets),
                "allowedVehicleType": prop(["car"]),
                "powerRating": prop(most_kw, "KWT"),
                **wiring.of_station(number),
                **at_park,
            }
        yield from wiring.places(self._assets)

    def cards(self) -> Iterator[Entity]:
        """Yield the cards that drivers charge with."""
        for card, whose in card_groups(self.names):
            yield {
                "id": f"urn:ngsi-ld:EVChargingToken:{card.lower()}",
                "type": "EVChargingToken",
                "idToken": prop(card),
                "tokenType": prop("ISO14443"),
                "status": prop("Accepted"),
                **whose,
            }

    def waste(self) -> Iterator[Entity]:
        """Yield isles and their containers."""
        members = defaultdict(list)
        for number, container in enumerate(self._assets.containers):
            members[container.isle].append(self.names.urn("WasteContainer", number))
        for number, isle in enumerate(self._assets.isles):
            yield self._asset("WasteContainerIsle", number, isle.site) | {
                "features": prop(
                    ["underground" if isle.underground else "containerFix"]
                ),
                "refWasteContainer": link(members[number]),
            }
        yield from collection(self.names, self._town, self._assets)
        for number, container in enumerate(self._assets.containers):
            isle = self._assets.isles[container.isle]
            yield self._container(number, container, isle)

    def lighting(self) -> Iterator[Entity]:
        """Yield streets and models, then cabinets, feeders and lamps."""
        yield from models(self.names, self._assets)
        yield from segments(self.names, self._town, self._assets)
        hang: defaultdict[int, int] = defaultdict(int)
        metered_s: defaultdict[int, float] = defaultdict(lambda: inf)
        for lamp in self._assets.lamps:
            hang[lamp.feeder] += 1
            cabinet_of = self._assets.feeders[lamp.feeder].cabinet
            metered_s[cabinet_of] = min(metered_s[cabinet_of], lamp.in_service_s)
        for number, cabinet in enumerate(self._assets.cabinets):
            yield self._asset(
                "StreetlightControlCabinet", number, cabinet.site, period_s=MINUTES_S
            ) | {
                "workingMode": prop("automatic"),
                "cupboardMadeOf": prop("metal"),
                "features": prop(["astronomicalClock", "individualControl"]),
                "dateMeteringStarted": prop(day(metered_s[number])),
                "maximumCurrent": prop(CABINET_A, "AMP"),
            }
        for number, feeder in enumerate(self._assets.feeders):
            yield self._asset(
                "StreetlightFeeder", number, feeder.site, period_s=MINUTES_S
            ) | {
                "numStreetlight": prop(hang[number]),
                "maximumCurrent": prop(FEEDER_A, "AMP"),
                "conductorCrossSection": prop(CONDUCTORS_MM2[number % 3]),
                "conductorMaterial": prop("copper" if number % 3 else "aluminium"),
                "refStreetlightControlCabinet": link(
                    self.names.urn("StreetlightControlCabinet", feeder.cabinet)
                ),
            }
        for number in range(len(self._assets.lamps)):
            yield self._lamp(number)

    def urn_of_park(self, number: int) -> str:
        """Return the URN of a car park."""
        kind = kind_of_park(self._assets.car_parks[number])
        return self.names.urn(kind, number)

    def _lamp(self, number: int) -> Entity:
        lamp = self._assets.lamps[number]
        feeder = self._assets.feeders[lamp.feeder]
        street = self._town.streets[lamp.site.street]
        return self._asset("Streetlight", number, lamp.site, period_s=LAMP_PERIOD_S) | {
            "powerRating": prop(lamp.rated_w, "WTT"),
            "lanternHeight": prop(lamp.height_m, "MTR"),
            "locationCategory": prop(_LAMP_PLACES.get(street.kind, "sidewalk")),
            "controllingMethod": prop("individual"),
            "circuit": prop(self.names.code("StreetlightFeeder", lamp.feeder)),
            "feederID": link(self.names.urn("StreetlightFeeder", lamp.feeder)),
            "refStreetlightControlCabinet": link(
                self.names.urn("StreetlightControlCabinet", feeder.cabinet)
            ),
            "refStreetlightModel": link(
                self.names.urn("StreetlightModel", lamp.luminaire)
            ),
            "refRoadSegment": link(self.names.urn("RoadSegment", lamp.edge)),
            "segmentPosition": prop(lamp.along_m, "MTR"),
            "dateServiceStarted": prop(day(lamp.in_service_s)),
        }

    def _container(self, number: int, container: Container, isle: Isle) -> Entity:
        category = "underground" if isle.underground else "ground"
        period_s = CONTAINER_PERIOD_S if container.sensed else 0
        return self._asset(
            "WasteContainer", number, container.site, period_s=period_s
        ) | {
            **of_container(self.names, container),
            "storedWasteKind": prop(container.waste.value),
            "storedWasteOrigin": prop(
                "municipal" if container.waste is Waste.MIXED else "household"
            ),
            "category": prop([category]),
            "binCapacity": prop(container.volume_l, "LTR"),
            "depth": prop(container.depth_mm, "MMT"),
            "refWasteContainerIsle": link(
                self.names.urn("WasteContainerIsle", container.isle)
            ),
        }

    def _car_park(self, number: int, park: CarPark, sensed: Sequence[str]) -> Entity:
        layout = "parkingGarage" if park.garage else "ground"
        off_street: Entity = {
            "layout": prop(["multiStorey" if park.garage else "surface"])
        }
        spots: Entity = {"refParkingSpot": link(list(sensed))} if sensed else {}
        code = self.names.code(kind_of_park(park), number)
        return (
            self._asset(kind_of_park(park), number, park.site, period_s=600)
            | {
                "name": prop(f"{code} {self._street(park.site)}".strip()),
                "totalSpotNumber": prop(park.spots),
                "category": prop(
                    ["public", "feeCharged"] if park.on_street else ["public", layout]
                ),
                "allowedVehicleType": prop(["car"]),
                "occupancyDetectionType": prop(
                    ["singleSpaceDetection" if sensed else "balancing"]
                ),
            }
            | ({} if park.on_street else off_street)
            | spots
        )

    def _asset(
        self, kind: str, number: int, site: Site, *, period_s: int = 0
    ) -> Entity:
        """Write what every asset has."""
        entity: Entity = {
            "id": self.names.urn(kind, number),
            "type": kind,
            "name": prop(self.names.code(kind, number)),
            "location": place("Point", list(site.location)),
            "address": prop(self._address(site)),
        }
        if period_s:
            entity["reportingPeriod"] = prop(period_s, "SEC")
        return entity

    def _address(self, site: Site) -> Mapping[str, str]:
        return {
            "streetAddress": self._street(site),
            **self._district(site),
            "addressLocality": self.names.locality,
            "addressCountry": self.names.country.upper(),
        }

    def _district(self, site: Site) -> Mapping[str, str]:
        """Name the district a site is in; nothing outside all of them."""
        if site.district < 0:
            return {}
        names = self._town.districts[site.district].name
        return {"district": names.get(self.names.language, "")}

    def _street(self, site: Site) -> str:
        """Return the name of the street a site is in; empty where it has none."""
        return self._town.streets[site.street].name.get(self.names.language, "")
