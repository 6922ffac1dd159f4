"""A town of doubtful sensors, from its seed."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from random import Random
from typing import TypeVar

from mesto.bench.waste.doubtful.building import build, spoil
from mesto.bench.waste.doubtful.speech import Speech
from mesto.bench.waste.doubtful.things import DAY_S, DAYS, HOUR_S, Bin, Said, Truth
from mesto.domains.waste.sensors.course import WINDOW_S, Course, Emptied
from mesto.domains.waste.sensors.kinds import Kind
from mesto.domains.waste.sensors.look import Beside

T = TypeVar("T")


class DoubtfulTown:
    """A town, what is wrong with its sensors, and all they said in a hundred days."""

    def __init__(self, seed: int, containers: int = 240) -> None:
        """Build the town, spoil some sensors, and let it live."""
        dice = Random(seed)
        self.bins = build(dice, containers)
        truths = list(spoil(dice, self.bins))
        self.said: Mapping[str, Said] = Speech(dice, self.bins).all()
        by_urn = {one.urn: one for one in self.bins}
        for one in truths:
            one.sure = one.sure and self._shows(by_urn, one)
        self.truths = truths

    def beside(self) -> dict[str, Beside]:
        """Return where each container stands, by the inventory."""
        return {
            one.urn: Beside(isle=one.listed, fraction=one.fraction, place=one.place)
            for one in self.bins
        }

    def courses(self, now_s: float) -> Iterator[Course]:
        """Yield what is known of each container at a moment."""
        for urn in self.said:
            yield self.course(urn, now_s)

    def course(self, urn: str, now_s: float) -> Course:
        """Return what is known of one container at a moment."""
        said, since_s = self.said[urn], now_s - WINDOW_S
        return Course(
            urn=urn,
            now_s=now_s,
            levels=_cut(said.levels, since_s, now_s),
            temperatures=_cut(said.temperatures, since_s, now_s),
            batteries=_cut(said.batteries, since_s, now_s),
            states=_cut(said.states, since_s, now_s),
            strange=[one for _, one in _cut(said.strange, since_s, now_s)],
            seen=[one for one in said.seen if since_s <= one.at_s < now_s],
            emptied=[one for one in said.emptied if since_s <= one.at_s < now_s],
            period_s=said.period_s,
        )

    def alarms(self) -> list[tuple[float, str]]:
        """Return when a reading says what cannot wait, and of whom."""
        return sorted(
            (at_s + 1, urn)
            for urn, said in self.said.items()
            for at_s in (
                *(at_s for at_s, celsius in said.temperatures if celsius >= 60),  # °C
                *(at_s for at_s, state in said.states if state != "ok"),
            )
        )

    def _shows(self, bins: Mapping[str, Bin], truth: Truth) -> bool:
        """Tell whether enough was said that somebody could find it."""
        one = bins[truth.urn]
        sensor, said = one.sensor, self.said[truth.urn]
        end_s = min(truth.end_s, DAYS * DAY_S)
        told = [e for e in said.emptied if truth.begin_s < e.at_s < end_s - DAY_S]
        emptied = [
            at_s for at_s in one.emptied_s if truth.begin_s < at_s < end_s - DAY_S
        ]
        match truth.kind:
            case Kind.DRIFT:
                risen = sensor.size * (end_s - truth.begin_s) / DAY_S
                return risen >= 0.16 and len(emptied) >= 8  # enough to see
            case Kind.WRONG_HEIGHT if sensor.sort == 0:
                return len(emptied) >= 8  # enough to see
            case Kind.WRONG_HEIGHT:
                full = sum(look.level == 1.0 for look in said.seen)
                return len(said.seen) >= 16 and full >= 8  # enough to see
            case Kind.JAM | Kind.STUCK:
                held = sensor.held or 0.0
                looks = [
                    look
                    for look in said.seen
                    if truth.begin_s < look.at_s < end_s
                    and abs(look.level - held) >= 0.4  # no doubt
                ]
                level = held > 0.3 and (truth.kind is Kind.JAM or held < 0.97)
                return level and len(_really(told, one)) + len(looks) >= 4
            case Kind.SWAPPED:
                other = self.said[sensor.partner]
                alike = sum(
                    any(abs(e.at_s - o.at_s) < 8 * HOUR_S for o in other.emptied)
                    for e in told
                )
                return (
                    min(len(told), len(other.emptied)) >= 7  # enough to see
                    and alike < 0.4 * len(told)
                    and max(e.slack_s for e in (*told, *other.emptied)) < 6 * HOUR_S
                )
            case _:
                return True


def _really(told: list[Emptied], one: Bin) -> list[Emptied]:
    return [
        e
        for e in told
        if any(abs(e.at_s - at_s) <= e.slack_s for at_s in one.emptied_s)
    ]


def _cut(
    line: list[tuple[float, T]], since_s: float, until_s: float
) -> list[tuple[float, T]]:
    """Return what was said in [since, until)."""
    return line[
        bisect_left(line, since_s, key=_when) : bisect_left(line, until_s, key=_when)
    ]


def _when(said: tuple[float, object]) -> float:
    return said[0]
