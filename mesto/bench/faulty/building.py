"""Building a faulty town, and making it ill."""

from collections.abc import Sequence
from itertools import accumulate
from math import inf
from random import Random

from mesto.bench.faulty.reality import PROGRAMMES
from mesto.bench.faulty.things import (
    CABINETS,
    HOUR_S,
    LASTS_S,
    LINES,
    PERIOD_S,
    RELAY,
    SPOT,
    STUCK,
    Box,
    Bulb,
    Line,
    Span,
    Truth,
    chance,
)
from mesto.domains.lighting.faults.kinds import Kind

#: Which illness, how many lamps, in how many ways.
LAMP_ILLS: Sequence[tuple[Kind, int, int]] = (
    (Kind.LAMP_FAILURE, 6, 1),
    (Kind.DRIVER_FAILURE, 6, 3),
    (Kind.CYCLING, 5, 1),
    (Kind.DAY_BURNING, 4, 2),
    (Kind.LOW_POWER_FACTOR, 4, 1),
    (Kind.PARTLY_DARK, 5, 1),
    (Kind.UNLIKE_MODEL, 6, 1),
    (Kind.FUSE_BLOWN, 3, 1),
    (Kind.COMMUNICATION_LOST, 4, 1),
)


class Builder:
    """Draws a town from dice, and its faults."""

    def __init__(self, dice: Random) -> None:
        """Build the town, write its inventory wrongly here and there, make it ill."""
        self._dice = dice
        self.truths: list[Truth] = []
        self.orders: list[tuple[str, Span]] = []
        self.boxes = [self._box(number) for number in range(CABINETS)]
        self._lines = [line for box in self.boxes for line in box.lines]
        self._bulbs = [bulb for line in self._lines for bulb in line.bulbs]
        self._hang_some_elsewhere()
        self._make_ill()
        self._excuse()

    def _excuse(self) -> None:
        """Let it be said of a lamp that it burns by day where its street cannot be."""
        for bulb in self._bulbs:
            line = bulb.line
            if bulb.listed is line:
                continue
            street = bulb.ill is Kind.DAY_BURNING
            span = bulb.ill_s if street else line.cabinet.clock_s
            self.truths.append(Truth(bulb.urn, Kind.DAY_BURNING, *span, sure=False))

    def _box(self, number: int) -> Box:
        dice = self._dice
        box = Box(
            urn=f"urn:ngsi-ld:StreetlightControlCabinet:{number}",
            east=SPOT[0] + 0.02 * number,
            dips=[dice.uniform(0, LASTS_S) for _ in range(8)],
        )
        for at in range(LINES):
            line = Line(
                urn=f"urn:ngsi-ld:StreetlightFeeder:{number}-{at}",
                cabinet=box,
                metered=chance(dice, 0.75),
            )
            sodium, programme = chance(dice, 0.2), dice.randrange(len(PROGRAMMES))
            rated_w = dice.choice((35.0, 52.0, 70.0, 100.0, 150.0))
            rows = dice.randrange(12, 23)
            line.bulbs = [
                self._bulb(line, row, rated_w, programme, sodium=sodium)
                for row in range(rows)
            ]
            box.lines.append(line)
        return box

    def _bulb(
        self, line: Line, row: int, rated_w: float, programme: int, *, sodium: bool
    ) -> Bulb:
        dice = self._dice
        return Bulb(
            urn=f"urn:ngsi-ld:Streetlight:{line.urn.rpartition(':')[2]}-{row}",
            row=row,
            line=line,
            listed=line,
            rated_w=rated_w,
            full_w=rated_w * min(max(dice.gauss(0.97, 0.04), 0.86), 1.1),
            floor=dice.uniform(0.02, 0.12),
            sodium=sodium,
            programme=programme,
            loss=0.3 if chance(dice, 1 / 30) else dice.uniform(0.01, 0.12),
            halves=chance(dice, 0.4),
            tells_failure=chance(dice, 0.5),
            turn_s=dice.uniform(0, PERIOD_S),
        )

    def _hang_some_elsewhere(self) -> None:
        for bulb in self._bulbs:
            if chance(self._dice, 1 / 60):
                near = chance(self._dice, 0.8)
                among = bulb.line.cabinet.lines if near else self._lines
                bulb.listed = self._dice.choice(among)

    def _make_ill(self) -> None:
        dice = self._dice
        boxes = dice.sample(self.boxes, CABINETS)
        self._make_box_dark(boxes[0])
        self._lose_phase(boxes[1])
        self._burn_by_clock(boxes[2])
        boxes[3].muted_s = self._span(2 * HOUR_S)
        boxes[4].lit_s = (22 * HOUR_S, 25 * HOUR_S)
        self.orders.append((boxes[4].urn, boxes[4].lit_s))
        self._cut(dice.choice(boxes[3].lines))
        self._cut(dice.choice(boxes[4].lines))
        self._make_line_dark(boxes[5].lines[0])
        self._maintain(boxes[6].lines[0])
        door = boxes[7]
        door.door_s = self._span(HOUR_S)
        self._true(door.urn, Kind.DOOR_OPEN, door.door_s)
        self._burn_street(boxes[7].lines[1])
        sound = [
            bulb
            for box in boxes[3:]
            for line in box.lines
            if line.cut_s[0] == line.dead_s[0] == inf and not line.maintained
            for bulb in line.bulbs
            if bulb.ill is None and bulb.listed is bulb.line
        ]
        dice.shuffle(sound)
        for ill, count, sorts in LAMP_ILLS:
            for sort in range(count):
                self._sicken(sound.pop(), ill, sort % sorts)

    def _sicken(self, bulb: Bulb, kind: Kind, sort: int) -> None:
        dice = self._dice
        if kind is Kind.DRIVER_FAILURE and sort == STUCK:
            bulb.sodium, bulb.programme = False, 0
        ends_s = 46 * HOUR_S if chance(dice, 0.2) else inf
        bulb.ill, bulb.sort = kind, sort
        bulb.ill_s = (dice.uniform(12 * HOUR_S, 27 * HOUR_S), ends_s)
        bulb.share = dice.uniform(0.5, 0.8)
        if kind is Kind.CYCLING:
            spans = (x for _ in range(400) for x in ((120, 600), (200, 1500)))
            lengths = (dice.uniform(*span) for span in spans)
            bulb.flips_s = list(accumulate(lengths, initial=bulb.ill_s[0]))
        if kind is Kind.UNLIKE_MODEL:
            factor = dice.choice((dice.uniform(0.3, 0.65), dice.uniform(1.5, 2.6)))
            bulb.rated_w *= factor
            bulb.ill_s = (0.0, inf)
        if kind in {Kind.COMMUNICATION_LOST, Kind.FUSE_BLOWN, Kind.DAY_BURNING}:
            bulb.ill_s = (bulb.ill_s[0], inf)
        self._true(bulb.urn, kind, bulb.ill_s)
        if kind is Kind.DAY_BURNING and sort == RELAY:  # nor does it follow its level
            may = Truth(bulb.urn, Kind.DRIVER_FAILURE, *bulb.ill_s, sure=False)
            self.truths.append(may)

    def _make_box_dark(self, box: Box) -> None:
        box.dead_s = self._span(inf)
        under = [b.urn for line in box.lines for b in line.bulbs]
        self._true(
            box.urn,
            Kind.SUPPLY_LOST,
            box.dead_s,
            hides=[*under, *(line.urn for line in box.lines)],
        )

    def _make_line_dark(self, line: Line) -> None:
        line.dead_s = self._span(inf)
        hides = [b.urn for b in line.bulbs]
        self._true(line.urn, Kind.SUPPLY_LOST, line.dead_s, hides=hides)

    def _cut(self, line: Line) -> None:
        line.cut_s = self._span(inf)
        line.cut_row = self._dice.randrange(2, len(line.bulbs) - 3)
        hides = [b.urn for b in line.bulbs if b.row >= line.cut_row]
        self._true(line.urn, Kind.CABLE_CUT, line.cut_s, hides=hides)

    def _lose_phase(self, box: Box) -> None:
        box.phase_s = self._span(inf)
        hides = [
            *(line.urn for line in box.lines),
            *(b.urn for line in box.lines for b in line.bulbs if b.row % 3 == 0),
        ]
        self._true(box.urn, Kind.PHASE_LOSS, box.phase_s, hides=hides)

    def _burn_by_clock(self, box: Box) -> None:
        box.clock_s = (self._dice.uniform(10 * HOUR_S, 20 * HOUR_S), inf)
        self._true(
            box.urn, Kind.DAY_BURNING, box.clock_s, hides=[x.urn for x in box.lines]
        )

    def _burn_street(self, line: Line) -> None:
        span = (self._dice.uniform(10 * HOUR_S, 20 * HOUR_S), inf)
        for bulb in line.bulbs:
            bulb.ill, bulb.ill_s, bulb.sort = Kind.DAY_BURNING, span, 0
        self._true(line.urn, Kind.DAY_BURNING, span)

    def _maintain(self, line: Line) -> None:
        line.maintained = True
        line.dead_s = (21 * HOUR_S, 30 * HOUR_S)

    def _span(self, lasts_s: float) -> Span:
        begin_s = self._dice.uniform(9 * HOUR_S, 30 * HOUR_S)
        return (begin_s, begin_s + lasts_s)

    def _true(
        self, urn: str, kind: Kind, span: Span, hides: Sequence[str] = ()
    ) -> None:
        self.truths.append(Truth(urn, kind, *span, hides=tuple(hides)))
