"""What devices say, before it is put into any protocol. Times are the town's."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True, slots=True)
class LampReading:
    """A lamp controller's report."""

    lamp: int
    at_s: float
    level: float  #: told to the driver, in [0, 1]
    power_w: float
    energy_kwh: float
    voltage_v: float
    power_factor: float
    temperature_c: float
    failed: bool  #: told to burn and does not
    ordered: bool  #: the level is an order, not the calendar's
    parts: tuple[bool, bool] = (True, True)  #: whether health, and meters, are told


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplyReading:
    """A meter's report, of a cabinet or of one of its feeders."""

    number: int
    at_s: float
    voltages_v: tuple[float, float, float]
    powers_w: tuple[float, float, float]
    energy_kwh: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CabinetReading(SupplyReading):
    """A cabinet's report."""

    door_open: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FeederReading(SupplyReading):
    """A feeder's report."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BinReading:
    """A level sensor's report."""

    container: int
    at_s: float
    distance_mm: float
    temperature_c: float
    battery: float
    tilted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SpotReading:
    """A parking sensor's report."""

    spot: int
    at_s: float
    taken: bool
    changed: bool
    temperature_c: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CarParkReading:
    """A car park's report."""

    car_park: int
    at_s: float
    occupied: int
    spots: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowReading:
    """A traffic counter's report about the last quarter of an hour."""

    counter: int
    at_s: float
    cars: int
    speed_kmh: float
    occupancy: float
    congested: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WeatherReading:
    """A weather station's report."""

    station: int
    at_s: float
    temperature_c: float
    humidity: float
    pressure_hpa: float
    wind_mps: float
    gust_mps: float
    wind_from_deg: float
    rain_mm: float  #: in the last hour
    solar_w_m2: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AirReading:
    """An air quality station's hourly means, µg/m3."""

    station: int
    at_s: float
    no2: float
    pm10: float
    pm25: float
    o3: float
    so2: float
    co: float
    temperature_c: float
    humidity: float


@dataclass(frozen=True, kw_only=True, slots=True)
class LorryReading:
    """A tracker's report. Its time is the world's."""

    vehicle: int
    at_s: float
    place: tuple[float, float]  #: longitude and latitude
    speed_kmh: float
    heading_deg: float  #: from north, clockwise


#: What travels by LoRaWAN.
RadioReading: TypeAlias = LampReading | BinReading | SpotReading
Reading: TypeAlias = (
    RadioReading
    | CabinetReading
    | FeederReading
    | CarParkReading
    | FlowReading
    | WeatherReading
    | LorryReading
)
