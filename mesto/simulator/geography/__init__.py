"""The growth of a town: land, main streets, side streets, houses, names.

Each module is one step; `growth.grow` takes them in order. All are pure: chance
comes in as `random.Random(seed)`, so a seed is a town.
"""

from mesto.simulator.geography.growth import KAMENEC, TISOGRAD, Site, grow

__all__ = ["KAMENEC", "TISOGRAD", "Site", "grow"]
