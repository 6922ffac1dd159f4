"""Carrying one message by its channel."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mesto.kernel import topic
from mesto.kernel.errors import Malformed, NotFound
from mesto.operations.notifications.channel import MQTT, SIGNING, SMS, WEBHOOK, Channel
from mesto.operations.notifications.channels import mail, push, sms, webhook
from mesto.operations.notifications.channels.mail import MailServer
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.letter import Letter
from mesto.operations.notifications.notice import RESIDENT
from mesto.operations.notifications.plan import Person
from mesto.operations.notifications.preferences import Way
from mesto.operations.notifications.residents import Resident
from mesto.operations.notifications.store import Message

MAILS_AT_ONCE = 4  #: connections to the mail server


@dataclass(frozen=True, kw_only=True)
class Means:
    """What an installation carries messages with."""

    mail: MailServer | None = None
    public_url: str = ""  #: where people reach the console
    allow_private: bool = False
    own_broker: Callable[[str], str] | None = None  #: its URL, by municipality
    mailing: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(MAILS_AT_ONCE)
    )

    @property
    def contact(self) -> str:
        """Whom push services may write to, a URL."""
        sender = self.mail.sender if self.mail else "mesto@localhost"
        return f"mailto:{sender}"

    def broker_of(self, city: str) -> str:
        """Return the URL of a town's own broker. Raises Malformed without one."""
        if self.own_broker is None:
            raise Malformed("no broker of our own runs here: give a url")
        return self.own_broker(city)


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Where everybody and everything is that messages go to."""

    city: str
    language: str  #: the town's, for its channels
    people: Mapping[str, Person]
    browsers: Mapping[str, Sequence[Browser]]
    channels: Mapping[str, Channel]
    push_key: str
    residents: Mapping[str, Resident] = field(default_factory=dict)  #: by recipient

    def language_of(self, recipient: str) -> str:
        """Return in which language a recipient is written to."""
        kind, _, name = recipient.partition(":")
        if kind == RESIDENT and recipient in self.residents:
            return self.residents[recipient].language
        person = self.people.get(name) if kind == "person" else None
        return person.language if person else self.language


async def carry(
    message: Message,
    letter: Letter,
    directory: Directory,
    means: Means,
    now: datetime,
) -> None:
    """Carry a letter to whom a message is for.

    Raises Unavailable where trying again may help, another CityError where not.
    """
    kind, _, name = message.recipient.partition(":")
    if kind == "channel":
        channel = directory.channels.get(name)
        if channel is None or not channel.enabled:
            raise NotFound(f"there is no channel {name}, or it is off")
        await _to_channel(channel, letter, directory, means, now)
        return
    if kind == RESIDENT:
        resident = directory.residents.get(message.recipient)
        if resident is None:
            raise NotFound("they want no more of it")
        await _to_resident(resident, message, letter, directory, means, now=now)
        return
    person = directory.people.get(name) if kind == "person" else None
    if person is None:
        raise NotFound(f"nobody is {message.recipient} now")
    await _to_person(person, message, letter, directory=directory, means=means, now=now)


async def _to_channel(
    channel: Channel,
    letter: Letter,
    directory: Directory,
    means: Means,
    now: datetime,
) -> None:
    if channel.kind == WEBHOOK:
        await webhook.post(
            letter,
            channel.secrets.in_url(channel.url),
            channel.headers,
            secret=channel.secrets.values.get(SIGNING, ""),
            now=now,
            allow_private=means.allow_private,
        )
    elif channel.kind == MQTT:
        theirs = channel.secrets.in_url(channel.url)
        await topic.publish(
            webhook.document(letter, now),
            channel.settings.topic,
            theirs or means.broker_of(directory.city),
            allow_private=means.allow_private or not theirs,
        )
    elif channel.settings.to:
        await _text(letter, channel.settings.to, channel, means)
    else:
        raise Malformed("the channel has no number of its own to write to")


async def _to_resident(  # noqa: PLR0913 - who, what, and with what
    resident: Resident,
    message: Message,
    letter: Letter,
    directory: Directory,
    means: Means,
    *,
    now: datetime,
) -> None:
    if resident.browser is None:
        if not means.public_url:
            raise Malformed("no mail without a way to end it: public_url in mesto.toml")
        await _mail(letter, resident.mail, message, means)
        return
    await _push(letter, resident.browser, directory, means, now)


async def _mail(letter: Letter, to: str, message: Message, means: Means) -> None:
    if means.mail is None:
        raise Malformed("no mail server is set: smtp_host in mesto.toml")
    sender = means.mail.sender
    written = mail.compose(letter, sender=sender, to=to, at=message.created_at)
    async with means.mailing:
        await mail.hand_in(written, means.mail)


async def _push(
    letter: Letter, browser: Browser, directory: Directory, means: Means, now: datetime
) -> None:
    await push.post(
        letter,
        browser,
        private_key=directory.push_key,
        contact=means.contact,
        now=now,
        allow_private=means.allow_private,
    )


async def _to_person(  # noqa: PLR0913 - who, what, and with what
    person: Person,
    message: Message,
    letter: Letter,
    *,
    directory: Directory,
    means: Means,
    now: datetime,
) -> None:
    match message.channel:
        case Way.MAIL if person.mail:
            await _mail(letter, person.mail, message, means)
        case Way.SMS if person.phone:
            await _text(letter, person.phone, _gateway(directory), means)
        case Way.PUSH:
            browser = _browser(person, message, directory)
            await _push(letter, browser, directory, means, now)
        case _:
            raise NotFound(f"{person.login} has said no address to be told at")


def _browser(person: Person, message: Message, directory: Directory) -> Browser:
    for browser in directory.browsers.get(person.login, ()):
        if str(browser.number) == message.address:
            return browser
    raise NotFound("the browser shows no messages any more")


def _gateway(directory: Directory) -> Channel:
    for channel in directory.channels.values():
        if channel.kind == SMS and channel.enabled:
            return channel
    raise Malformed("the town has no gateway for text messages")


async def _text(letter: Letter, phone: str, gateway: Channel, means: Means) -> None:
    await sms.post(
        letter,
        phone,
        url=gateway.secrets.in_url(gateway.url),
        headers=gateway.headers,
        template=gateway.settings.body,
        allow_private=means.allow_private,
    )
