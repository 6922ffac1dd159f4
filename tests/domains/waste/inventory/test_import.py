"""The files of the how-to are imported, and files that cannot be true are not."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from mesto.app import PLAUSIBLE, POSSIBLE
from mesto.domains.waste.inventory.reading import fleet_of
from mesto.gates.csv.gate import import_file
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.mapping import RecordMapping
from mesto.kernel.model import Kind, Observation
from mesto.kernel.municipality import urn_of

pytestmark = pytest.mark.anyio

DOC = Path(__file__).parents[4] / "docs/how-to/waste-inventory.md"
FILE = re.compile(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = {found[1]: found[2] for found in FILE.finditer(DOC.read_text())}
IN_ORDER = ("nests", "models", "containers", "depots", "sites", "vehicles")


@pytest.fixture
async def town(city):
    """A town that says where its middle is."""
    center = Observation(
        entity=urn_of(city.name),
        attribute="center",
        value=[14.1, 50.147],
        source="test",
    )
    await city.record([center])
    return city


@pytest.fixture
def bring(town, tmp_path):
    """Import a file of the how-to, or other rows with its mapping."""

    async def bring(name, *rows):
        file = tmp_path / f"{name}.csv"
        whole = FILES[f"{name}.csv"]
        file.write_text("\n".join([whole.splitlines()[0], *rows]) if rows else whole)
        mapping = msgspec.json.decode(FILES[f"{name}.json"], type=RecordMapping)
        return await import_file(town, file, mapping, plausible=PLAUSIBLE)

    return bring


async def test_the_files_of_the_how_to_are_imported_and_others_are_told_why_not(
    bring, town
):
    for name in IN_ORDER:
        report = await bring(name)
        assert (report.refused, report.examples) == (0, []), name
    fleet = await fleet_of(town)
    assert len(fleet.vehicles) == 2
    assert fleet.mistakes == []

    report = await bring(
        "containers",
        "K-4;S-1;E1100;1100;plast;right;;50.1470;14.1010",
        "K-5;S-9;E1100;1100;plast;right;;14.1010;50.1470",
        "K-6;S-1;E9;0;plast;up;;14.1010;50.1470",
        "K-7;S-1;E1100;1100;plast;right;;;",
        "K-8;S-1;E1100;1100;plast;right;;0;0",
        "K-9;S-1;E1100;1100;plast;right;;14.1010;50.1470",
        "K-9;S-1;E1100;1100;plast;right;;14.1010;50.1470",
    )
    assert report.created == 1
    why = {one.line: one.why for one in report.examples}
    assert sorted(why) == [2, 3, 4, 5, 6, 8]
    assert "exchanged" in why[2]
    assert "WasteContainerIsle:S-9" in why[3]
    assert all(word in why[4] for word in ("E9", "0 l", "up is no side"))
    assert "needs a place" in why[5]
    assert "knows no place" in why[6]
    assert "stands in line 7 already" in why[8]

    report = await bring("vehicles", "V-3;X;;;other;Dvůr", "V-4;X;60000;;other;Dvůr")
    assert [one.field for one in report.examples] == ["litres", "kilograms"]
    assert "a truck without capacity is no truck" in report.examples[0].why


async def test_levels_that_cannot_be_are_refused_at_every_gate_and_others_doubted(
    town, database
):
    city = City(database, town.name, possible=POSSIBLE)
    now = datetime.now(UTC)

    def level(value, at=now, type_="WasteContainer"):
        return Observation(
            entity=f"urn:ngsi-ld:{type_}:1",
            attribute="fillingLevel",
            value=value,
            observed_at=at,
            source="test",
            kind=Kind.PROPERTY,
        )

    with pytest.raises(Malformed, match=r"cannot be 2\.55: it is from 0 to 1"):
        await city.record([level(2.55)])
    with pytest.raises(Malformed, match="is a number"):
        await city.record([level("full")])
    with pytest.raises(Malformed, match="364 days from now"):
        await city.record([level(0.5, now + timedelta(days=365))])
    assert await city.present(["urn:ngsi-ld:WasteContainer:1"]) == {}
    await city.record([level(0.5), level(0.4, now - timedelta(days=900))])
    await city.record([level(40, type_="Tank")])
