"""What was changed behind our back is told by the command line."""

import asyncio
from urllib.parse import urlsplit, urlunsplit

import pytest
from typer.testing import CliRunner

from mesto.cli.main import app
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.model import Observation

BIN = "urn:ngsi-ld:WasteContainer:1"


@pytest.fixture
def own_dsn(dsn, municipality):
    """A database of this test's own: a look is at everything there is."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{municipality}"))


@pytest.fixture
def mesto(own_dsn, tmp_path, monkeypatch):
    monkeypatch.setenv("MESTO_DSN", own_dsn)
    monkeypatch.setenv("MESTO_HOME", str(tmp_path))

    def run(*words):
        return CliRunner().invoke(app, words)

    return run


async def write(own_dsn, municipality):
    database = Database(own_dsn)
    await City(database, municipality).record(
        [
            Observation(
                entity=BIN, attribute="fillingLevel", value=0.5, source="person:jana"
            )
        ]
    )
    await database.close()


async def tamper(own_dsn, municipality):
    database = Database(own_dsn)
    async with City(database, municipality).bound() as connection:
        await connection.execute("update ledger set number = 0.9 where number = 0.5")
    await database.close()


def test_doctor_and_audit_find_a_row_that_was_changed(
    mesto, own_dsn, municipality, tmp_path
):
    assert "mesto_" in mesto("tenant", "add", municipality).output
    asyncio.run(write(own_dsn, municipality))
    head = tmp_path / "head.json"
    assert mesto("audit", "head", "--to", str(head)).exit_code == 0
    assert mesto("audit", "verify", "--head", str(head)).exit_code == 0
    asyncio.run(tamper(own_dsn, municipality))
    refused = mesto("audit", "verify")
    assert refused.exit_code == 1
    assert "rows were changed" in refused.output
    told = mesto("doctor")
    assert told.exit_code == 1
    assert "fillingLevel" in told.output
    assert "who can reach PostgreSQL" in told.output


def test_what_was_done_is_listed(mesto, municipality):
    mesto("tenant", "add", municipality)
    mesto("person", "add", municipality, "jana", "--role", "viewer")
    listed = mesto("audit", "list", "--verb", "person-added").output
    assert "jana" in listed.replace("\n", "")
