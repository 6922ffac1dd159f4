"""`mesto bench`: how fast it is on this machine."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.status import Status

from mesto.bench import (
    boards,
    lighting,
    notifying,
    ocpp,
    reading,
    saving,
    scenarios,
    sun,
    writing,
)
from mesto.bench.charging import cases as charging
from mesto.bench.faulty.case import faults
from mesto.bench.figure import Figure, parts_table, table
from mesto.bench.killed import killed
from mesto.bench.stage import Stage, set_stage
from mesto.bench.waste import forecast, nightly, policy, routing, sensors
from mesto.cli import console
from mesto.cli.serve import run
from mesto.kernel.errors import NotFound

WIDTH = 120  #: of the table, also where there is no terminal

Case = Callable[[Stage], Awaitable[Figure]]
#: Of the files it is given, a case takes those whose names end as it expects.
CaseOfData = Callable[[Sequence[Path]], Figure]

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
    "ocpp": {
        "memory": ocpp.memory,
        "messages": ocpp.messages,
        "reconnect": ocpp.reconnect,
        "townful": ocpp.townful,
        "killed": killed,
    },
    "boards": {"board": boards.board},
    "ngsi_ld": {
        "notifications": notifying.notifications,
        "matching": notifying.matching,
        "aggregation": reading.aggregation,
    },
    "scenarios": {
        "reaction_alone": scenarios.reaction_alone,
        "reaction": scenarios.reaction,
        "alarm_list": scenarios.alarm_list,
        "alarm_storm": scenarios.alarm_storm,
    },
}
#: Their cases play on no stage, but with the data of `--data`.
SUITES_OF_DATA: Mapping[str, Mapping[str, CaseOfData]] = {
    "waste": {
        "forecast": forecast.forecast,
        "nightly": nightly.nightly,
        "policy": policy.policy,
        "routes": routing.routes,
        "matrix": routing.matrix,
        "anew": routing.anew,
        "large_town": routing.large_town,
        "sensors": sensors.sensors,
    },
    "charging": {
        "half": charging.half,
        "quarter": charging.quarter,
        "price": charging.price,
        "promises": charging.promises,
        "speed": charging.speed,
    },
}


def bench(
    suite: Annotated[str, typer.Argument(help="Which cases to run.")] = "speed",
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
    only: Annotated[str, typer.Option(help="Cases, with commas between.")] = "",
    data: Annotated[
        list[Path], typer.Option(help="A file a case measures by.", exists=True)
    ] = [],
) -> None:
    """Measure the product on this machine, beside the bare path in the same run."""
    cases = SUITES.get(suite) or SUITES_OF_DATA.get(suite)
    if cases is None:
        names = ", ".join([*SUITES, *SUITES_OF_DATA])
        raise NotFound(f"there is no suite {suite}; there is {names}")
    wanted = only.split(",") if only else list(cases)
    if missing := [one for one in wanted if one not in cases]:
        raise NotFound(f"there is no case {missing[0]}; there is {', '.join(cases)}")
    if suite in SUITES:
        figures = run(_run({name: SUITES[suite][name] for name in wanted}))
    else:
        of_data = SUITES_OF_DATA[suite]
        figures = {name: _with_status(name, of_data[name], data) for name in wanted}
    if as_json:
        fields = {name: _plain(figure) for name, figure in figures.items()}
        print(orjson.dumps(fields, option=orjson.OPT_INDENT_2).decode())
    else:
        console.out.print(table(figures), width=WIDTH)
        for name, figure in figures.items():
            if figure.parts:
                console.out.print(parts_table(name, figure.parts), width=WIDTH)


async def _run(cases: Mapping[str, Case]) -> dict[str, Figure]:
    figures = {}
    async with set_stage() as stage:
        for name, case in cases.items():
            with _status(name, case):
                figures[name] = await case(stage)
    return figures


def _with_status(name: str, case: CaseOfData, data: Sequence[Path]) -> Figure:
    with _status(name, case):
        return case(data)


def _status(name: str, case: Callable[..., object]) -> Status:
    return console.err.status(f"{name}: {(case.__doc__ or '').splitlines()[0]}")


def _plain(figure: Figure) -> dict[str, object]:
    return {
        name: getattr(figure, name)
        for name in figure.__struct_fields__
        if name != "aim"
    }
