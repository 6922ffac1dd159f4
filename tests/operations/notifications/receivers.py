"""Real receivers of what a town says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy

from aiohttp import web
from aiosmtpd.smtp import SMTP

from mesto.operations.notifications.channels.mail import MailServer


class Mailbox:
    """A mail server and what it took."""

    def __init__(self):
        self.mails = []
        self.answers = []  #: to be given first, instead of taking it

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd calls it so
        await self.taken(message_from_bytes(envelope.content, policy=policy.SMTP))
        return self.answers.pop(0) if self.answers else "250 taken"

    async def taken(self, mail):
        self.mails.append(mail)


@asynccontextmanager
async def mail_server(box) -> AsyncIterator[MailServer]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield MailServer(
        host="127.0.0.1",
        port=port,
        tls="none",
        user="",
        password="",
        sender="mesto@town.example",
    )
    server.close()


class Receiver:
    """A web server and what was posted to it."""

    def __init__(self):
        self.posts = []
        self.statuses = []  #: to be answered first

    async def take(self, request):
        self.posts.append((request.path, dict(request.headers), await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 201)
