"""A letter by mail (RFC 5322), through the town's server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib
import msgspec

from mesto.kernel.errors import Malformed, Unavailable
from mesto.operations.notifications.letter import Letter

FIRST_PERMANENT = 550  #: of the answers of a mail server; 53x tell of ourselves
TIMEOUT_S = 30.0


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where mail is handed in."""

    host: str
    port: int
    tls: str  #: starttls, tls or none
    user: str
    password: str
    sender: str  #: the address mail comes from


def compose(letter: Letter, *, sender: str, to: str, at: datetime) -> EmailMessage:
    """Write a mail; the same letter has the same Message-ID however often it is sent.

    Raises Malformed for an address that cannot be one.
    """
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"], mail["To"] = sender, to
    except ValueError as error:
        raise Malformed(f"{to} is no address", place=("mail",)) from error
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
    if letter.ends_at:  # RFC 2369 and 8058
        mail["List-Unsubscribe"] = f"<{letter.ends_at}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(f"{letter.body}\n")
    for file in letter.files:
        main, _, sub = file.kind.partition("/")
        mail.add_attachment(
            file.content, maintype=main, subtype=sub or "*", filename=file.name
        )
    return mail


async def hand_in(mail: EmailMessage, server: MailServer) -> None:
    """Hand a mail to the server.

    Raises Malformed where it refuses the mail for good, Unavailable otherwise.
    """
    async with _talk(server) as client:
        await client.send_message(mail)


async def greet(server: MailServer) -> None:
    """See that the server answers and lets us in; nothing is sent.

    Raises Malformed or Unavailable with its own words where it does not.
    """
    async with _talk(server):
        pass


@asynccontextmanager
async def _talk(server: MailServer) -> AsyncIterator[aiosmtplib.SMTP]:
    """Be let in by the server. Raises as `hand_in` does."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        timeout=TIMEOUT_S,
    )
    try:
        async with client:
            yield client
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _told(error.recipients[0]) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _told(error) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unavailable(f"the mail server does not answer: {error}") from error


def _told(error: aiosmtplib.SMTPResponseException) -> Malformed | Unavailable:
    told = f"the mail server answered {error.code} {error.message}"
    return Malformed(told) if error.code >= FIRST_PERMANENT else Unavailable(told)
