"""The antennas that hear what has no cable."""

from collections.abc import Sequence

import numpy as np

from mesto.simulator.assets.ground import Ground, split
from mesto.simulator.assets.kinds import Gateway
from mesto.simulator.chance import Floats, Whole
from mesto.simulator.town import LonLat

GATEWAYS = 14


def gateways_of(ground: Ground, on_plane: Floats) -> tuple[Gateway, ...]:
    """Put an antenna in the middle of each part of the town."""
    parts = split(np.arange(len(on_plane)), on_plane, ground.count(GATEWAYS, 2))
    return tuple(
        Gateway(
            location=ground.town.plane.to_lonlat(
                (float(on_plane[part][:, 0].mean()), float(on_plane[part][:, 1].mean()))
            )
        )
        for part in parts
    )


class Hearing:
    """Which antenna hears a point best."""

    def __init__(self, ground: Ground, gateways: Sequence[Gateway]) -> None:
        """Hear by these antennas."""
        self._ground = ground
        self._at = ground.meters(gateway.location for gateway in gateways)

    def nearest(self, points: Sequence[LonLat]) -> Whole:
        """Return the number of the nearest antenna of each point."""
        gap = self._ground.meters(points)[:, None, :] - self._at[None, :, :]
        return np.asarray((gap**2).sum(axis=2).argmin(axis=1), np.int64)
