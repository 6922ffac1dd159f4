"""Keys by the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mesto.cli.main import app
from mesto.kernel.errors import Conflict, NotFound


@pytest.fixture
def mesto(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run `mesto` with words, in an installation on the run's database."""
    monkeypatch.setenv("MESTO_DSN", dsn)
    monkeypatch.setenv("MESTO_HOME", str(tmp_path))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, words)

    return run


def test_a_key_is_added_listed_and_withdrawn(mesto, municipality: str) -> None:
    assert "mesto_" in mesto("tenant", "add", municipality).output
    assert "mesto_" in mesto("key", "add", municipality, "--label", "waste").output
    listed = mesto("key", "list", municipality).output
    first, waste = [line for line in listed.splitlines() if "│" in line]
    assert "first" in first
    assert "✓" in first
    assert "waste" in waste
    assert "✓" not in waste
    assert "mesto_" not in listed
    withdrawn = mesto("key", "remove", municipality, "first").output
    assert "first is withdrawn" in withdrawn
    assert "with 'waste' from now" in withdrawn
    assert "first" not in mesto("key", "list", municipality).output
    refused = mesto("key", "remove", municipality, "waste")
    assert isinstance(refused.exception, Conflict)
    nobodys = mesto("key", "list", "nowhere")
    assert isinstance(nobodys.exception, NotFound)
