"""How well the level at the next emptying is foretold, each week from those before."""

from collections.abc import Sequence
from pathlib import Path

from mesto.bench.figure import Figure
from mesto.bench.waste.baselines import baselines
from mesto.bench.waste.emptyings import read_emptyings
from mesto.bench.waste.score import score
from mesto.kernel.errors import NotFound

AIM = "MAE ≤ 13.0 points, AUC ≥ 0.80, 78–82 % in the interval of 80 %"


def forecast(data: Sequence[Path]) -> Figure:
    """Foretell each week's levels at emptyings by what the weeks before taught."""
    path = next((one for one in data if one.name.endswith(".csv.gz")), None)
    if path is None:
        raise NotFound("name a file of emptyings: --data FILE.csv.gz")
    seen, told = baselines(read_emptyings(path))
    parts = {name: score(seen, one) for name, one in told.items()}
    return Figure(
        value=min(one["MAE"] for one in parts.values()),
        unit="points",
        aim=AIM,
        parts=parts,
    )
