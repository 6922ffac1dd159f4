"""The console that is built: it answers before the map arrives, since it is small."""

import gzip
import re
from pathlib import Path

import pytest

from mesto.web import static

LARGEST_BYTES = 120_000  #: over the wire, before the map
#: What a file loads at once; what it loads when it is wanted stands in `import(…)`.
AT_ONCE = re.compile(r"""(?:\bfrom|\bimport)\s*["']\./([\w.-]+)["']""")
IN_PAGE = re.compile(r'(?:src|href)="/assets/([\w.-]+)"')
LANGUAGES = ("en-", "cs-", "sk-", "sr-Latn-")  #: one is loaded beside the shell


def over_the_wire(file: Path) -> int:
    """Return how many bytes a visitor gets of a file."""
    return len(gzip.compress(file.read_bytes()))


def shell() -> set[Path]:
    """Return the files without which nothing is shown."""
    page = static.BUILT / "index.html"
    if not page.is_file():
        pytest.fail("the console is not built: cd console && npm ci && npm run build")
    assets = page.parent / "assets"
    found, new = {page}, {assets / name for name in IN_PAGE.findall(page.read_text())}
    while new:
        found |= new
        scripts = (file.read_text() for file in new if file.suffix == ".js")
        named = {name for script in scripts for name in AT_ONCE.findall(script)}
        new = {assets / name for name in named} - found
    return found


def test_the_shell_is_small_in_every_language() -> None:
    files = shell()
    assert any(file.suffix == ".css" for file in files)
    spoken = [
        over_the_wire(file)
        for language in LANGUAGES
        for file in static.BUILT.glob(f"assets/{language}*.js")
    ]
    assert len(spoken) == len(LANGUAGES)
    assert sum(map(over_the_wire, files)) + max(spoken) <= LARGEST_BYTES


def test_the_map_engine_and_the_screens_are_not_in_the_shell() -> None:
    names = {file.name.partition("-")[0] for file in shell()}
    assert not names & {"engine", "maplibre", "chart", "Tables", "Dashboards"}
