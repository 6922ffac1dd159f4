"""The cases of routing; what they import costs memory, and comes when they run."""

from collections.abc import Sequence
from pathlib import Path

from mesto.bench.figure import Figure


def routes(data: Sequence[Path]) -> Figure:
    """Search known instances for a minute each; the value is the worst gap."""
    from mesto.bench.waste import gaps

    return gaps.routes(data)


def matrix(_data: Sequence[Path]) -> Figure:
    """Reckon all distances between 1,000 stops along streets."""
    from mesto.bench.waste import planned

    return planned.matrix()


def anew(_data: Sequence[Path]) -> Figure:
    """Plan 300 stops anew: a truck is down, or 20 more containers are full."""
    from mesto.bench.waste import planned

    return planned.anew()


def large_town(_data: Sequence[Path]) -> Figure:
    """Plan 5,000 containers and 30 vehicles as the night does."""
    from mesto.bench.waste import planned

    return planned.large_town()
