"""What things are called, as one language names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mesto.kernel.script import with_both_scripts
from mesto.simulator.kinds import DistrictKind
from mesto.simulator.town import Name


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The names a town draws from; each list is used from its beginning or shuffled."""

    language: str
    square: str
    station_avenue: str
    station: str
    boulevards: Sequence[str]
    rings: Sequence[str]
    radials: Sequence[str]
    gates: Sequence[str]
    embankments: Sequence[str]
    bridges: Sequence[str]
    old: Sequence[str]
    people: Sequence[str]
    nature: Sequence[str]
    industry: Sequence[str]
    village: Sequence[str]
    village_main: Sequence[str]
    districts: dict[DistrictKind, Sequence[str]]
    villages: Sequence[str]
    parks: Sequence[str]
    woods: Sequence[str]
    brook: str
    cemetery: str
    church: str
    hospital: str
    school: str  #: with {} for a number

    def name(self, text: str) -> Name:
        """Return a text as a name in all scripts of the language."""
        return with_both_scripts({self.language: text}) if text else {}


class Names:
    """Hands out names, each once as long as there are others."""

    def __init__(self, random: Random, lexicon: Lexicon) -> None:
        """Shuffle what has no order of its own."""
        self.lexicon = lexicon
        self._random = random
        self._given: set[str] = set()
        self._bags: dict[str, list[str]] = {}

    def draw(self, bag: str, pool: Sequence[str], *, shuffled: bool = True) -> str:
        """Return the next name of a pool; when it is empty, it begins anew."""
        while True:
            if not self._bags.get(bag):
                names = [name for name in pool if name not in self._given] or list(pool)
                if shuffled:
                    self._random.shuffle(names)
                self._bags[bag] = names[::-1]
            name = self._bags[bag].pop()
            if name not in self._given or not any(
                other not in self._given for other in pool
            ):
                self._given.add(name)
                return name
