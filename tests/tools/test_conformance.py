"""What the page of conformance counts is what it names."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "conformance.md"
_FOLDER = re.compile(r"^\| `[\w/]+` \| (\d+) \| (\d+) \|", re.MULTILINE)
_ALL = re.compile(r"^\| \*\*all\*\* \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \|", re.MULTILINE)
_CASES = re.compile(r"^\| ((?:[A-Z]?\d+\w*(?:, )?)+) \|", re.MULTILINE)


def test_each_case_that_does_not_pass_is_named():
    text = PAGE.read_text()
    folders = [(int(cases), int(passed)) for cases, passed in _FOLDER.findall(text)]
    (cases, passed) = map(int, _ALL.findall(text)[0])
    assert (cases, passed) == tuple(map(sum, zip(*folders, strict=True)))
    named = [case for row in _CASES.findall(text) for case in row.split(", ")]
    assert len(set(named)) == len(named) == cases - passed
