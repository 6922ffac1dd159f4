"""Draw numbers that look like chance and are the same every time they are asked for.

A draw is a hash of a seed and of what is asked (which bin, which hour), never the next
number of a sequence. So any moment of any asset can be asked for alone, in any order,
and one seed gives one life.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]
#: One number or an array of them.
Numbers: TypeAlias = Floats | float
#: What a draw may be asked about: an index, a day, an array of them.
Key: TypeAlias = int | Whole

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_MANTISSA_BITS = np.uint64(11)
_ALL = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True)
class Chance:
    """A source of draws."""

    seed: int

    def stream(self, name: str) -> "Chance":
        """Return an independent source for one purpose."""
        digest = blake2b(f"{self.seed}/{name}".encode(), digest_size=8).digest()
        return Chance(int.from_bytes(digest, "big"))

    def uniform(self, *keys: Key) -> Floats:
        """Draw from [0, 1), one number for each combination of the broadcast keys."""
        whole = [key for key in keys if isinstance(key, int)]
        if len(whole) == len(keys):
            return np.asarray(self._one(*whole))
        bits = np.asarray(np.uint64(self.seed & _ALL))
        with np.errstate(over="ignore"):
            for key in keys:
                bits = _mix(
                    bits ^ (np.asarray(key, np.int64).view(np.uint64) * _GOLDEN)
                )
            bits = _mix(bits + _GOLDEN)
        return np.asarray((bits >> _MANTISSA_BITS) * 2.0**-53, np.float64)

    def _one(self, *keys: int) -> float:
        """Draw one number as `uniform` does, a hundred times as fast."""
        bits = self.seed & _ALL
        for key in keys:
            bits = _mix_one(bits ^ ((key * int(_GOLDEN)) & _ALL))
        bits = _mix_one((bits + int(_GOLDEN)) & _ALL)
        return float((bits >> int(_MANTISSA_BITS)) * 2.0**-53)

    def normal(self, *keys: Key) -> Floats:
        """Draw from the normal distribution of mean 0 and deviation 1.

        Source: Box and Muller, Annals of Mathematical Statistics 29 (1958), 610-611.
        """
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(*keys, 1)))
        turn: Floats = np.cos(2 * np.pi * self.uniform(*keys, 2))
        return radius * turn

    def wave(self, at_s: Numbers, period_s: float, *keys: Key) -> Floats:
        """Wander smoothly about 0 with deviation near 1, forgetting in `period_s`."""
        step: Key
        if isinstance(at_s, float):
            step = int(at_s // period_s)
            share = np.asarray(at_s / period_s - step)
        else:
            place = at_s / period_s
            step = np.floor(place).astype(np.int64)
            share = place - step
        share = share * share * (3 - 2 * share)
        blend = self.normal(*keys, step) * (1 - share) + self.normal(
            *keys, step + 1
        ) * (share)
        calmed: Floats = np.sqrt((1 - share) ** 2 + share**2)
        smooth: Floats = blend / calmed
        return smooth

    def count(self, mean: Numbers, *keys: Key) -> Whole:
        """Draw how many events happen where `mean` are expected; never below 0."""
        drawn = np.rint(mean + np.sqrt(mean) * self.normal(*keys))
        return np.maximum(drawn, 0).astype(np.int64)


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scramble 64 bits so that neighbours look unrelated.

    Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014.
    """
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return np.asarray(bits ^ (bits >> np.uint64(31)), np.uint64)


def _mix_one(bits: int) -> int:
    """Scramble one number as `_mix` does."""
    bits = ((bits ^ (bits >> 30)) * int(_FIRST)) & _ALL
    bits = ((bits ^ (bits >> 27)) * int(_SECOND)) & _ALL
    return bits ^ (bits >> 31)
