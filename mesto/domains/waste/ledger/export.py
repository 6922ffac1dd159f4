"""Everything a saving rests on, in one file an auditor can recompute it from."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from mesto.domains.waste.ledger.invoice import Checked
from mesto.domains.waste.ledger.saving import Facts, Saving
from mesto.domains.waste.ledger.shown import saving_shown
from mesto.domains.waste.ledger.terms import Kept
from mesto.operations.reports.evidence import as_json, pack
from mesto.web.sheet import lines_of

RECIPE = Path(__file__).with_name("recompute.py")

READ_ME = """\
What collection drove and saved, and everything that rests on.

inputs.json      terms, prices, months since, costs
results.json     what followed, each number with its interval of 95 %
months.csv       months before and since
recompute.py     python recompute.py inputs.json   prints the results again
"""
BILLED = (
    *("line", "day", "until", "container", "vehicle", "fraction"),
    *("per", "count", "quantity", "weight_kg", "price"),
)
INVOICE = (
    *BILLED,
    *("verdict", "owed", "disputed", "evidence"),
)


def write_zip(facts: Facts, saving: Saving | None) -> bytes:
    """Write the file; the same data make the same file."""
    months = [("before", one) for one in facts.terms.baseline]
    months += [("since", one) for one in facts.now]
    files = {
        "README.txt": READ_ME,
        RECIPE.name: RECIPE.read_text(encoding="utf-8"),
        "inputs.json": as_json(facts),
        "results.json": as_json(saving_shown(saving)),
        "months.csv": lines_of(
            [
                ("of", *Kept.__struct_fields__),
                *((of, *msgspec.structs.astuple(one)) for of, one in months),
            ]
        ),
    }
    return pack(files.items())


def invoice_lines(checked: Iterable[Checked]) -> str:
    """Write a checked invoice as a table."""
    return lines_of([INVOICE, *(_line(one) for one in checked)])


def _line(one: Checked) -> tuple[object, ...]:
    billed = msgspec.to_builtins(one.billed)
    return (
        *(billed.get(name, "") for name in BILLED),
        *(one.verdict, round(one.owed, 2), round(one.disputed, 2)),
        "; ".join(one.evidence),
    )
