"""What cannot be true in an inventory of containers: judged row by row. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.plausible import Doubt, Plausibility, Told, absent_targets

REFERS = ("refWasteContainerIsle",)
MOST_L = 40_000  #: the largest press or underground container


class WasteJudge:
    """Judges the rows of one file."""

    def __init__(self, _beside: Iterable[Entity] = ()) -> None:
        """Begin a file."""
        self._first: dict[str, int] = {}  #: line of the file where each comes first

    def survey(self, told: Told) -> None:
        """Remember what there is in the file."""
        self._first.setdefault(told.urn, told.line)

    def doubts(self, told: Told, town: Mapping[str, Entity]) -> Iterator[Doubt]:
        """Yield why a row cannot be true."""
        first = self._first.get(told.urn, told.line)
        if first < told.line:
            yield Doubt("id", f"{told.urn} stands in line {first} already")
        if LOCATION not in told.values and not _placed(told, town):
            yield Doubt(LOCATION, "a new container needs a place")
        yield from absent_targets(told, REFERS, town, self._first)
        level = told.number("fillingLevel")
        if level is not None and not 0 <= level <= 1:
            yield Doubt("fillingLevel", f"{level:g} is not between 0 and 1")
        volume_l = told.number("binCapacity")
        if volume_l is not None and not 0 < volume_l <= MOST_L:
            yield Doubt("binCapacity", f"{volume_l:g} l is no volume of a container")


def _placed(told: Told, town: Mapping[str, Entity]) -> bool:
    """Tell whether the town knows where it stands."""
    known = town.get(told.urn)
    return known is not None and known.attribute(LOCATION) is not None


PLAUSIBLE = Plausibility(types=("WasteContainer",), refers=REFERS, begin=WasteJudge)
