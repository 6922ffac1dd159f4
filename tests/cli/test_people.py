"""People and roles by the command line."""

import json
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


def test_a_person_is_added_listed_made_something_else_and_erased(mesto, municipality):
    login = f"jana@{municipality}"
    mesto("tenant", "add", municipality)
    assert "#link=" in mesto("person", "add", municipality, login, "--name", "J").output
    assert "viewer" in mesto("person", "list", municipality).output
    taken = mesto("person", "add", municipality, login)
    assert isinstance(taken.exception, Conflict)
    assert "#link=" in mesto("person", "invite", login).output
    mesto("person", "roles", municipality, login, "--role", "operator")
    assert "operator" in mesto("person", "list", municipality).output
    mesto("person", "disable", login)
    assert "disabled" in mesto("person", "list", municipality).output
    mesto("person", "erase", login, "--yes")
    assert login not in mesto("person", "list", municipality).output
    gone = mesto("person", "invite", login)
    assert isinstance(gone.exception, NotFound)


def test_a_role_of_ones_own_can_be_given(mesto, municipality, tmp_path):
    mesto("tenant", "add", municipality)
    role = {"name": "bins", "rights": [{"verbs": ["see"], "services": ["waste"]}]}
    file = tmp_path / "role.json"
    file.write_text(json.dumps(role))
    login = f"eva@{municipality}"
    none = mesto("person", "add", municipality, login, "--role", "bins")
    assert isinstance(none.exception, NotFound)
    assert mesto("role", "keep", municipality, str(file)).exit_code == 0
    assert '"bins"' in mesto("role", "list", municipality).output
    assert "#link=" in mesto("person", "add", municipality, login, "-r", "bins").output
    mesto("role", "remove", municipality, "bins")
    assert '"bins"' not in mesto("role", "list", municipality).output


def test_a_key_can_have_a_role_an_end_and_a_pace(mesto, municipality):
    mesto("tenant", "add", municipality)
    mesto(
        *("key", "add", municipality, "--label", "open", "--role", "viewer"),
        *("--days", "30", "--per-minute", "100"),
    )
    listed = mesto("key", "list", municipality).output
    assert "viewer" in listed
    assert "administrator" in listed
