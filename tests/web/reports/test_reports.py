import io
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from mesto.app import DOMAINS, SERVICES
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.roles import Roles
from mesto.kernel.city import City
from mesto.kernel.model import TYPE, Kind
from mesto.operations.notifications.notice import Attachment
from mesto.operations.reports.kept import Runs
from mesto.operations.reports.making import ForgetRuns, LastDue, Order
from mesto.operations.reports.period import days_of
from mesto.operations.reports.report import read_report
from mesto.web.gallery import Gallery
from mesto.web.reports.filling import count_left, fill
from mesto.web.reports.run import PATIENCE, Press, run_id
from mesto.web.reports.telling import notice_of
from tests.waiting import until
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEVEL = {"types": ["WasteContainer"], "attribute": "fillingLevel"}
REPORT = {
    "title": {"en": "Bins", "cs": "Koše"},
    "languages": ["en", "cs"],
    "panels": [
        {"kind": "number", "title": "Filling", "measure": LEVEL, "period": "day"},
        {"kind": "chart", "title": "By the hour", "measure": LEVEL},
        {"kind": "table", "title": "All", "types": ["WasteContainer"]},
    ],
    "period": "day",
    "formats": ["pdf", "xlsx"],
}


def urn_of(name):
    return f"urn:ngsi-ld:Report:{name}"


def half_full(now):
    """A container that has been half full since the day before yesterday."""
    start = now.replace(minute=30, second=0, microsecond=0) - 72 * HOUR
    urn = "urn:ngsi-ld:WasteContainer:K-1"
    levels = (seen(urn, "fillingLevel", 0.5, at=start + n * HOUR) for n in range(72))
    return [*standing(urn), *levels]


@pytest.fixture
async def bins(server, now):
    await server.city.record(half_full(now))


async def keep(person, name="bins", definition=REPORT, version=0):
    body = {"definition": definition, "version": version}
    return await person.ask("PUT", f"reports/{name}", body)


async def made(person, name="bins"):
    """Wait until every run is made, and return the newest."""
    found = []

    async def is_made():
        found[:] = await person.read(f"reports/{name}/runs")
        return bool(found) and all(one["state"] in {"made", "failed"} for one in found)

    await until(is_made)
    return found[0]


async def test_a_report_is_kept_changed_thrown_away_and_restored(admin):
    kept = (await keep(admin)).json()
    assert kept["definition"]["title"] == REPORT["title"]
    assert (await keep(admin)).status_code == 409
    changed = REPORT | {"period": "week"}
    answer = await keep(admin, definition=changed, version=kept["version"])
    assert answer.json()["definition"]["period"] == "week"
    assert (await admin.ask("DELETE", "reports/bins")).status_code == 204
    assert (await admin.read("reports"))["reports"] == []
    assert (await admin.ask("DELETE", "reports/bins")).status_code == 404
    back = await admin.ask("POST", "reports/bins/restore")
    assert back.json()["definition"]["period"] == "week"
    assert (await admin.ask("POST", "reports/bins/restore")).status_code == 409
    assert (await admin.ask("POST", "reports/nothing/restore")).status_code == 404


async def test_what_is_no_report_is_refused_and_said_where(admin):
    answer = await keep(admin, definition=REPORT | {"panels": [{"kind": "pie"}]})
    assert answer.status_code == 400
    assert "panels" in answer.json()["detail"]
    answer = await keep(admin, definition=REPORT | {"role": "nobody"})
    assert answer.status_code == 400
    assert (await keep(admin, name="A b")).status_code == 400


@pytest.mark.usefixtures("bins")
async def test_a_report_is_made_now_and_read_back(admin):
    await keep(admin)
    answer = await admin.ask("POST", "reports/bins/runs")
    assert answer.status_code == 202
    run = await made(admin)
    assert (run["state"], run["asked_by"]) == ("made", f"person:{admin.login}")
    names = [one["name"] for one in run["files"]]
    kinds = {name.rpartition("-")[2]: name for name in names}
    assert sorted(kinds) == ["cs.pdf", "cs.xlsx", "en.pdf", "en.xlsx"]
    pdf = await admin.ask("GET", f"reports/bins/runs/{run['id']}/{kinds['en.pdf']}")
    text = "".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    assert "Bins" in text
    assert "50%" in text
    assert "Hourswithdata:100%" in text
    sheet = await admin.ask("GET", f"reports/bins/runs/{run['id']}/{kinds['en.xlsx']}")
    book = load_workbook(io.BytesIO(sheet.content))
    assert book["Filling"]["B2"].value == 50
    assert {row[1].value for row in book["By the hour"].iter_rows(min_row=2)} == {50}


