"""Each clause of the NGSI-LD API has a test that names it."""

import runpy
from pathlib import Path

CLAUSES = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "clauses.py"))


def test_each_clause_is_held_by_a_test_or_by_a_reason():
    held = CLAUSES["held"]()
    missing = [
        clause
        for clause, tests in held.items()
        if not tests and clause not in CLAUSES["EXCEPTIONS"]
    ]
    assert not missing, "no test says them: python tools/clauses.py"
