"""Plans for which overflows cost more and more, for a town to choose between."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from mesto.domains.waste.planning.knowing import MISSING_SHARE
from mesto.domains.waste.planning.lines import (
    line,
    planning,
    progress,
    refused,
    streamed,
)
from mesto.domains.waste.planning.making import Asked, Ready, making, ready
from mesto.domains.waste.planning.plans import CHOSEN, Plan
from mesto.domains.waste.planning.told import Progress
from mesto.kernel.city import City
from mesto.kernel.errors import CityError
from mesto.web.body import read_body
from mesto.web.picture import Picture

SHORT_S: Final = 4.0  #: a point of the frontier is searched so long, each fraction


class Frontier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which plans are to be compared.

    factors: times what an overflow costs
    """

    day: date | None = None
    fractions: Annotated[Sequence[str], Meta(max_length=50)] = ()
    seconds: Annotated[float, Meta(gt=0, le=120)] = SHORT_S
    factors: Annotated[
        Sequence[Annotated[float, Meta(ge=0, le=100)]],
        Meta(min_length=1, max_length=9),
    ] = CHOSEN
    missing_share: Annotated[float, Meta(ge=0, le=1)] = MISSING_SHARE


async def show_frontier(request: Request, _picture: Picture) -> Response:
    """Compare plans for which overflows cost more and more; none is kept.

    Raises Infeasible.
    """
    asked = await read_body(request, Frontier)
    visit, now = planning(request), datetime.now(UTC)
    factors = sorted(set(asked.factors))
    first = await ready(visit.host, _for(asked, factors[0]), now)
    return streamed(_points(visit.host, asked, factors, first, now))


def _for(asked: Frontier, factor: float) -> Asked:
    return Asked(
        day=asked.day,
        factor=factor,
        seconds=asked.seconds,
        fractions=asked.fractions,
        missing_share=asked.missing_share,
    )


async def _points(
    city: City,
    asked: Frontier,
    factors: Sequence[float],
    first: Ready,
    now: datetime,
) -> AsyncIterator[bytes]:
    """Yield how far all points are, then the points."""
    points = []
    try:
        for number, factor in enumerate(factors):
            made_of = (
                first if not number else await ready(city, _for(asked, factor), now)
            )
            async for one in making(made_of, "frontier", now):
                if isinstance(one, Progress):
                    share = (number + one.share) / len(factors)
                    yield line(progress(replace(one, share=share)))
                else:
                    points.append(_point(factor, one.plan))
    except CityError as error:
        yield refused(error)
        return
    yield line({"frontier": points})


def _point(factor: float, plan: Plan) -> dict[str, object]:
    overflow_cost = round(plan.policy.overflow_cost * factor, 2)
    return {"factor": factor, "overflow_cost": overflow_cost, "totals": plan.totals}
