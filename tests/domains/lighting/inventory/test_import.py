"""The files of the how-to are imported, and files that cannot be true are not."""

import re
from pathlib import Path

import msgspec
import pytest

from mesto.app import PLAUSIBLE
from mesto.domains.lighting.inventory.streets import Streets
from mesto.gates.csv.gate import import_file
from mesto.kernel.mapping import RecordMapping
from mesto.kernel.model import TYPE, Kind, Observation

pytestmark = pytest.mark.anyio

DOC = Path(__file__).parents[4] / "docs/how-to/lighting-inventory.md"
FILE = re.compile(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = {found[1]: found[2] for found in FILE.finditer(DOC.read_text())}
IN_ORDER = ("streets", "models", "cabinets", "feeders", "lamps")
HEADER, GOOD = FILES["lamps.csv"].splitlines()[:2]


@pytest.fixture
def bring(city, tmp_path):
    """Import a file of the how-to, or other rows with its mapping."""

    async def bring(name, rows=None, also=None, **more):
        file = tmp_path / f"{name}.csv"
        file.write_text(FILES[f"{name}.csv"] if rows is None else rows)
        written = msgspec.json.decode(FILES[f"{name}.json"])
        written["attributes"] += [also] if also else []
        mapping = msgspec.convert(written, RecordMapping)
        return await import_file(city, file, mapping, plausible=PLAUSIBLE, **more)

    return bring


@pytest.fixture
async def town(bring):
    """A town with everything of the how-to but its lamps."""
    for name in IN_ORDER[:-1]:
        report = await bring(name)
        assert (report.refused, report.examples) == (0, [])


in_the_town = pytest.mark.usefixtures("town")


async def refusals(bring, *rows):
    report = await bring("lamps", "\n".join([HEADER, *rows]))
    return [(one.line, one.field, one.why) for one in report.examples]


def lamp(**changed):
    """A row of the how-to with other cells."""
    cells = dict(zip(HEADER.split(";"), GOOD.split(";"), strict=True)) | changed
    return ";".join(map(str, cells.values()))


@in_the_town
async def test_the_files_of_the_how_to_are_imported_as_they_stand(bring, city):
    report = await bring("lamps")
    assert (report.rows, report.refused, report.created) == (5, 0, 5)
    streets = Streets.read(
        [
            *(await city.entities("RoadSegment")).values(),
            *(await city.entities("Streetlight")).values(),
        ]
    )
    post = streets.places["urn:ngsi-ld:Streetlight:VO-3"]
    ahead = streets.ahead(post.segment, post.along_m, "end", 150)
    assert [one.lamp[-4:] for one in ahead] == ["VO-3", "VO-4"], "around the corner"


@in_the_town
async def test_a_lamp_on_no_street_is_refused_and_the_rest_imported(bring, city):
    ((line, field, why),) = await refusals(
        bring, lamp(), lamp(lamp="VO-9", lat=50.16), lamp(lamp="VO-8", lat=50.14701)
    )
    assert (line, field) == (3, "lon, lat")
    assert "on no street" in why
    assert "Školní" in why, "the nearest is named"
    assert len(await city.entities("Streetlight")) == 2


@in_the_town
async def test_each_reads_why_in_their_language_and_names_as_they_are(bring, tmp_path):
    rows = "\n".join([HEADER, lamp(lat=50.16, feeder="VF-7", power="x")])
    bad = "\n".join([HEADER, lamp(lat=50.16, feeder="VF-7")])
    (unread,) = (await bring("lamps", rows)).examples
    assert unread.says["sr-Cyrl"] == "'x' није број"
    (one,) = (await bring("lamps", bad, language="cs")).examples
    assert "ve městě ani v souboru; lon, lat: nestojí v žádné ulici" in one.says["cs"]
    assert "VF-7 није ни у граду ни у датотеци" in one.says["sr-Cyrl"]
    assert (
        "до најближе, Školní, има 1\N{NARROW NO-BREAK SPACE}259 m"
        in one.says["sr-Cyrl"]
    ), "a street is a name"
    refused = (tmp_path / "lamps.refused.csv").read_text("utf-8-sig")
    assert one.says["cs"] in refused
    assert one.why not in refused


@in_the_town
async def test_a_lamp_in_a_park_needs_no_street(bring):
    park = {"name": "locationCategory", "constant": "park"}
    report = await bring("lamps", "\n".join([HEADER, lamp(lat=50.15)]), also=park)
    assert (report.created, report.examples) == (1, [])


@in_the_town
async def test_exchanged_coordinates_are_told_with_where_they_would_lie(bring):
    ((_, field, why),) = await refusals(bring, lamp(lon=50.14704, lat=14.10028))
    assert field == "lon, lat"
    assert "exchanged" in why
    assert "from Hlavní" in why


@in_the_town
async def test_another_country_is_not_this_town(bring):
    ((_, _, why),) = await refusals(bring, lamp(lon=20.45, lat=44.8))
    assert re.search(r"lies \d+ km from the town", why)


@in_the_town
async def test_of_two_rows_with_one_identifier_the_first_is_imported(bring, city):
    ((line, field, why),) = await refusals(bring, lamp(), lamp(power=38))
    assert (line, field) == (3, "id")
    assert "line 2" in why
    (kept,) = (await city.entities("Streetlight")).values()
    assert kept.value("powerRating") == 68


@in_the_town
async def test_another_lamp_of_the_same_name_is_not_moved_by_a_file(bring, city):
    assert await refusals(bring, lamp()) == []
    ((_, _, why),) = await refusals(bring, lamp(lon=14.10200, metre=143))
    assert re.search(r"has this lamp 1\d\d m from here", why)
    (kept,) = (await city.entities("Streetlight")).values()
    assert kept.value("segmentPosition") == 20


@in_the_town
async def test_what_a_lamp_refers_to_is_there_or_in_the_file(bring):
    ((_, field, why),) = await refusals(bring, lamp(feeder="VF-7"))
    assert field == "feeder"
    assert "VF-7" in why


@pytest.mark.parametrize(
    ("power", "hint"),
    [
        ("0", "no power"),
        ("-68", "no power"),
        ("0.068", "68 W, told in kW?"),
        ("40000", "40 W?"),
    ],
)
@in_the_town
async def test_impossible_powers_are_refused_with_what_they_may_be(bring, power, hint):
    ((_, field, why),) = await refusals(bring, lamp(power=power))
    assert field == "power"
    assert hint in why


@in_the_town
async def test_what_no_age_and_no_power_can_be_reckoned_from_is_refused(bring):
    found = await refusals(
        bring,
        lamp(),
        lamp(lamp="vo-1"),
        lamp(lamp="VO-7", power=680),
        lamp(lamp="VO-8", since="3.5.2021"),
        lamp(lamp="VO-9", power="0,068"),
        lamp(lamp="VO-10", lon=-745123.5, lat=-1043123.2),
    )
    assert [one[:2] for one in found] == [
        (3, "id"),
        (4, "power"),
        (5, "since"),
        (6, "power"),
        (7, "lon"),
    ]
    hints = ("VO-1 in line 2", "draws 68 W", "2021-05-03", '"decimal": ","', "metres")
    assert all(hint in why for hint, (*_, why) in zip(hints, found, strict=True))


async def test_cabinets_and_streets_are_judged_too(bring, city):
    seen = Observation(
        entity="urn:ngsi-ld:Municipality:m",
        attribute="center",
        kind=Kind.GEO_PROPERTY,
        value={"type": "Point", "coordinates": [14.1, 50.147]},
        source="t",
    )
    of_type = msgspec.structs.replace(
        seen, attribute=TYPE, kind=Kind.PROPERTY, value=["Municipality"]
    )
    await city.record([seen, of_type])
    header, street = FILES["streets.csv"].splitlines()[:2]
    exchanged = street.replace("14.1000 50.1470", "50.1470 14.1000")
    report = await bring("streets", f"{header}\n{street}\n{exchanged}\n")
    assert [(one.line, one.field) for one in report.examples] == [(3, "id")]
    exchanged = exchanged.replace("US-1", "US-9")
    report = await bring("streets", f"{header}\n{exchanged}\n")
    assert "exchanged" in report.examples[0].why
    cabinets = "RVO-1;14.1;50.147\nRVO-1;14.1;50.147\nRVO-2;50.147;14.1\n"
    report = await bring("cabinets", f"cabinet;lon;lat\n{cabinets}")
    assert [one.line for one in report.examples] == [3, 4]
    assert "exchanged" in report.examples[1].why
    report = await bring("feeders", "feeder;cabinet;lamps\nVF-1;RVO-7;3\n")
    assert "RVO-7" in report.examples[0].why


@in_the_town
async def test_the_order_along_the_street_is_that_of_the_places(bring):
    found = await refusals(
        bring,
        lamp(metre=90),
        lamp(lamp="VO-7", metre=180),
        lamp(lamp="VO-8", metre=900),
    )
    assert [(line, field) for line, field, _ in found] == [
        (2, "metre"),
        (3, "metre"),
        (4, "metre"),
    ]
    assert "place is 20 m" in found[0][2]
    assert "counted from its other end?" in found[1][2]
    assert "200 m long" in found[2][2]


@in_the_town
async def test_a_lamp_that_stands_in_another_street_than_told_is_refused(bring):
    ((_, _, why),) = await refusals(bring, lamp(street="US-2"))
    assert "m from Školní" in why
    assert "the nearest is Hlavní" in why


@in_the_town
async def test_everything_wrong_with_a_row_is_told_at_once(bring):
    ((_, _, why),) = await refusals(bring, lamp(power=0, feeder="VF-7", lat=50.2))
    for word in ("VF-7", "no street", "power: 0"):
        assert word in why


async def test_classes_of_the_old_standard_are_refused_with_their_new_names(bring):
    header, good, _ = FILES["streets.csv"].splitlines()
    rows = [good, good.replace("US-1", "US-5").replace("M4", "ME4a")]
    report = await bring("streets", "\n".join([header, *rows]))
    ((line, field, why),) = [(x.line, x.field, x.why) for x in report.examples]
    assert (line, field) == (3, "class")
    assert "M4 since 2015?" in why


@in_the_town
async def test_a_dry_run_judges_too_and_records_nothing(bring, city):
    rows = "\n".join([HEADER, lamp(), lamp(lamp="VO-2", power=0)])
    report = await bring("lamps", rows, dry_run=True)
    assert (report.rows, report.refused, report.created) == (1, 1, 1)
    assert await city.entities("Streetlight") == {}


@in_the_town
async def test_refused_rows_are_mended_where_they_were_written(bring, tmp_path):
    report = await bring("lamps", "\n".join([HEADER, lamp(power=0)]))
    refused = (tmp_path / "lamps.refused.csv").read_text("utf-8-sig")
    assert report.refused_file.endswith("lamps.refused.csv")
    mended = await bring("lamps", refused.replace(";0;L68", ";68;L68"))
    assert (mended.created, mended.refused) == (1, 0)
