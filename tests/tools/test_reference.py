"""The reference says what the code says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_reference_is_as_the_code_is():
    pages = runpy.run_path(str(ROOT / "tools" / "reference.py"))["pages"]
    stale = [
        str(path)
        for path, text in pages().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text() != text
    ]
    assert not stale, "run: python tools/reference.py"
