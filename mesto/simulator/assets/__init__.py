"""What the town owns: lamps, containers, chargers … each at its place.

Pure: a town, a size and a seed in, values out.
"""

from mesto.simulator.assets.kinds import Assets
from mesto.simulator.assets.placing import place

__all__ = ["Assets", "place"]
