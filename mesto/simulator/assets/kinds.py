"""The nouns of a town's equipment. Numbers are places in the tuples of `Assets`."""

from dataclasses import dataclass
from enum import StrEnum

from mesto.simulator.life.charging import Connector
from mesto.simulator.life.parking import Use
from mesto.simulator.town import LonLat

USUAL_DEPTH_MM = 1450  #: of a container, from the sensor to the bottom


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Where something stands."""

    location: LonLat
    street: int  #: id of the street it stands by
    district: int  #: id of the street's district


@dataclass(frozen=True, kw_only=True, slots=True)
class Lamp:
    """A lamp on its pole."""

    site: Site
    feeder: int
    gateway: int  #: of the radio network
    edge: int  #: of the town, which it lights
    along_m: float  #: from where the edge begins
    luminaire: int  #: place in LUMINAIRES
    in_service_s: float  #: since when
    rated_w: float
    height_m: float
    switch_deg: float  #: the sun's elevation at which it switches


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A lit piece of a street between two junctions."""

    edge: int  #: of the town
    lighting_class: str  #: EN 13201-2
    width_m: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Feeder:
    """A cable that leaves a cabinet and carries some dozens of lamps."""

    site: Site
    cabinet: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Cabinet:
    """A cabinet that switches and meters its feeders."""

    site: Site
    gateway: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Isle:
    """A few containers side by side."""

    site: Site
    underground: bool


class Waste(StrEnum):
    """What a container is for, in the words of Smart Data Models."""

    MIXED = "other"
    PAPER = "paper"
    PLASTIC = "plastic"
    GLASS = "glass"


@dataclass(frozen=True, kw_only=True, slots=True)
class Container:
    """A waste container; most have a level sensor under the lid."""

    site: Site
    isle: int
    sensed: bool
    gateway: int
    waste: Waste
    volume_l: int
    depth_mm: int  #: from the sensor to the bottom
    daily_fill: float
    round_days: int  #: a bit for each weekday the lorry comes, Monday lowest
    fortnightly: int  #: 0 every week, 1 even weeks, 2 odd weeks
    turn: float  #: place in the round, in [0, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class CarPark:
    """A car park off the street or a row of spots along one."""

    site: Site
    on_street: bool
    spots: int
    use: Use
    garage: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ParkingSpot:
    """One spot with a sensor of its own."""

    site: Site
    car_park: int
    gateway: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Station:
    """A charging station."""

    site: Site
    car_park: int  #: -1: by the kerb
    connectors: tuple[Connector, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """A traffic counter in the carriageway."""

    site: Site
    daily_cars: float
    lanes: int
    free_speed_kmh: float
    bearing: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AirStation:
    """An air quality station."""

    site: Site
    traffic: float
    stoves: float
    industry: float


@dataclass(frozen=True, kw_only=True, slots=True)
class WeatherStation:
    """A weather station."""

    site: Site


@dataclass(frozen=True, kw_only=True, slots=True)
class Gateway:
    """An antenna that hears the LoRaWAN devices around it."""

    location: LonLat


@dataclass(frozen=True, kw_only=True)
class Assets:
    """Everything a town owns that speaks."""

    lamps: tuple[Lamp, ...]
    segments: tuple[Segment, ...]
    feeders: tuple[Feeder, ...]
    cabinets: tuple[Cabinet, ...]
    isles: tuple[Isle, ...]
    containers: tuple[Container, ...]
    car_parks: tuple[CarPark, ...]
    parking_spots: tuple[ParkingSpot, ...]
    stations: tuple[Station, ...]
    counters: tuple[Counter, ...]
    air_stations: tuple[AirStation, ...]
    weather_stations: tuple[WeatherStation, ...]
    gateways: tuple[Gateway, ...]
