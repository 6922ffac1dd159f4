"""A town with people in it, and real receivers of what they are told."""

import asyncio
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import pytest
from aiohttp import web

from mesto.kernel.access.accounts import Accounts
from mesto.operations.notifications.carry import Means
from mesto.operations.notifications.contacts import Contact, keep_contact
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.run import Post
from tests.operations.notifications.receivers import Mailbox, Receiver, mail_server


@pytest.fixture
async def receiver():
    made = Receiver()
    app = web.Application()
    app.router.add_post("/{path:.*}", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def mailbox():
    box = Mailbox()
    async with mail_server(box) as server:
        box.server = server
        yield box


@pytest.fixture
async def town(city, database, mailbox):
    """A post office that is open, and Jana, who has a mailbox."""
    accounts = Accounts(database)
    login = f"jana@{city.name}"
    await accounts.make(login, "Jana", {city.name: ["operator"]})
    async with city.bound() as connection:
        await keep_contact(connection, login, Contact(mail="jana@town.example"))
    means = Means(
        mail=mailbox.server, public_url="https://city.example", allow_private=True
    )
    return Town(city, Post(city, accounts, means), f"person:{login}")


class Town:
    def __init__(self, city, post, jana):
        self.city, self.post, self.jana = city, post, jana

    @asynccontextmanager
    async def open(self):
        """Let the post office work."""
        working = asyncio.create_task(self.post.work())
        try:
            yield
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    def notice(self, *to, **more):
        told = {
            "id": uuid4(),
            "to": to or [self.jana],
            "subject": {"en": "A leak"},
            "body": {"en": "in Lipová street"},
            "severity": "high",
        }
        return Notice(**(told | more))

    async def messages(self):
        async with self.city.bound() as connection:
            return await connection.fetch("select * from message order by created_at")

    async def states(self):
        return [row["state"] for row in await self.messages()]

    async def run(self, sql):
        async with self.city.bound() as connection:
            await connection.execute(sql)
