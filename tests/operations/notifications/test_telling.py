"""What shall be told arrives: once, also when the receiver or the sender fails."""

import asyncio
import os
import signal
import sys
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID, uuid4

import aiomqtt
import http_ece
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.signing import sign
from mesto.operations.notifications.carry import Means
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.channels.sealing import public_key
from mesto.operations.notifications.contacts import (
    Contact,
    browsers_of,
    keep_browser,
    keep_contact,
    push_key,
)
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.pack import MOST
from mesto.operations.notifications.preferences import Preferences, Way
from mesto.operations.notifications.run import Post
from mesto.operations.notifications.tell import tell
from tests.conftest import serving
from tests.operations.notifications.receivers import Mailbox, mail_server
from tests.waiting import LONG_S, until

pytestmark = pytest.mark.anyio


async def keep_channel(city, name, **said):
    urn = f"urn:ngsi-ld:NotificationChannel:{name}"
    kinds = {"settings": Kind.JSON_PROPERTY, "secrets": Kind.JSON_PROPERTY}
    await city.record(
        [
            Observation(
                entity=urn,
                attribute=attribute,
                value=value,
                kind=kinds.get(attribute, Kind.PROPERTY),
                source="test",
            )
            for attribute, value in {TYPE: ["NotificationChannel"], **said}.items()
        ]
    )


async def has(town, *states):
    async def holds():
        return await town.states() == list(states)

    await until(holds)


async def test_a_mail_arrives_once_however_often_it_is_told(town, mailbox):
    leak = town.notice()
    await tell(town.city, [leak])
    async with town.open():
        await tell(town.city, [leak])
        await has(town, "sent")
        await tell(town.city, [leak, town.notice(subject={"en": "Another"})])
        await has(town, "sent", "sent")
    assert [mail["Subject"] for mail in mailbox.mails] == ["A leak", "Another"]
    assert mailbox.mails[0]["To"] == "jana@town.example"


async def test_a_server_that_is_busy_is_tried_again_and_told_the_same(town, mailbox):
    mailbox.answers = ["451 busy"]
    async with town.open():
        await tell(town.city, [town.notice()])
        await has(town, "failed")
        await town.run("update message set due_at = now()")
        await has(town, "sent")
    first, second = (mail["Message-ID"] for mail in mailbox.mails)
    assert first == second
    assert [row["tries"] for row in await town.messages()] == [2]


async def test_what_is_refused_for_good_is_dead_and_says_why(town, mailbox):
    mailbox.answers = ["554 we do not want it"]
    async with town.open():
        await tell(town.city, [town.notice()])
        await has(town, "dead")
    assert "we do not want it" in (await town.messages())[0]["why"]


async def test_who_cannot_be_reached_is_a_dead_letter(town):
    async with town.open():
        await tell(town.city, [town.notice("person:ghost")])
        await has(town, "dead")
    assert (await town.messages())[0]["why"] == "nobody is person:ghost now"


SENDER = """
import asyncio, sys
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.operations.notifications.carry import Means
from mesto.operations.notifications.channels.mail import MailServer
from mesto.operations.notifications.run import Post

async def main(dsn, name, port):
    database = Database(dsn)
    server = MailServer(host="127.0.0.1", port=int(port), tls="none", user="",
                        password="", sender="mesto@town.example")
    await Post(City(database, name), Accounts(database), Means(mail=server)).work()

asyncio.run(main(*sys.argv[1:]))
"""


class KillingMailbox(Mailbox):
    """Takes a mail, and kills who sends it before it can note that."""

    def __init__(self):
        super().__init__()
        self.sender = None
        self.killed = asyncio.Event()

    async def taken(self, mail):
        await super().taken(mail)
        if not self.killed.is_set():
            os.kill(self.sender.pid, signal.SIGKILL)
            self.killed.set()


async def test_a_sender_killed_after_handing_over_is_followed_by_one_that_says_the_same(
    town, dsn
):
    box = KillingMailbox()
    await tell(town.city, [town.notice()])
    async with mail_server(box) as server:
        box.sender = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", SENDER, dsn, town.city.name, str(server.port))
        )
        await asyncio.wait_for(box.killed.wait(), LONG_S)
        await box.sender.wait()
        assert await town.states() == ["sending"]
        await town.run("update message set due_at = now()")  # its claim runs out
        town.post.means = Means(mail=server)
        async with town.open():
            await has(town, "sent")
    assert len(box.mails) == 2
    assert len({mail["Message-ID"] for mail in box.mails}) == 1


async def test_two_senders_send_nothing_twice(town, mailbox):
    await tell(town.city, [town.notice() for _ in range(MOST)])
    other = Post(town.city, town.post.accounts, town.post.means)
    working = asyncio.create_task(other.work())
    async with town.open():

        async def told_all():
            states = await town.states()
            return states and set(states) == {"sent"}

        await until(told_all)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert len(mailbox.mails) == len(await town.messages())
    numbers = {mail["Message-ID"] for mail in mailbox.mails}
    assert len(numbers) == len(mailbox.mails)


