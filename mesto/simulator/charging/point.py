"""How one station lives: cars come and go, draw what they may, and things fail. Pure.

What it has to say is yielded as `Said`, which each version of OCPP puts into words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.chance import Chance
from mesto.simulator.charging.makers import Bought
from mesto.simulator.charging.place import ONE_PHASE_KW, Car, Place, meter_before
from mesto.simulator.charging.profiles import Profile, place_kw, whole_kw
from mesto.simulator.life.charging import (
    TURNOVER_S,
    Connector,
    Session,
    sessions_of_day,
)
from mesto.simulator.life.incidents import Incident

LOOK_S: Final = 5.0  #: so often it looks at its places
EVENING_S: Final = 9 * HOUR_S  #: before midnight
STAY: Final = 0.7  #: share of who comes then and stays till morning
METER_S: Final = 60.0  #: so often the meter of who charges is told
#: Words of OCPP 1.6 for what fails.
ERRORS: Final = (
    *("GroundFailure", "ConnectorLockFailure", "PowerMeterFailure"),
    *("OverCurrentFailure", "HighTemperature", "EVCommunicationError"),
)


@dataclass(frozen=True)
class Status:
    """A place is another way than before."""

    place: Place
    status: str
    error: str
    at_s: float


@dataclass(frozen=True)
class Turn:
    """A transaction begins, tells its meter or its state, or ends."""

    what: str  #: Started, Updated, Ended
    place: int
    car: Car
    at_s: float
    status: str  #: of the place, in the words of OCPP 1.6
    register_kwh: float
    power_kw: float
    currents_a: tuple[float, ...]
    fast: bool
    why: str = ""  #: it ends, in OCPP 1.6's words
    metered: bool = False  #: it is told by the clock


Said: TypeAlias = Status | Turn
#: Who comes to a connector on the day that begins at a moment.
Coming: TypeAlias = Callable[[Chance, Connector, float], Sequence[Session]]


class Point:
    """One station."""

    def __init__(
        self,
        bought: Bought,
        chance: Chance,
        cards: Sequence[str],
        coming: Coming = sessions_of_day,
    ) -> None:
        """Stand there, with nobody at it yet."""
        self._coming = coming
        self.bought = bought
        self.firmware = bought.firmware
        self.places = [Place(connector=one) for one in bought.connectors]
        self.profiles: dict[int, Profile] = {}
        self._chance = chance
        self._draws = chance.stream("cars at chargers")
        self._cards = cards
        self._days: dict[int, tuple[float, Sequence[tuple[float, Session, int]]]] = {}
        self._gone: set[str] = set()  #: keys of transactions that are over
        self._cured: set[int] = set()  #: slots of incidents a restart has ended
        self._fault: Incident | None = None
        self._at_s = 0.0

    def place(self, number: int) -> Place | None:
        """Return a place by its number."""
        return next((one for one in self.places if one.number == number), None)

    def step(self, at_s: float, fault: Incident | None) -> Iterator[Said]:
        """Live on until a moment; yield what it has to say.

        fault: what is broken there now
        """
        passed_s = at_s - self._at_s if self._at_s else 0.0
        metered = at_s // METER_S > self._at_s // METER_S
        self._at_s = at_s
        self._fault = fault if fault and fault.slot not in self._cured else None
        for place in self.places:
            broken = self._broken(place)
            if broken and place.car and place.car.running:
                yield self._end(place, "Other")
            place.broken = broken
            yield from self._come_and_go(place)
        self._share(passed_s)
        for place in self.places:
            yield from self._tell(place, metered=metered)

    def states(self) -> Iterator[Said]:
        """Yield how all places are, as after a start."""
        for place in self.places:
            place.said = ("", "")
            yield from self._tell(place, metered=True)

    def stop(self, place: Place, why: str) -> Iterator[Said]:
        """End the transaction at a place; the car still stands there."""
        if place.car and place.car.running:
            yield self._end(place, why)
            yield from self._tell(place, metered=False)

    def restart(self, why: str) -> Iterator[Said]:
        """End all transactions, and be well again where that helps."""
        for place in self.places:
            yield from self.stop(place, why)
        if self._fault and self._fault.slot % 2 == 0:
            self._cured.add(self._fault.slot)

    def begin(self, place: Place, card: str, at_s: float) -> Iterator[Said]:
        """Let somebody charge who was let in from afar; needs a car there."""
        car = place.car
        if car is None or car.running or place.broken:
            return
        again = f"{car.key}-{int(at_s) % 100_000}"
        left = Session(0, at_s, car.session.full_s, car.session.end_s, car.wish_kw or 7)
        place.car = Car(
            session=left,
            card=card,
            key=again,
            meter_kwh=car.meter_kwh + car.given_kwh,
            given_kwh=0.0,
            three=car.three,
            from_charge=car.charge,
        )
        yield self._turn("Started", place)

    def serve(self, place: Place, *, open_: bool) -> str:
        """Take a place in or out of service; return OCPP's word for how that went."""
        charging = place.car is not None and place.car.running
        if not open_ and charging:
            place.closes = True
            return "Scheduled"
        place.open, place.closes = open_, False
        return "Accepted"

    def _broken(self, place: Place) -> str:
        """Return what is broken at a place; most faults are of one place only."""
        if self._fault is None:
            return ""
        slot = self._fault.slot
        if slot % 3 == 0 or slot % len(self.places) + 1 == place.number:
            return ERRORS[slot % len(ERRORS)]
        return ""

    def _come_and_go(self, place: Place) -> Iterator[Said]:
        car = place.car
        if car and self._at_s >= car.session.end_s:
            if car.running:
                yield self._end(place, "EVDisconnected")
            place.car = None
        if place.car is None and place.closes:
            place.open, place.closes = False, False
        if place.car is None and place.open and not place.broken:
            for earlier, session, day in self._sessions(place):
                if session.start_s <= self._at_s < session.end_s:
                    yield from self._arrive(place, session, earlier, day)

    def _arrive(
        self, place: Place, session: Session, earlier_kwh: float, day: int
    ) -> Iterator[Said]:
        key = f"{self.bought.number}-{place.number}-{day}-{session.number}"
        keys = (self.bought.number, place.number, day, session.number)
        lot = float(self._draws.uniform(*keys, 1))
        midnight_s = day * DAY_S - HOUR_S
        place.car = Car(
            session=session,
            card=self._cards[int(lot * len(self._cards))],
            key=key,
            meter_kwh=meter_before(place.connector, midnight_s, earlier_kwh),
            given_kwh=session.energy_at_kwh(self._at_s),
            three=place.connector.fast or session.power_kw > ONE_PHASE_KW,
            from_charge=0.1 + 0.4 * float(self._draws.uniform(*keys, 2)),
            running=key not in self._gone,
            seen_s=self._at_s,
        )
        if place.car.running:
            place.draw(None, 0.0)
            yield self._turn("Started", place, at_s=session.start_s)

    def _share(self, passed_s: float) -> None:
        """Let each car draw what it may, and all together what the station may."""
        profiles = self.profiles.values()
        whole = whole_kw(profiles, self._at_s)
        wishes = sum(one.car.wish_kw for one in self.places if one.car)
        for place in self.places:
            own = place_kw(profiles, place.number, self._at_s)
            if whole is not None and place.car and wishes > whole:
                part = whole * place.car.wish_kw / wishes
                own = part if own is None else min(own, part)
            came = place.car is not None and place.car.seen_s == self._at_s
            place.draw(own, 0.0 if came else passed_s)

    def _tell(self, place: Place, *, metered: bool) -> Iterator[Said]:
        now = place.status, place.broken or "NoError"
        changed = now != place.said
        if changed:
            place.said = now
            yield Status(place, *now, self._at_s)
        if place.car and place.car.running and (metered or changed):
            yield self._turn("Updated", place, metered=metered)

    def _end(self, place: Place, why: str) -> Turn:
        car = place.car
        assert car is not None
        turn = self._turn("Ended", place, why=why)
        car.running = False
        self._gone.add(car.key)
        place.power_kw = 0.0
        self.profiles = {
            number: one
            for number, one in self.profiles.items()
            if one.purpose != "TxProfile" or one.place != place.number
        }
        return turn

    def _turn(
        self,
        what: str,
        place: Place,
        *,
        why: str = "",
        at_s: float | None = None,
        metered: bool = False,
    ) -> Turn:
        car = place.car
        assert car is not None
        begun = what == "Started"
        return Turn(
            what=what,
            place=place.number,
            car=car,
            at_s=self._at_s if at_s is None else at_s,
            status=place.status,
            register_kwh=car.meter_kwh if begun else place.register_kwh,
            power_kw=0.0 if begun else place.power_kw,
            currents_a=place.currents_a,
            fast=place.connector.fast,
            why=why,
            metered=metered,
        )

    def _sessions(self, place: Place) -> Sequence[tuple[float, Session, int]]:
        """Return who comes today, with what those before them were to get.

        Days are those of winter time all year, so that each has 24 hours.
        """
        day = int((self._at_s + HOUR_S) // DAY_S)
        known = self._days.get(place.number)
        if known is None or known[0] != day:
            before, today, after = (
                self._of_day(place, one) for one in (day - 1, day, day + 1)
            )
            found = [
                *self._overnight(place, before, today)[-1:],
                *self._overnight(place, today, after),
            ]
            known = self._days[place.number] = (day, found)
        return known[1]

    def _overnight(
        self,
        place: Place,
        today: list[tuple[float, Session, int]],
        after: list[tuple[float, Session, int]],
    ) -> list[tuple[float, Session, int]]:
        """Let who comes to a slow connector in the evening mostly stay till morning."""
        if not today or place.connector.fast:
            return today
        earlier, last, day = today[-1]
        midnight_s = (day + 1) * DAY_S - HOUR_S
        keys = (self.bought.number, place.number, day)
        lot = float(self._draws.uniform(*keys, 3))
        if last.start_s < midnight_s - EVENING_S or lot > STAY:
            return today
        leaves_s = midnight_s + (5.5 + 3 * lot) * HOUR_S
        if after:
            leaves_s = min(leaves_s, after[0][1].start_s - TURNOVER_S)
        stays = replace(last, end_s=max(last.end_s, leaves_s))
        return [*today[:-1], (earlier, stays, day)]

    def _of_day(self, place: Place, day: int) -> list[tuple[float, Session, int]]:
        earlier, found = 0.0, []
        midnight_s = day * DAY_S - HOUR_S
        for one in self._coming(self._chance, place.connector, midnight_s):
            found.append((earlier, one, day))
            earlier += one.energy_at_kwh(one.full_s)
        return found
