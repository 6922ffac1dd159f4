"""All that stands in the street, living by its calendars, the sun and commands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from astral import Observer, sun

from mesto.simulator.almanac import sun_elevation_deg
from mesto.simulator.talq.estate import Estate, Luminaire
from mesto.simulator.talq.lamp import MAINS_V, Happening, Lamp, Plan
from mesto.simulator.talq.memory import Memory
from mesto.simulator.talq.programme import (
    OFF_LUX,
    ON_LUX,
    Surroundings,
    Wanted,
    active,
    programme_of,
    wanted,
)
from mesto.simulator.talq.words import Plain

_BRIGHT_DEG = 6.0  #: the sun this high is daylight
_LUX_PER_DEG = 400.0
_OWN_KW = 0.035  #: of a cabinet's electronics


class Field:
    """The street, moment by moment."""

    def __init__(self, estate: Estate, memory: Memory, at_s: float) -> None:
        """Stand in the street from a moment on."""
        self._estate = estate
        self._memory = memory
        self._at_s = at_s
        self._active: dict[str, bool] = {}  #: by programme, for hysteresis
        self._base_kwh = 5000.0
        self.doors: set[str] = set()  #: of cabinets, open
        #: commands that sensors elsewhere want, and until when, by their addresses
        self.outside: dict[str, tuple[Plain, float]] = {}
        self.lamps = {one.thing.address: Lamp(one, at_s) for one in estate.luminaires}
        self._twilight_on = self._lux(at_s) < ON_LUX

    def add(self, luminaire: Luminaire) -> None:
        """Hang up a lamp which the CMS has announced."""
        self.lamps[luminaire.thing.address] = Lamp(luminaire, self._at_s)

    def step(self, at_s: float) -> Iterator[Happening]:
        """Live until a moment, and yield what happens."""
        self._at_s = at_s
        yield from self._twilight(at_s)
        plans: dict[str, Plan | None] = {}
        for address, lamp in list(self.lamps.items()):
            calendar = self._memory.calendar_of(address)
            if calendar not in plans:
                plans[calendar] = self._plan(calendar, at_s)
            default = Plan(Wanted(self._memory.default_level(address)))
            yield from lamp.step(at_s, plans[calendar] or default)

    def shows(self, address: str) -> Mapping[str, Mapping[str, object]]:
        """Return what a device measures now, by function and attribute."""
        at_s = self._at_s
        here = datetime.fromtimestamp(at_s, self._estate.zone).isoformat()
        if address in self.lamps:
            return self.lamps[address].shows(at_s, here)
        if address == self._estate.twilight.address:
            on = "ON" if self._twilight_on else "OFF"
            return {
                "basic": {"currentTime": here},
                "photocell": {"photocellOutput": on},
                "light": {"lightLevel": round(self._lux(at_s), 1)},
            }
        for number, cabinet in enumerate(self._estate.cabinets):
            if cabinet.address == address:
                return self._cabinet(number, address, here)
        return {"basic": {"currentTime": here}, "time": {"currentTime": here}}

    def within(self, name: str, periods: Sequence[Plain]) -> bool:
        """Tell whether it is within one of some active periods; none are all the time.

        name: of what asks, for hysteresis
        """
        at = datetime.fromtimestamp(self._at_s, self._estate.zone)
        second = at.hour * 3600 + at.minute * 60 + at.second
        around = self._around(at, was_active=self._active.get(name, False))
        now = not periods or any(active(one, second, around) for one in periods)
        self._active[name] = now
        return now

    def _cabinet(
        self, number: int, address: str, here: str
    ) -> dict[str, dict[str, object]]:
        mine = [one for one in self.lamps.values() if one.luminaire.cabinet == number]
        power_kw = _OWN_KW + sum(one.power_w for one in mine) / 1000
        energy_kwh = self._base_kwh + sum(one.energy_kwh for one in mine)
        return {
            "basic": {"currentTime": here},
            "meter": {
                "totalPower": round(power_kw, 4),
                "totalActiveEnergy": round(energy_kwh, 6),
                "supplyVoltage": MAINS_V,
            },
            "cabinet": {"cabinetDoorOpen": address in self.doors},
        }

    def _plan(self, calendar: str, at_s: float) -> Plan | None:
        """Return what a calendar wants now; None where it wants nothing."""
        kept = self._memory.calendars.kept.get(calendar)
        at = datetime.fromtimestamp(at_s, self._estate.zone)
        name = programme_of(kept, at) if kept else None
        programme = self._memory.programmes.kept.get(name or "")
        if name is None or programme is None:
            return None
        active = self._active.get(name, False)
        now = wanted(programme, at, self._around(at, was_active=active))
        self._active[name] = now.active
        return Plan(now, name)

    def _around(self, at: datetime, *, was_active: bool) -> Surroundings:
        sunset_s, sunrise_s = _sun(
            self._estate.twilight.place, at.date(), str(self._estate.zone)
        )
        at_s = at.timestamp()

        def light(sensors: Sequence[str]) -> float:
            if any(one.endswith("photocell") for one in sensors):
                return float(self._twilight_on)
            return self._lux(at_s)

        return Surroundings(
            sunset_s=sunset_s,
            sunrise_s=sunrise_s,
            light=light,
            presence=self._seen(at_s),
            outside=self._said(at_s),
            value=self._value,
            was_active=was_active,
        )

    def _seen(self, at_s: float) -> Callable[[Sequence[str]], float]:
        """Return since when sensors see nobody; all of them where none is named."""

        def since(sensors: Sequence[str]) -> float:
            named = {one.split("/")[0] for one in sensors} or set(self.lamps)
            last = [self.lamps[one].seen_at_s for one in named & set(self.lamps)]
            return max(at_s - max(last, default=float("-inf")), 0.0)

        return since

    def _said(
        self, at_s: float
    ) -> Callable[[Sequence[str]], tuple[Plain, float] | None]:
        """Return what sensors elsewhere were said to want last, and since when not."""

        def last(sensors: Sequence[str]) -> tuple[Plain, float] | None:
            said = [self.outside[one] for one in sensors if one in self.outside]
            if not said:
                return None
            command, until_s = max(said, key=lambda one: one[1])
            return command, max(at_s - until_s, 0.0)

        return last

    def _value(self, address: str) -> object:
        """Return what an attribute of a device shows; of a state, its value."""
        device, _, rest = address.strip("/").partition("/")
        function, _, name = rest.partition("/")
        if device not in self._memory.devices:
            return None
        shown = self.shows(device).get(function, {}).get(name)
        return shown.get("value") if isinstance(shown, dict) else shown

    def _twilight(self, at_s: float) -> Iterator[Happening]:
        lux = self._lux(at_s)
        on = lux < OFF_LUX if self._twilight_on else lux < ON_LUX
        if on != self._twilight_on:
            self._twilight_on = on
            yield Happening(
                self._estate.twilight.address,
                "photocell",
                "photocellOutputOn",
                at_s,
                starts=on,
            )

    def _lux(self, at_s: float) -> float:
        """Return the light of the sky: nothing at night, much by day."""
        longitude, latitude = self._estate.twilight.place
        height_deg = float(sun_elevation_deg(at_s, latitude, longitude))
        return max(height_deg + _BRIGHT_DEG, 0.0) * _LUX_PER_DEG / _BRIGHT_DEG


@lru_cache(maxsize=1000)
def _sun(place: tuple[float, float], day: date, zone: str) -> tuple[float, float]:
    """Return sunset and sunrise of a day as seconds of the local day."""
    longitude, latitude = place
    observer = Observer(latitude, longitude)
    at = [
        reckon(observer, date=day, tzinfo=zone) for reckon in (sun.sunset, sun.sunrise)
    ]
    first, second = (one.hour * 3600 + one.minute * 60 + one.second for one in at)
    return float(first), float(second)
