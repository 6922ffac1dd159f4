"""A faulty town, from its seed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from mesto.bench.faulty.building import Builder
from mesto.bench.faulty.speech import Arriving, Speech
from mesto.bench.faulty.things import SPOT, Bulb
from mesto.domains.lighting.faults.inventory import Described, Of
from mesto.domains.lighting.faults.lamp import Nature


class FaultyTown:
    """A town and all that its devices say in 66 hours, from noon."""

    def __init__(self, seed: int) -> None:
        """Build the town, and make it ill."""
        dice = Random(seed)
        day = dice.randrange(365)
        self.noon = datetime(2031, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        built = Builder(dice)
        self.boxes, self.truths, self.orders = built.boxes, built.truths, built.orders
        self._seed = seed
        self.lines = [line for box in self.boxes for line in box.lines]
        self.bulbs = [bulb for line in self.lines for bulb in line.bulbs]

    def said(self) -> list[Arriving]:
        """Return all that arrives, by the second it does so."""
        dice = Random(self._seed)
        return Speech(dice, self.noon, self.boxes).all()

    def described(self) -> Iterator[Described]:
        """Yield the inventory."""
        for box in self.boxes:
            yield Described(
                of=Of.CABINET,
                urn=box.urn,
                name="",
                place=(box.east, SPOT[1]),
                maintained=False,
            )
        for line in self.lines:
            yield Described(
                of=Of.FEEDER,
                urn=line.urn,
                name="",
                place=None,
                maintained=line.maintained,
                cabinet=line.cabinet.urn,
            )
        for bulb in self.bulbs:
            yield Described(
                of=Of.LAMP,
                urn=bulb.urn,
                name="",
                place=_place(bulb),
                maintained=False,
                feeder=bulb.listed.urn,
                cabinet=bulb.listed.cabinet.urn,
                nature=Nature(bulb.rated_w, swing=1.6 if bulb.sodium else 0.0),
            )


def _place(bulb: Bulb) -> tuple[float, float]:
    box = bulb.line.cabinet
    way = box.lines.index(bulb.line)
    along = 0.0004 * (bulb.row + 1)
    return (box.east + along * (way - 1), SPOT[1] + along * (way == 1))