@pytest.mark.usefixtures("bins")
async def test_a_preview_says_what_paper_would(admin):
    await keep(admin)
    await admin.ask("POST", "reports/bins/runs")
    await made(admin)  # and so its figures are counted
    body = {"definition": REPORT}
    answer = await admin.ask("POST", "reports/preview/cs", body)
    assert answer.json()["left_hours"] == 0
    page = answer.json()["page"]
    assert page["title"] == "Koše"
    filling, course, every = page["sections"]
    assert (filling["kind"], filling["figure"]) == ("figure", "50\u00a0%")
    assert "Hodiny s daty: 100" in filling["note"]
    assert course["kind"] == "chart"
    assert course["count"] == len(course["lines"][0])
    assert {height for _, height in course["lines"][0]} < {n / 8 for n in range(9)}
    assert every["rows"][0][0] == "K-1"
    assert every["heads"][:2] == ["Název", "Stav"]
    wrong = await admin.ask("POST", "reports/preview/de", body)
    assert wrong.status_code == 404


@pytest.fixture
async def idle(database, municipality, tmp_path):
    """A town whose figures nobody counts yet, and what a report of it is asked with."""
    await database.add(municipality)
    city = City(database, municipality)
    await city.record(half_full(datetime.now(UTC)))
    gallery = Gallery(tmp_path, DOMAINS)
    picture = gallery.picture_of(city)
    await picture.ready()
    report = read_report(REPORT)
    days = days_of("day", datetime.now(UTC).date())

    async def left():
        return await count_left(city, picture, picture.municipality, report, days)

    async def shown():
        filled = await fill(
            picture, picture.municipality, report, days=days, at=datetime.now(UTC)
        )
        return filled.answers[0].value

    yield city, left, shown
    await gallery.close()


async def test_figures_that_are_still_to_be_counted_are_not_taken_for_none(idle):
    """What was heard is rolled up, then counted: until both are done, it says so."""
    city, left, shown = idle
    assert await shown() is None
    assert await left() == 48, "heard, and not rolled up"
    while await city.keep_rollups():
        assert await left() > 0
    assert await left() == 48, "rolled up, and not counted"
    assert await shown() is None
    while await city.measures.reckon():
        assert await shown() is None or await left() < 48
    assert (await left(), await shown()) == (0, 0.5)


async def test_one_hour_is_waited_for_too(idle):
    city, left, _ = idle
    while await city.keep_rollups() or (await left() and await city.measures.reckon()):
        pass
    yesterday = datetime.now(UTC).replace(hour=0, minute=0) - 2 * HOUR
    late = seen("urn:ngsi-ld:WasteContainer:K-2", "fillingLevel", 0.9, at=yesterday)
    await city.record([*standing("urn:ngsi-ld:WasteContainer:K-2"), late])
    assert await left() == 1


async def test_a_preview_says_that_it_is_counting_and_then_shows_everything(
    server,
    admin,
    now,
):
    await server.city.record(half_full(now))
    told = []

    async def is_shown():
        answer = await admin.ask("POST", "reports/preview/en", {"definition": REPORT})
        told.append(answer.json())
        return told[-1]["page"] is not None

    await until(is_shown)
    assert all(one["left_hours"] > 0 for one in told[:-1])
    assert told[-1]["page"]["sections"][0]["figure"] == "50\u00a0%"


async def test_it_is_due_on_days_of_a_calendar_alone(admin):
    week = {"is": "hours", "weekdays": [3], "start": "08:00", "end": "10:00"}
    calendar = {"title": {"en": "Wednesdays"}, "rule": week, "exceptions": []}
    kept = {"definition": calendar, "version": 0}
    assert (await admin.ask("PUT", "calendars/midweek", kept)).status_code == 200
    schedule = {"every": "week", "at": "06:00", "calendar": "midweek"}
    body = {"definition": REPORT | {"period": "week", "schedule": schedule}}
    told = (await admin.ask("POST", "reports/times", body)).json()
    days = [datetime.fromisoformat(one).isoweekday() for one in told["times"]]
    assert days == [3, 3, 3]
    schedule["calendar"] = "gone"
    refused = await admin.ask("PUT", "reports/bins", body)
    assert refused.status_code == 400
    assert refused.json()["place"] == ["definition", "schedule", "calendar"]


