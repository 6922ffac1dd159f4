"""One place to charge and the car at it. Pure."""

from dataclasses import dataclass, field
from typing import Final

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.life.charging import Connector, Session

LEAST_KW: Final = 1.38  #: 6 A on one phase; below, a car does not charge at all
ONE_PHASE_KW: Final = 4.6
VOLTS: Final = 230.0


@dataclass(kw_only=True)
class Car:
    """A car at a place, from plug in to plug out."""

    session: Session
    card: str
    key: str  #: of its transaction, the same whenever it is asked
    meter_kwh: float  #: where the place's meter was when it came
    given_kwh: float
    three: bool  #: it charges on three phases
    from_charge: float  #: of its battery, share, when it came
    seen_s: float = 0.0  #: when the station first saw it
    running: bool = True  #: its transaction goes on
    transaction: str = ""  #: as it is called between station and city

    @property
    def whole_kwh(self) -> float:
        """What it came for."""
        return self.session.energy_at_kwh(self.session.full_s)

    @property
    def full(self) -> bool:
        """Whether it takes no more."""
        return self.given_kwh >= self.whole_kwh - 0.01

    @property
    def wish_kw(self) -> float:
        """What it would draw; batteries take less towards the end."""
        if self.full or not self.running:
            return 0.0
        left = 1 - self.given_kwh / self.whole_kwh
        return self.session.power_kw * min(1.0, 0.25 + 3 * left)

    @property
    def charge(self) -> float:
        """How full its battery is, share."""
        return self.from_charge + (0.9 - self.from_charge) * (
            self.given_kwh / max(self.whole_kwh, 0.01)
        )


@dataclass(kw_only=True)
class Place:
    """A place to charge."""

    connector: Connector
    car: Car | None = None
    open: bool = True  #: in service
    closes: bool = False  #: as soon as nobody charges
    broken: str = ""  #: OCPP 1.6's word
    power_kw: float = 0.0
    limit_kw: float | None = None
    said: tuple[str, str] = field(default=("", ""))  #: status and error, as last told

    @property
    def number(self) -> int:
        """As the station counts it, from 1."""
        return self.connector.number

    @property
    def status(self) -> str:
        """Its status, in the words of OCPP 1.6."""
        if self.broken:
            return "Faulted"
        if self.car is None:
            return "Available" if self.open else "Unavailable"
        if not self.car.running:
            return "Finishing"
        if self.power_kw > 0:
            return "Charging"
        return "SuspendedEV" if self.car.full else "SuspendedEVSE"

    @property
    def register_kwh(self) -> float:
        """What its meter shows."""
        return self.car.meter_kwh + self.car.given_kwh if self.car else 0.0

    @property
    def currents_a(self) -> tuple[float, ...]:
        """What flows, by phase."""
        three = self.car is None or self.car.three
        phases = 3 if three else 1
        return (self.power_kw * 1000 / VOLTS / phases,) * phases

    def draw(self, allowed_kw: float | None, passed_s: float) -> None:
        """Let time pass, then draw what is allowed; less than the least is nothing."""
        car = self.car
        if car is None or self.broken:
            self.power_kw = 0.0
            return
        if passed_s > 0:
            more = self.power_kw * passed_s / HOUR_S
            car.given_kwh = min(car.given_kwh + more, car.whole_kwh)
        wish = car.wish_kw
        granted = wish if allowed_kw is None else min(wish, allowed_kw)
        enough = granted >= min(LEAST_KW, wish)
        self.power_kw = granted if enough and wish > 0 else 0.0
        self.limit_kw = allowed_kw


def meter_before(connector: Connector, midnight_s: float, earlier_kwh: float) -> float:
    """Return where a meter is when a session begins.

    earlier_kwh: what sessions of the day before it were to give

    By the day it runs ahead of what is drawn, so that it never falls, whenever the
    station starts anew.
    """
    days = midnight_s / DAY_S - 19_000
    return round(days * 60.0 * connector.daily + earlier_kwh, 3)
