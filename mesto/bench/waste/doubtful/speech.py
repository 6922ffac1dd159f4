"""What sensors and people say of containers that fill and are emptied."""

from collections.abc import Mapping, Sequence
from math import inf, pi, sin
from random import Random
from typing import Final

from mesto.bench.waste.doubtful.building import rounds
from mesto.bench.waste.doubtful.things import (
    DAY_S,
    DAYS,
    DEAD,
    HOUR_S,
    Bin,
    Said,
    Sensor,
    chance,
    within,
)
from mesto.domains.waste.sensors.course import Emptied, Seen, Strange
from mesto.domains.waste.sensors.kinds import Kind

WEEKDAYS: Final = (1.12, 0.92, 0.92, 0.95, 1.05, 1.10, 0.94)
STATES: Final[Mapping[Kind | None, str]] = {
    Kind.TIPPED: "dropped",
    Kind.MOVED: "moved",
    Kind.LID_OPEN: "lidOpen",
}
OUTLIERS: Final = 0.01  #: of the readings: an echo from somewhere
DAY_ONLY_S: Final = 14 * HOUR_S


class Speech:
    """All of a town, living and speaking."""

    def __init__(self, dice: Random, bins: Sequence[Bin]) -> None:
        """Let a hundred days pass."""
        self._dice = dice
        self._bins = bins
        self._by_urn = {one.urn: one for one in bins}
        self._summer = dice.uniform(0, 2 * pi)
        self._outages = self._draw_outages()
        self.said: dict[str, Said] = {one.urn: Said() for one in bins}
        for group, hours in rounds(dice, bins):
            self._tell_rounds(group, hours)
            for one in group:
                self._fill(one, hours)

    def all(self) -> Mapping[str, Said]:
        """Return all that is ever said, by URN."""
        for one in self._bins:
            self._taps(one)
            self._sensor_speaks(one)
            said = self.said[one.urn]
            wrong = chance(self._dice, 1 / 40)
            said.period_s = 0.0 if wrong else one.sensor.period_s
            said.emptied.sort()
        return self.said

    def _fill(self, one: Bin, hours: Sequence[float]) -> None:
        """Fill a container by the hour, and empty it when the lorry comes."""
        dice = self._dice
        level = dice.uniform(0, 0.7)
        comes = iter(hours)
        lorry = next(comes, inf)
        pace = 1.0
        for hour in range(24 * DAYS):
            if hour % 24 == 0:
                pace = dice.gammavariate(4, 0.25) * WEEKDAYS[hour // 24 % 7]
            by_day = 0.0 if within(hour * HOUR_S, one.closed_s) else pace
            busy = 1.7 if 6 <= hour % 24 < 22 else 0.0  # people sleep
            level += one.rate * by_day * busy / 24 * dice.uniform(0.3, 1.7)
            level *= 1 - one.settles / 24
            if hour <= lorry < hour + 1:
                level = one.dirt + dice.uniform(0, 0.06)
                one.emptied_s.append(lorry * HOUR_S)
                lorry = next(comes, inf)
            one.levels.append(min(level, 1.3))

    def _tell_rounds(self, group: Sequence[Bin], hours: Sequence[float]) -> None:
        """Let the contractor report: exactly, by the day, or never; and not all."""
        dice = self._dice
        way = dice.random()
        if way < 0.12:  # this one reports nothing
            return
        by_day = way < 0.24  # this one reports days
        for hour in hours:
            for one in group:
                if not chance(dice, 0.95):
                    continue
                told = hour + dice.uniform(-1, 1)
                slack_s = 3 * HOUR_S
                if by_day:
                    told, slack_s = 24 * (hour // 24) + 12, DAY_ONLY_S
                self.said[one.urn].emptied.append(Emptied(told * HOUR_S, slack_s))
        for one in group:  # reported, and not done
            for _ in range(3):
                if chance(dice, 0.15):
                    at_s = dice.uniform(5, DAYS - 1) * DAY_S
                    self.said[one.urn].emptied.append(Emptied(at_s))

    def _taps(self, one: Bin) -> None:
        """Let people say what they see, in quarters; now and then of another one."""
        dice = self._dice
        day = dice.uniform(0, 5)
        while one.watched and day < DAYS:
            level = min(one.levels[int(day * 24)], 1.0) + dice.gauss(0, 0.07)
            if chance(dice, 0.03):
                level = dice.random()
            quarter = min(max(round(level * 4) / 4, 0.0), 1.0)
            self.said[one.urn].seen.append(Seen(day * DAY_S, quarter))
            day += dice.uniform(1.5, 6)

    def _draw_outages(self) -> list[tuple[float, float, float, float]]:
        """Draw when gateways are silent, and to which longitude they reach."""
        dice = self._dice
        found = []
        for _ in range(4):
            west, begin_s = dice.uniform(14.41, 14.48), dice.uniform(5, 95) * DAY_S
            lasts_s = dice.uniform(5, 50) * HOUR_S
            found.append((west, west + 0.02, begin_s, begin_s + lasts_s))
        return found

    def celsius(self, one: Bin, at_s: float) -> float:
        """Return how warm it is in a container."""
        day = at_s / DAY_S
        season = 10 + 10 * sin(self._summer + 2 * pi * day / 365)
        weather = 3 * sin(day * 1.3 + self._summer)
        sun = sin(2 * pi * (day % 1 - 0.3))
        return season + weather + 5 * sun + one.lies_by * max(0.0, sun) ** 2

    def charge(self, sensor: Sensor, at_s: float) -> float:
        """Return what is left in the battery."""
        if at_s >= sensor.replaced_s:
            return 1.0 - sensor.a_day * (at_s - sensor.replaced_s) / DAY_S
        level = sensor.charge - sensor.a_day * at_s / DAY_S
        below_knee = sensor.knee and level < 0.25
        return 0.25 - 3 * (0.25 - level) if below_knee else level

    def _sensor_speaks(self, one: Bin) -> None:
        at_s = one.sensor.turn_s
        while at_s < DAYS * DAY_S:
            if not self._unheard(one, at_s):
                self._report(one, at_s)
            at_s += one.sensor.period_s * self._dice.uniform(0.98, 1.02)
        sensor = one.sensor
        if sensor.ill is Kind.FIRE:  # alarms are told at once, and again
            begin_s, end_s = sensor.ill_s
            for at in range(int(begin_s), int(end_s), 600):
                if not chance(self._dice, sensor.loss):
                    self._report(one, float(at))
        for at_s in one.emptied_s:  # the crew tips it: a sensor may say so
            if chance(self._dice, 0.15):
                self.said[one.urn].states.append((at_s, "dropped"))
                self.said[one.urn].states.append((at_s + 240, "ok"))
        said = self.said[one.urn]
        for line in (said.levels, said.temperatures, said.batteries, said.states):
            line.sort()

    def _unheard(self, one: Bin, at_s: float) -> bool:
        sensor = one.sensor
        ill = sensor.ill if within(at_s, sensor.ill_s) else None
        burnt = sensor.ill is Kind.FIRE and at_s >= sensor.ill_s[1]
        return (
            ill is Kind.SILENT
            or burnt
            or chance(self._dice, sensor.loss)
            or self.charge(sensor, at_s) <= DEAD
            or any(
                west <= one.place[0] < east and begin_s <= at_s < end_s
                for west, east, begin_s, end_s in self._outages
            )
        )

    def _report(self, one: Bin, at_s: float) -> None:
        dice, said, sensor = self._dice, self.said[one.urn], one.sensor
        ill = sensor.ill if within(at_s, sensor.ill_s) else None
        of = self._by_urn[sensor.partner] if ill is Kind.SWAPPED else one
        celsius = self.celsius(of, at_s)
        if ill is Kind.FIRE:
            celsius += dice.uniform(60, 300)
        if self._goes_mad(one, at_s, ill):
            return
        said.levels.append((at_s, self._level(of, sensor, at_s, ill, celsius)))
        said.temperatures.append((at_s, round(celsius + dice.gauss(0, 0.3), 1)))
        if sensor.tells_battery:
            told = self.charge(sensor, at_s) + 0.002 * (celsius - 15)
            if ill is Kind.BROKEN and sensor.sort == 2:  # its counter jumps
                told = dice.choice((0.15, 0.5, 0.95))
            noisy = min(max(told + dice.gauss(0, 0.004), 0.0), 1.0)
            said.batteries.append((at_s, round(noisy, 2)))
        said.states.append((at_s, STATES.get(ill, "ok")))

    def _goes_mad(self, one: Bin, at_s: float, ill: Kind | None) -> bool:
        """Say what cannot be, if it does; rarely, sound sensors do, too."""
        dice, sensor, said = self._dice, one.sensor, self.said[one.urn]
        if ill is Kind.BROKEN and sensor.sort == 0 and chance(dice, 0.12):
            value = dice.choice((2.55, -1.0, 6.5535))
            said.strange.append((at_s, Strange(at_s, "level", value)))
            return True
        if ill is Kind.BROKEN and sensor.sort == 1 and chance(dice, 0.3):
            late = Strange(at_s + 365 * DAY_S, "clock", 0.4)
            said.strange.append((at_s, late))
            return True
        if chance(dice, 0.0004):
            said.strange.append((at_s, Strange(at_s, "level", 2.55)))
            return True
        return False

    def _level(
        self, of: Bin, sensor: Sensor, at_s: float, ill: Kind | None, celsius: float
    ) -> float:
        dice = self._dice
        true = min(of.levels[int(at_s / HOUR_S)], 1.0)
        read = true + sensor.heap * 4 * true * (1 - true)
        if ill is Kind.WRONG_HEIGHT:
            read = self._wrongly_mounted(sensor, read)
        if ill is Kind.DRIFT:
            read += sensor.size * (at_s - sensor.ill_s[0]) / DAY_S
        if ill is Kind.JAM:
            if sensor.held is None:
                sensor.held = dice.uniform(0.5, 1.0)
            read = sensor.held
        read += dice.gauss(0, sensor.noise) + sensor.a_degree * (celsius - 15)
        if chance(dice, OUTLIERS):
            read = dice.random()
        wet = sensor.sort == 0 or celsius < self.celsius(
            of, at_s - at_s % DAY_S + 43_200
        )
        if ill is Kind.NOISY and wet and chance(dice, 0.5):
            sign = 1 if sensor.sort else dice.choice((-1, 1))
            read += sign * dice.uniform(0.5, 1) * 2 * sensor.size
        if ill is Kind.TIPPED:
            read = dice.uniform(0.6, 1.0)
        read = min(max(round(read / sensor.step) * sensor.step, 0.0), 1.0)
        if ill is Kind.STUCK:
            if sensor.held is None:
                sensor.held = read
            read = sensor.held
        return round(read, 4)

    @staticmethod
    def _wrongly_mounted(sensor: Sensor, level: float) -> float:
        """Reckon the level by a depth that is too great, or from too high an eye."""
        if sensor.sort == 0:
            return sensor.size + (1 - sensor.size) * level
        return (1 - sensor.size) * level
