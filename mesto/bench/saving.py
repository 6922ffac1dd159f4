"""What light that follows people saves, on a standard street on a winter night."""

import asyncio

import numpy as np

from mesto.bench.figure import Figure
from mesto.bench.stage import Stage
from mesto.domains.lighting.rehearsal.standard import Measured, measure

NIGHTS = {200: 60, 1000: 20, 4000: 6}  #: played, by how many pass a lamp in a day
SEED = 20_261_126


async def saving(_stage: Stage) -> Figure:
    """Play winter nights under 20 % base and a 90 m tunnel; the share that is saved."""
    chance = np.random.default_rng(SEED)
    found = {
        passes: await asyncio.to_thread(measure, passes, nights, chance)
        for passes, nights in NIGHTS.items()
    }
    told = "; ".join(_told(passes, one) for passes, one in found.items())
    aim = f"200 a day: ≥ 65 %, ≥ 55 % against steps, ≥ 99 % lit ahead; {told}"
    return Figure(
        value=round(100 * found[200].against_full, 1), unit="% saved", aim=aim
    )


def _told(passes: int, one: Measured) -> str:
    saved = f"{one.against_full:.1%} / {one.against_steps:.1%}"
    sure = (
        f"lit ahead {one.lit_ahead:.1%}, theory {one.lit_share / one.theory - 1:+.1%}"
    )
    return f"{passes:,}: {saved}, {sure}"
