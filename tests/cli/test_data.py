"""Data go out and come back whole."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from mesto.cli.export import write_export
from mesto.cli.main import app
from mesto.kernel.archive import back_up, restore
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict, Malformed
from mesto.kernel.model import Observation

pytestmark = pytest.mark.anyio

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
BIN = "urn:ngsi-ld:WasteContainer:1"


def level(value: object, **told: object) -> Observation:
    words = {"entity": BIN, "attribute": "fillingLevel", "source": "test"}
    return Observation(**{**words, "value": value, **told})


async def test_a_backup_brings_a_removed_municipality_back(
    city: City, database: Database, tmp_path: Path
) -> None:
    await city.record([level(0.1, observed_at=NOON)])
    async for _ in city.follow("reader"):
        break
    await city.keep_rollups()
    await city.record([level(0.2, observed_at=NOON.replace(hour=13))])
    file = tmp_path / "backup"
    await back_up(database, file, city.name)
    with pytest.raises(Conflict):
        await restore(database, file)
    await database.remove(city.name)
    assert await restore(database, file) == [city.name]
    back = City(database, city.name)
    assert (await back.present([BIN]))[BIN].value("fillingLevel") == 0.2
    assert await back.keep_rollups() == 1, "what was counted is not counted again"
    receipt = await back.record([level(0.2, observed_at=NOON.replace(hour=13))])
    assert receipt.recorded == 0, "it remembers what it knew"
    receipt = await back.record([level(0.3)])
    assert receipt.recorded == 1


async def test_restored_followers_hear_what_they_had_not_heard(
    city: City, database: Database, tmp_path: Path
) -> None:
    await city.record([level(1)])
    stream = city.follow("reader")
    async for _ in stream:
        await city.record([level(2)])
        break
    await stream.aclose()
    await back_up(database, tmp_path / "backup", city.name)
    await database.remove(city.name)
    await restore(database, tmp_path / "backup")
    back = City(database, city.name)
    await back.record([level(3)])
    values: list[object] = []
    async for batch in back.follow("reader"):
        values += [
            e.observation.value for e in batch if e.observation.attribute != "type"
        ]
        if 3 in values:
            break
    assert values == [1, 2, 3]


async def test_what_is_no_backup_is_refused(database: Database, tmp_path: Path) -> None:
    (tmp_path / "x").write_text(uuid4().hex)
    with pytest.raises(Malformed):
        await restore(database, tmp_path / "x")


async def test_an_export_holds_the_present_and_the_history(
    city: City, tmp_path: Path
) -> None:
    await city.record(
        [level(0.1, observed_at=NOON), level('odd, "text"', attribute="x")]
    )
    told: list[tuple[int, int]] = []
    counts = await write_export(
        city, tmp_path / "all.zip", NOON, lambda done, of: told.append((done, of))
    )
    assert counts == (1, 3)
    assert told[-1] == (3, 3)
    with ZipFile(tmp_path / "all.zip") as archive:
        (line,) = archive.read("entities.jsonld").splitlines()
        rows = list(csv.DictReader(io.StringIO(archive.read("history.csv").decode())))
    assert json.loads(line)["fillingLevel"]["value"] == 0.1
    values = {row["attribute"]: row["value"] for row in rows}
    assert values["fillingLevel"] == "0.1"
    assert json.loads(values["x"]) == 'odd, "text"'


def test_help_names_every_command() -> None:
    told = CliRunner().invoke(app, ["--help"]).output
    for command in ("demo", "serve", "doctor", "import", "export", "backup", "bench"):
        assert command in told
