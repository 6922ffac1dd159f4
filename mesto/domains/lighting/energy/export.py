"""Everything a result rests on, in one file an auditor can recompute it from."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from mesto.domains.lighting.energy.contract import Contract
from mesto.domains.lighting.energy.evidence import Evidence
from mesto.domains.lighting.energy.inputs import Inputs
from mesto.domains.lighting.energy.ledger import by_month
from mesto.domains.lighting.energy.page import Proof
from mesto.domains.lighting.energy.shown import ledger_shown, verdict_shown
from mesto.operations.reports.evidence import as_json, pack
from mesto.web.sheet import lines_of

RECIPE = Path(__file__).with_name("recompute.py")
TOWN = "town"  #: the name of the ledger that is of everything

READ_ME = """\
What street lighting drew and saved, and everything that rests on.

inputs.json      by ledger: months, cabinets, tolerances, baseline, gaps
results.json     by ledger: what followed, each number with its interval of 95 %
contracts.json   contracts as they are written
months.csv       the whole town by month
cabinets.csv     what meters told of each cabinet and month, and what was not metered
readings.csv     the last reading of each day, as it came
recompute.py     python recompute.py inputs.json   prints the results again

"town" is the ledger of everything; the others bear the names of contracts.
"""


def write_zip(
    proofs: Mapping[str, Proof], evidence: Evidence, contracts: Mapping[str, Contract]
) -> bytes:
    """Write the file."""
    return pack(
        chain(
            [("README.txt", READ_ME)],
            [(RECIPE.name, RECIPE.read_text(encoding="utf-8"))],
            _documents(proofs, contracts),
            _tables(proofs[TOWN].inputs, evidence),
        )
    )


def _documents(
    proofs: Mapping[str, Proof], contracts: Mapping[str, Contract]
) -> Iterator[tuple[str, str]]:
    inputs = {name: proof.inputs for name, proof in proofs.items()}
    results = {
        name: {**ledger_shown(proof.ledger), "verdict": verdict_shown(proof.verdict)}
        for name, proof in proofs.items()
    }
    yield "inputs.json", as_json(inputs)
    yield "results.json", as_json(results)
    yield "contracts.json", as_json(contracts)


def _tables(inputs: Inputs, evidence: Evidence) -> Iterator[tuple[str, str]]:
    yield "months.csv", lines_of([MONTHS, *_months(inputs)])
    yield "cabinets.csv", lines_of([CABINETS, *_cabinets(inputs)])
    yield "readings.csv", lines_of([READINGS, *_readings(evidence)])


MONTHS = (
    *("month", "days", "dark_h", "full_h", "light_h", "baseline_price"),
    *("actual_price", "costs", "changed_kwh", "outage_lamp_h"),
    *("baseline_kwh", "actual_kwh", "saving_kwh", "saving_low", "saving_high"),
)
CABINETS = (
    *("urn", "name", "district", "lamps", "rated_w", "meter"),
    *("month", "metered_kwh", "covered", "split_kwh"),
)
READINGS = ("urn", "lamp", "at", "kwh")


def _months(inputs: Inputs) -> Iterator[Sequence[object]]:
    for month, ledger in zip(inputs.months, by_month(inputs), strict=True):
        saving, baseline = ledger.saving, ledger.baseline
        yield (
            *msgspec.structs.astuple(month),
            baseline and baseline.whole.value,
            ledger.actual.whole.value,
            *((saving.value, saving.low, saving.high) if saving else ("", "", "")),
        )


def _cabinets(inputs: Inputs) -> Iterator[Sequence[object]]:
    for site in inputs.sites:
        own = (site.urn, site.name, site.district, site.lamps, site.rated_w, site.meter)
        for month, told in zip(inputs.months, site.months, strict=True):
            numbers = (told.metered_kwh, told.covered, told.split_kwh)
            yield (*own, month.month, *numbers)


def _readings(evidence: Evidence) -> Iterator[Sequence[object]]:
    for urn, readings in evidence.readings.items():
        for one in readings:
            yield urn, "", one.at.isoformat(), one.kwh
    for urn, lamps in evidence.counters.items():
        for lamp, readings in lamps.items():
            for one in readings:
                yield urn, lamp, one.at.isoformat(), one.kwh