async def test_a_storm_is_a_few_mails(town, mailbox):
    bins = [town.notice(group="bins") for _ in range(3_000)]
    loose = [town.notice() for _ in range(3_000)]
    await tell(town.city, [*bins, *loose])
    async with town.open():

        async def planned():
            async with town.city.bound() as connection:
                return not await connection.fetchval(
                    "select count(*) from notice where not planned"
                )

        await until(planned)

        async def carried():
            states = await town.states()
            return len(states) == MOST and set(states) == {"sent"}

        await until(carried)
    assert len(mailbox.mails) == MOST
    await town.run("update message set created_at = created_at - interval '2 minutes'")
    await town.post.pack()
    told = sum(row["notices"] for row in await town.messages())
    assert told == 6_000
    assert len(await town.messages()) <= 2 * MOST


async def test_a_webhook_is_signed_and_its_secret_is_kept_apart(town, receiver):
    await keep_channel(
        town.city,
        "desk",
        kind="webhook",
        url=f"{receiver.url}/hook",
        settings={"headers": {"X-Key": "very-secret"}},
        secrets={"signing": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
    )
    receiver.statuses = [503]
    async with town.open():
        await tell(town.city, [town.notice("channel:desk", about="urn:x:1")])
        await has(town, "failed")
        await town.run("update message set due_at = now()")
        await has(town, "sent")
    (_, first, _), (path, second, body) = receiver.posts
    assert path == "/hook"
    assert first["webhook-id"] == second["webhook-id"]
    assert second["X-Key"] == "very-secret"
    expected = sign(
        second["webhook-id"],
        int(second["webhook-timestamp"]),
        body,
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert second["webhook-signature"] == expected["webhook-signature"]
    assert orjson.loads(body)["data"]["about"] == ["urn:x:1"]
    urn = "urn:ngsi-ld:NotificationChannel:desk"
    shown = repr((await town.city.present([urn]))[urn])
    assert "very-secret" not in shown
    assert "MfKQ9r8" not in shown


async def test_a_webhook_into_the_own_network_is_not_reached(town, receiver):
    await keep_channel(town.city, "desk", kind="webhook", url=receiver.url, settings={})
    town.post.means = Means(allow_private=False)
    async with town.open():
        await tell(town.city, [town.notice("channel:desk")])
        await has(town, "dead")
    assert "private address" in (await town.messages())[0]["why"]
    assert receiver.posts == []


async def test_a_text_message_goes_through_the_town_s_gateway(town, receiver):
    await keep_channel(
        town.city,
        "gateway",
        kind="sms",
        url=f"{receiver.url}/send",
        settings={"body": '{"number": {phone}, "message": {text}}'},
    )
    login = town.jana.removeprefix("person:")
    wishes = Preferences(ways={"high": [Way.SMS]})
    async with town.city.bound() as connection:
        contact = Contact(phone="+420601234567", preferences=wishes)
        await keep_contact(connection, login, contact)
    async with town.open():
        await tell(town.city, [town.notice()])
        await has(town, "sent")
    assert orjson.loads(receiver.posts[0][2]) == {
        "number": "+420601234567",
        "message": "A leak [High] in Lipová street",
    }


async def test_only_the_browser_can_read_a_push_and_one_that_is_gone_is_forgotten(
    town, receiver
):
    key, auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {
        name: urlsafe_b64encode(value).rstrip(b"=").decode()
        for name, value in (("p256dh", point), ("auth", auth))
    }
    login = town.jana.removeprefix("person:")
    browser = Browser(number=uuid4(), endpoint=f"{receiver.url}/push", keys=keys)
    async with town.city.bound() as connection:
        await keep_browser(connection, login, browser)
        contact = Contact(preferences=Preferences(ways={"high": [Way.PUSH]}))
        await keep_contact(connection, login, contact)
        known_as = public_key(await push_key(connection))
    async with town.open():
        await tell(town.city, [town.notice(link="/town/alarms")])
        await has(town, "sent")
        receiver.statuses = [410]
        await tell(town.city, [town.notice()])
        await has(town, "sent", "dead")

        async def is_forgotten():
            async with town.city.bound() as connection:
                return await browsers_of(connection) == {}

        await until(is_forgotten)
    _, headers, sealed = receiver.posts[0]
    read = orjson.loads(http_ece.decrypt(sealed, private_key=key, auth_secret=auth))
    assert read["title"] == "A leak"
    assert read["link"] == "https://city.example/town/alarms"
    topic = urlsafe_b64decode(headers["topic"] + "==")
    assert UUID(bytes=topic) == UUID(read["id"])
    assert headers["Authorization"].endswith(f"k={known_as}")
    claims = headers["Authorization"].split(".")[1]
    assert orjson.loads(b64decode(claims + "==="))["aud"] == receiver.url


async def test_a_topic_of_the_town_s_broker_is_told(
    dsn, database, municipality, tmp_path
):
    async with serving(dsn, database, municipality, tmp_path, broker=True) as running:
        await keep_channel(
            running.city, "panel", kind="mqtt", url="", settings={"topic": "town/news"}
        )
        async with aiomqtt.Client(
            "127.0.0.1",
            port=running.installation.broker.port,
            username=municipality,
            password=running.key,
        ) as client:
            await client.subscribe("town/news", qos=1)
            leak = Notice(
                id=uuid4(),
                to=["channel:panel"],
                subject={"en": "A leak"},
                body={},
                severity="low",
            )
            await tell(running.city, [leak])
            heard = await asyncio.wait_for(anext(client.messages), LONG_S)
    assert orjson.loads(heard.payload)["data"]["subject"] == "A leak"
