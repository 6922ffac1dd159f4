"""Residents are reminded of collections: asked first, told once, then forgotten."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mesto.domains.waste.reminders.run import remind
from mesto.operations.notifications.residents import forget_unconfirmed
from tests.conftest import serving
from tests.operations.notifications.receivers import Mailbox, mail_server
from tests.waiting import until

pytestmark = pytest.mark.anyio

# So far ahead that nothing happens by the clock of whoever runs this.
EVENING = datetime(2131, 3, 6, 18, 30, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)
MORNING = EVENING + timedelta(hours=11)
ORIGIN = "https://city.example"


def a_calendar(**given):
    usual = {
        "title": {"en": "Paper"},
        "fraction": "paper",
        "where": {"streets": [{"street": "Dlouhá"}]},
        "weekdays": [2],
        "first": "2131-01-01",
        "begins": "06:00",
    }
    return {**usual, **given}


class Town:
    """A town that sends mail, and the steps of somebody who lives there."""

    def __init__(self, server, mailbox, stranger):
        self.city, self.server, self.mails = server.city, server, mailbox.mails
        self.http = stranger
        self.path = f"/open/{server.city.name}/waste/reminders"

    async def keep(self, definition, version=0):
        url = f"{self.server.url}/api/{self.city.name}/waste/calendars/paper"
        body = {"definition": definition, "version": version}
        kept = await self.http.put(url, json=body, headers=self.server.headers)
        assert kept.status_code == 200, kept.text
        return kept.json()["version"]

    async def ask(self, **more):
        form = {"address": "Dlouhá 12", "moment": "evening", "language": "cs"}
        mail = {"mail": "eva@home.example"}
        return await self.http.post(self.path, data={**form, **mail, **more})

    async def confirmed(self, **more):
        """Ask, and confirm; return the path of the page of the reminder."""
        before = len(self.mails)
        assert (await self.ask(**more)).status_code == 303
        await self.arrived(before + 1)
        page = page_in(self.mails[-1])
        said = await self.http.post(page, data={"confirm": "1"})
        assert said.status_code == 303
        return page

    async def arrived(self, count):
        async def holds():
            return len(self.mails) >= count

        await until(holds)
        assert len(self.mails) == count

    async def count(self, what="resident"):
        async with self.city.bound() as connection:
            return await connection.fetchval(f"select count(*) from {what}")


def page_in(mail):
    return urlsplit(mail["List-Unsubscribe"].strip("<>")).path


@pytest.fixture
async def town(dsn, database, municipality, tmp_path):
    box = Mailbox()
    async with mail_server(box) as mails:
        told = {
            "smtp_host": "127.0.0.1",
            "smtp_port": mails.port,
            "smtp_tls": "none",
            "smtp_from": mails.sender,
            "public_url": ORIGIN,
        }
        async with (
            serving(dsn, database, municipality, tmp_path, **told) as server,
            httpx.AsyncClient(base_url=server.url, timeout=60) as stranger,
        ):
            made = Town(server, box, stranger)
            made.version = await made.keep(a_calendar())
            yield made


async def test_who_has_confirmed_is_reminded_once_and_ends_it_with_one_click(town):
    page = await town.confirmed()
    assert "Potvrďte" in town.mails[0]["Subject"]
    assert await remind(town.city, EVENING - timedelta(hours=1)) == 0
    assert await remind(town.city, EVENING) == 1
    assert await remind(town.city, EVENING) == 0
    assert await remind(town.city, MORNING) == 0
    await town.arrived(2)
    mail = town.mails[1]
    assert mail["To"] == "eva@home.example"
    assert mail["Subject"] == "Svoz odpadu st 7. 3.: papír"
    assert mail["List-Unsubscribe"] == f"<{ORIGIN}{page}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "nachystejte do 06:00" in mail.get_content()
    one_click = {"List-Unsubscribe": "One-Click"}  # RFC 8058
    assert (await town.http.post(page, data=one_click)).status_code == 200
    assert await town.count() == await town.count("collection_reminder") == 0
    assert (await town.http.get(page)).status_code == 403
    assert await remind(town.city, EVENING + 7 * DAY) == 0


async def test_who_died_after_telling_and_before_noting_it_tells_nobody_twice(town):
    await town.confirmed()
    assert await remind(town.city, EVENING) == 1
    async with town.city.bound() as connection:
        await connection.execute("update collection_reminder set told_on = null")
    assert await remind(town.city, EVENING) == 1
    await town.arrived(2)
    assert await town.count("notice") == 2


async def test_a_calendar_that_is_changed_changes_the_reminder(town):
    await town.confirmed()
    thursday = {"day": "2131-03-07", "to": "2131-03-08"}
    await town.keep(a_calendar(changes=[thursday]), town.version)
    assert await remind(town.city, EVENING) == 0
    assert await remind(town.city, EVENING + DAY) == 1
    await town.arrived(2)
    assert "místo st 7. 3." in town.mails[1].get_content()


async def test_who_was_told_already_is_told_when_it_is_moved_and_moved_back(town):
    await town.confirmed()
    assert await remind(town.city, EVENING) == 1
    await town.arrived(2)
    thursday = {"day": "2131-03-07", "to": "2131-03-08"}
    version = await town.keep(a_calendar(changes=[thursday]), town.version)
    late, night = EVENING + timedelta(hours=2), EVENING + timedelta(hours=6)
    assert await remind(town.city, night) == 0, "nobody is woken for it"
    assert await remind(town.city, late) == 1
    assert await remind(town.city, late) == 0
    await town.arrived(3)
    assert town.mails[2]["Subject"] == "Změna: svoz odpadu st 7. 3."
    told = town.mails[2].get_content()
    assert "st 7. 3. se nic nesváží" in told
    assert "Příště: papír: čt 8. 3., místo st 7. 3." in told
    await town.keep(a_calendar(), version)
    assert await remind(town.city, MORNING) == 1
    await town.arrived(4)
    assert "papír: st 7. 3., nachystejte do 06:00" in town.mails[3].get_content()
    assert await remind(town.city, MORNING + timedelta(hours=6)) == 0


async def test_who_never_confirms_is_told_nothing_and_forgotten(town):
    for _ in range(4):
        assert (await town.ask()).status_code == 303
    await town.arrived(3)  # one address is not asked more often
    page = await town.http.get(page_in(town.mails[0]))
    assert "Potvrdit" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert await remind(town.city, EVENING) == 0
    async with town.city.bound() as connection:
        await forget_unconfirmed(connection, datetime.now(UTC) + 3 * DAY)
    assert await town.count() == 0


async def test_the_moment_is_changed_and_asking_anew_replaces(town):
    page = await town.confirmed()
    assert (await town.http.post(page, data={"moment": "noon"})).status_code == 400
    assert (await town.http.post(page, data={"moment": "morning"})).status_code == 303
    assert await remind(town.city, EVENING) == 0
    assert await remind(town.city, MORNING) == 1
    await town.arrived(2)
    await town.confirmed(address="dlouhá 12")
    assert await town.count() == 1


async def test_a_browser_is_reminded_without_a_mail_and_nonsense_is_refused(town):
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    browser = {
        "endpoint": f"{town.server.url}/nobody",
        "keys": {
            "p256dh": urlsafe_b64encode(point).decode(),
            "auth": urlsafe_b64encode(bytes(16)).decode(),
        },
    }
    asked = {"address": "Dlouhá 12", "moment": "evening", "language": "en"}
    told = await town.http.post(town.path, json={**asked, "browser": browser})
    assert told.status_code == 200, told.text
    again = await town.http.post(town.path, json={**asked, "browser": browser})
    assert await town.count() == 1
    assert "You are reminded" in (await town.http.get(again.json()["page"])).text
    assert (await town.http.get(told.json()["page"])).status_code == 403
    for wrong in (
        {"browser": {**browser, "keys": {}}},
        {"mail": "no address"},
        {"mail": "a@b.example", "address": "Nowhere 1"},
    ):
        refused = await town.http.post(town.path, json={**asked, **wrong})
        assert refused.status_code == 400, refused.text


async def test_the_page_of_an_address_offers_it_in_every_language(town):
    path = f"/public/{town.city.name}/waste/collection"
    for language, words in (("en", "By e-mail"), ("sr-Cyrl", "Подсети ме")):
        query = {"address": "Dlouhá 12", "language": language}
        page = await town.http.get(path, params=query)
        assert words in page.text
    assert (await town.http.get("/open/worker.js")).status_code == 200
