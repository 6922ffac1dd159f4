"""What is kept of measures, asked for together: numbers, how far they are, series."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mesto.kernel.errors import Infeasible
from mesto.kernel.panel import Asking, Measure
from mesto.kernel.question.measured import HowFar, Kept, Series, SeriesOfOne
from mesto.web.boards.worth import Buckets
from mesto.web.picture import Picture


async def number_measures(
    picture: Picture, panels: Iterable[Asking]
) -> tuple[dict[Measure, int], dict[Measure, Infeasible]]:
    """Return the numbers of the measures of many assets, and those that have none.

    From now on they are kept. One that nobody has ever spoken of is in neither.
    """
    kept: dict[Measure, int] = {}
    refused: dict[Measure, Infeasible] = {}
    for measure in {one.measure for one in panels if not one.measure.entity}:
        if not picture.city.sees_all:
            refused[measure] = Infeasible("only who sees the whole town is told this")
            continue
        try:
            number = await picture.city.measures.number(measure)
        except Infeasible as problem:
            refused[measure] = problem
        else:
            kept |= {} if number is None else {measure: number}
    return kept, refused


async def ask_how_far(picture: Picture, measures: Sequence[int]) -> Mapping[int, Kept]:
    """Return how far each of these measures is kept."""
    return await picture.city.ask(HowFar(measures=measures)) if measures else {}


async def read_series(
    picture: Picture,
    wanted: Iterable[Measure],
    kept: Mapping[Measure, int],
    edges: Sequence[datetime],
) -> Mapping[Measure, Buckets]:
    """Return what measures came to between edges, by measure and place."""
    many = {measure: kept[measure] for measure in wanted if measure in kept}
    question = Series(measures=[*many.values()], edges=edges)
    found = await picture.city.ask(question) if many else {}
    series: dict[Measure, Buckets] = {}
    for measure in wanted:
        if measure.entity:
            one = SeriesOfOne(measure=measure, edges=edges)
            series[measure] = await picture.city.ask(one)
        else:
            series[measure] = found[many[measure]] if measure in many else {}
    return series
