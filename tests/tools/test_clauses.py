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
    assert not [clause for clause in CLAUSES["EXCEPTIONS"] if held[clause]]


def test_a_stretch_of_clauses_is_each_of_them():
    said = CLAUSES["numbers"]("5.8.1 to 5.8.3 and 6.4.3.2, not v1.8.1 of 2025.6.1.")
    assert list(said) == ["5.8.1", "5.8.2", "5.8.3", "6.4.3.2"]
