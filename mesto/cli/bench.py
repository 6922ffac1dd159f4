"""`mesto bench`: how fast it is on this machine."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated

import orjson
import typer

from mesto.bench import boards, lighting, reading, saving, scenarios, sun, writing
from mesto.bench.faulty.case import faults
from mesto.bench.figure import Figure, parts_table, table
from mesto.bench.stage import Stage, set_stage
from mesto.cli import console
from mesto.cli.serve import run
from mesto.kernel.errors import NotFound

WIDTH = 120  #: of the table, also where there is no terminal

Case = Callable[[Stage], Awaitable[Figure]]

#: In this order: the first ones write what the later ones read.
SUITES: Mapping[str, Mapping[str, Case]] = {
    "speed": {
        "batch_upsert": writing.batch_upsert,
        "patch": writing.patch,
        "get": reading.get,
        "follow": writing.follow_latency,
        "geo_query": reading.geo_query,
        "mqtt": writing.mqtt_ingest,
        "tile": reading.tile,
        "series": reading.series,
        "city_wide": reading.city_wide,
    },
    "lighting": {
        "switching_100k": lighting.switching_100k,
        "presence": lighting.presence,
        "sun": sun.sun,
        "saving": saving.saving,
        "faults": faults,
    },
    "boards": {"board": boards.board},
    "scenarios": {
        "reaction_alone": scenarios.reaction_alone,
        "reaction": scenarios.reaction,
        "alarm_list": scenarios.alarm_list,
        "alarm_storm": scenarios.alarm_storm,
    },
}


def bench(
    suite: Annotated[str, typer.Argument(help="Which cases to run.")] = "speed",
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,  # noqa: FBT002 - a flag
    only: Annotated[str, typer.Option(help="Cases, with commas between.")] = "",
) -> None:
    """Measure the product on this machine, beside the bare path in the same run."""
    if suite not in SUITES:
        raise NotFound(f"there is no suite {suite}; there is {', '.join(SUITES)}")
    cases = SUITES[suite]
    wanted = only.split(",") if only else list(cases)
    figures = run(_run({name: cases[name] for name in wanted}))
    if as_json:
        fields = {name: _plain(figure) for name, figure in figures.items()}
        print(orjson.dumps(fields, option=orjson.OPT_INDENT_2).decode())  # noqa: T201
    else:
        console.out.print(table(figures), width=WIDTH)
        for name, figure in figures.items():
            if figure.parts:
                console.out.print(parts_table(name, figure.parts), width=WIDTH)


async def _run(cases: Mapping[str, Case]) -> dict[str, Figure]:
    figures = {}
    async with set_stage() as stage:
        for name, case in cases.items():
            with console.err.status(f"{name}: {(case.__doc__ or '').splitlines()[0]}"):
                figures[name] = await case(stage)
    return figures


def _plain(figure: Figure) -> dict[str, object]:
    return {
        name: getattr(figure, name)
        for name in figure.__struct_fields__
        if name != "aim"
    }