async def test_it_says_when_it_is_due_next(admin):
    definition = REPORT | {"schedule": {"every": "day", "at": "06:00"}}
    answer = await admin.ask("POST", "reports/times", {"definition": definition})
    times = [datetime.fromisoformat(one) for one in answer.json()["times"]]
    assert times == sorted(set(times))
    assert len(times) == 3
    assert times[0] > datetime.now(UTC)
    assert answer.json()["first"] == answer.json()["last"]


async def test_services_offer_reports_that_can_be_kept(admin):
    ready = (await admin.read("reports"))["ready"]
    assert {one["name"] for one in ready} == {"lighting", "waste", "parking", "alerts"}
    for one in ready:
        answer = await keep(admin, one["name"], one["definition"])
        assert answer.status_code == 200, answer.text


# who may see it


async def test_nobody_shares_more_than_they_see(admin, somebody):
    waste = {
        "title": {"en": "Waste"},
        "rights": [
            {"verbs": ["see"], "services": ["waste"]},
            {"verbs": ["see", "record"], "types": ["Report"]},
        ],
    }
    await admin.ask("PUT", "roles/waste", waste)
    petr = await somebody("petr", "waste")
    assert (await keep(petr)).status_code == 403
    assert (await keep(petr, definition=REPORT | {"role": "waste"})).status_code == 200
    preview = {"definition": REPORT | {"role": "administrator"}}
    answer = await petr.ask("POST", "reports/preview/en", preview)
    assert answer.status_code == 403


@pytest.mark.usefixtures("bins")
async def test_a_file_is_for_those_who_see_what_its_role_sees(admin, somebody):
    seeing = {
        "title": {"en": "Reports"},
        "rights": [{"verbs": ["see"], "types": ["Report"]}],
    }
    await admin.ask("PUT", "roles/reader", seeing)
    petr = await somebody("petr", "reader")
    await keep(admin)
    await admin.ask("POST", "reports/bins/runs")
    run = await made(admin)
    (shown,) = (await petr.read("reports"))["reports"]
    assert not shown["readable"]
    assert await petr.read("reports/bins/runs") == []
    path = f"reports/bins/runs/{run['id']}/{run['files'][0]['name']}"
    assert (await petr.ask("GET", path)).status_code == 403
    assert (await admin.ask("GET", path)).status_code == 200


@pytest.mark.usefixtures("bins")
async def test_a_report_shows_what_its_role_sees_and_no_more(admin):
    lamps = {
        "title": {"en": "Lamps"},
        "rights": [{"verbs": ["see"], "types": ["Streetlight", "Report"]}],
    }
    await admin.ask("PUT", "roles/lamps", lamps)
    body = {"definition": REPORT | {"role": "lamps"}}
    text = (await admin.ask("POST", "reports/preview/en", body)).text
    assert "Only those who see the whole town are told this." in text
    assert "K-1" not in text


async def test_what_was_written_behind_the_consoles_back_is_not_made(
    server,
    admin,
):
    """A gate or a key that may record a Report entity opens nothing by that."""
    urn = urn_of("sly")
    await server.city.record(
        [
            seen(urn, TYPE, ["Report"]),
            seen(urn, "definition", REPORT, kind=Kind.JSON_PROPERTY),
        ]
    )
    await admin.ask("POST", "reports/sly/runs")
    run = await made(admin, "sly")
    assert run["state"] == "failed"
    assert run["files"] == []


async def test_who_lost_a_role_has_no_more_reports_made_for_it(
    server,
    admin,
    somebody,
):
    eva = await somebody("eva", "operator")
    assert (await keep(eva)).status_code == 200
    accounts = server.installation.accounts
    number = (await accounts.by_login(eva.login)).number
    await accounts.leave(number, server.city.name)
    await admin.ask("POST", "reports/bins/runs")
    assert (await made(admin))["state"] == "failed"


# when it is made


@pytest.fixture
def press(server, tmp_path):
    """Who makes the reports, so that a test can say what time it is."""
    city, at = server.city, server.installation
    roles = {city.name: Roles(city.name, city.bound, SERVICES)}
    callers = Callers(at.keys, at.accounts, at.cities, roles)
    return Press(city, Gallery(tmp_path, DOMAINS), callers)


async def runs_of(city, name="bins"):
    return await city.ask(Runs(urn_of(name)))


async def test_what_was_missed_is_made_up_once(server, admin, press, now):
    await keep(admin, definition=REPORT | {"schedule": {"every": "day", "at": "06:00"}})
    await press.plan(now)
    assert await runs_of(server.city) == []
    back = now.replace(hour=12) + 3 * DAY
    for _ in range(2):
        await press.plan(back)
    runs = await runs_of(server.city)
    assert 3 <= len(runs) <= 4
    assert len({run.first for run in runs}) == len(runs)
    assert max(run.end for run in runs) == back.date()
    await press.plan(back + DAY)
    assert len(await runs_of(server.city)) == len(runs) + 1


