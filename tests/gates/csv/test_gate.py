"""Files are imported into a real city."""

import csv

import pytest

from mesto.gates.csv.gate import import_file
from mesto.gates.csv.report import Tally
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.mapping import AttributeMapping, RecordMapping
from mesto.kernel.table import Layout

pytestmark = pytest.mark.anyio

BINS = RecordMapping(
    entity="urn:ngsi-ld:WasteContainer:{id}",
    type="WasteContainer",
    attributes=(
        AttributeMapping(name="fillingLevel", path="fill", read="number", decimal=","),
        AttributeMapping(name="name", path="name"),
    ),
)
HISTORY = RecordMapping(
    entity="urn:ngsi-ld:WasteContainer:{id}",
    type="WasteContainer",
    time="at",
    attributes=(AttributeMapping(name="fillingLevel", path="fill", read="number"),),
)
INVENTORY = "id;fill;name\n1;0,5;U školy\n2;x;Náměstí\n3;0,75;Třída\n4;1\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bins.csv"
    path.write_bytes(INVENTORY.encode("windows-1250"))
    return path


async def test_an_inventory_is_imported_and_its_bad_lines_are_told(city, file):
    report = await import_file(city, file, BINS)
    assert (report.rows, report.refused, report.created) == (2, 2, 2)
    assert report.recorded == 4
    assert [(one.line, one.field) for one in report.examples] == [
        (3, "fill"),
        (5, "line"),
    ]
    (bin_,) = (await city.present(["urn:ngsi-ld:WasteContainer:1"])).values()
    assert (bin_.value("fillingLevel"), bin_.value("name")) == (0.5, "U školy")


async def test_a_dry_run_tells_what_would_happen_and_does_nothing(city, file):
    await import_file(city, file, BINS)
    file.write_text("id;fill;name\n1;0,5;U parku\n3;0,75;Třída\n9;0;Most\n")
    report = await import_file(city, file, BINS, dry_run=True)
    assert (report.created, report.updated, report.unchanged) == (1, 1, 1)
    assert report.attributes["name"] == Tally(
        observations=3, added=1, changed=1, same=1
    )
    assert report.recorded == 0
    assert await city.present(["urn:ngsi-ld:WasteContainer:9"]) == {}


async def test_an_inventory_imported_twice_is_imported_once(city, file):
    await import_file(city, file, BINS)
    again = await import_file(city, file, BINS)
    assert (again.recorded, again.created, again.unchanged) == (0, 0, 2)


async def test_refused_lines_are_mended_and_imported_again(city, file):
    report = await import_file(city, file, BINS)
    refused = file.with_name("bins.refused.csv")
    assert report.refused_file == str(refused)
    text = refused.read_bytes().decode("windows-1250")
    lines = list(csv.reader(text.splitlines(), delimiter=";"))
    assert lines[0] == ["refused_line", "refused_why", "id", "fill", "name"]
    assert lines[1] == ["3", "fill: 'x' is not a number", "2", "x", "Náměstí"]
    refused.write_text(text.replace(";x;", ";0,9;").replace(";4;1", ";4;1;Hrad"))
    mended = await import_file(city, refused, BINS)
    assert (mended.refused, mended.created, mended.refused_file) == (0, 2, "")


async def test_history_is_imported_once_and_does_not_overrule_the_present(city, file):
    file.write_text(
        "id,at,fill\n1,2026-05-02T10:00Z,0.2\n1,2026-05-01T10:00Z,0.9\n"
        "1,2026-05-03T10:00,0.3\n"
    )
    report = await import_file(city, file, HISTORY)
    assert (report.rows, report.recorded, report.created) == (3, 3, 1)
    again = await import_file(city, file, HISTORY)
    assert again.recorded == 0
    assert again.attributes["fillingLevel"].older == 2
    (bin_,) = (await city.present(["urn:ngsi-ld:WasteContainer:1"])).values()
    assert bin_.value("fillingLevel") == 0.3


async def test_features_are_imported_and_refused_one_by_one(city, tmp_path):
    path = tmp_path / "lamps.geojson"
    feature = (
        '{"type":"Feature","properties":{"code":"%s"},'
        '"geometry":{"type":"Point","coordinates":[%s]}}'
    )
    features = [feature % ("L1", "19.8,45.2"), feature % ("L2", "190,45")]
    path.write_text(
        '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"
    )
    mapping = RecordMapping(
        entity="urn:ngsi-ld:Streetlight:{properties.code}",
        type="Streetlight",
        attributes=(
            AttributeMapping(name="location", kind="GeoProperty", path="geometry"),
        ),
    )
    report = await import_file(city, path, mapping)
    assert (report.created, report.refused) == (1, 1)
    refused = path.with_name("lamps.refused.geojson")
    refused.write_text(refused.read_text().replace("190", "19"))
    mended = await import_file(city, refused, mapping)
    assert (mended.created, mended.refused) == (1, 0)


async def test_a_long_file_passes_in_batches_and_says_how_far_it_is(city, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("id,at,fill\n" + "1,2026-05-02T10:00Z,0.2\n" * 2500)
    told = []
    report = await import_file(
        city, path, HISTORY, progress=lambda done, size: told.append((done, size))
    )
    assert (report.rows, report.recorded) == (2500, 1)
    assert len(told) == 3
    assert told[-1] == (path.stat().st_size,) * 2


@pytest.mark.parametrize(
    ("content", "layout", "error"),
    [
        (None, Layout(), NotFound),
        (b"", Layout(), Malformed),
        (b"id,name\n", Layout(), Malformed),
        (b"id,fill,name\n", Layout(encoding="klingon"), Malformed),
        (b"id,fill,name\n", Layout(delimiter="::"), Malformed),
        ("id,fill,name\n1,2,3\n".encode("utf-16")[:-1], Layout(), Malformed),
        (b'{"type":"FeatureCollection","features":[{"type":', Layout(), Malformed),
    ],
)
async def test_a_file_that_cannot_be_read_at_all_is_refused(
    city, tmp_path, content, layout, error
):
    path = tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        await import_file(city, path, BINS, layout=layout)