async def test_a_period_is_made_once_though_the_schedule_changes(
    server,
    admin,
    press,
    now,
):
    kept = (
        await keep(admin, definition=REPORT | {"schedule": {"every": "day"}})
    ).json()
    await press.plan(now.replace(hour=12) + DAY)
    before = len(await runs_of(server.city))
    later = REPORT | {"schedule": {"every": "day", "at": "07:00"}}
    await keep(admin, definition=later, version=kept["version"])
    await press.plan(now.replace(hour=12) + DAY)
    assert len(await runs_of(server.city)) == before


@pytest.mark.usefixtures("bins")
async def test_what_is_kept_long_enough_goes_and_is_not_made_again(
    server,
    admin,
    press,
    now,
):
    daily = {"schedule": {"every": "day"}, "keep_days": 1}
    await keep(admin, definition=REPORT | daily)
    await press.plan(now.replace(hour=12) + DAY)
    await made(admin)
    known = await server.city.ask(LastDue())
    await server.city.ask(ForgetRuns(now + 9 * DAY))
    assert await admin.read("reports/bins/runs") == []
    assert await server.city.ask(LastDue()) == known
    async with server.city.bound() as connection:
        assert await connection.fetchval("select count(*) from report_content") == 0


@pytest.mark.usefixtures("bins")
async def test_its_recipients_are_told_once_with_the_files(server, admin):
    told = REPORT | {"recipients": [f"person:{admin.login}", "role:operator"]}
    await keep(admin, definition=told)
    await admin.ask("POST", "reports/bins/runs")

    async def is_told():
        return (await runs_of(server.city))[0].told_at is not None

    await until(is_told)
    (run,) = await runs_of(server.city)
    async with server.city.bound() as connection:
        rows = await connection.fetch(
            "select content from notice where content ->> 'about' = $1", urn_of("bins")
        )
    (row,) = rows
    assert told["recipients"][0] in row["content"]
    report = read_report(told)
    files = (Attachment(name="a.pdf", kind="application/pdf", content=b"%PDF"),)
    notice = notice_of(run, report, files)
    assert notice == notice_of(run, report, files)
    assert notice.subject["cs"] == "Zpráva: Koše"
    assert notice.subject["sr-Cyrl"] == "Извештај: Bins"
    assert notice.link == "reports/bins"
    assert [one.name for one in notice.files] == ["a.pdf"]


async def test_who_waits_for_figures_too_long_gives_up_and_says_so_once(
    idle, database, tmp_path, now
):
    city, _, _ = idle
    accounts = Accounts(database, None)
    login = f"jana@{city.name}"
    await accounts.make(login, "Jana", {city.name: ["administrator"]})
    told = REPORT | {"recipients": [f"person:{login}"], "schedule": {"every": "day"}}
    author = {"source": f"person:{login}"}
    urn = urn_of("bins")
    said = [seen(urn, TYPE, ["Report"]), seen(urn, "definition", told)]
    await city.record([msgspec.structs.replace(one, **author) for one in said])
    roles = {city.name: Roles(city.name, city.bound, SERVICES)}
    callers = Callers(Keys(database), accounts, {city.name: city}, roles)
    gallery = Gallery(tmp_path, DOMAINS)
    press = Press(city, gallery, callers)
    await press.plan(now + DAY)
    await press.finish(now)
    (run, *_) = await runs_of(city)
    assert (run.state, run.left_hours > 0) == ("counting", True)
    for _ in range(2):
        await press.finish(now + PATIENCE + HOUR)
    runs = await runs_of(city)
    assert {one.state for one in runs} == {"failed"}
    assert runs[0].says["cs"].startswith("Její údaje se ještě počítají; zbývá hodin: ")
    async with city.bound() as connection:
        notices = await connection.fetch(
            "select content from notice where content ->> 'about' = $1", urn
        )
    assert len(notices) == len(runs)
    assert "Report not made: Bins" in notices[0]["content"]
    await gallery.close()


async def test_the_same_run_is_ordered_once(server, admin, now):
    await keep(admin)
    days = days_of("day", now.date())
    order = Order(
        id=run_id(urn_of("bins"), days),
        report=urn_of("bins"),
        first=days.first,
        end=days.end,
    )
    for _ in range(2):
        await server.city.ask(order)
    assert len(await runs_of(server.city)) == 1
