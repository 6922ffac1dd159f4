"""How somebody is reached and wants to be: their own business."""

from typing import Annotated
from uuid import UUID, uuid4

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Forbidden, NotFound
from mesto.kernel.words import said
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.contacts import (
    Contact,
    browsers_of,
    contacts_of,
    drop_browser,
    keep_browser,
    keep_contact,
    push_key,
    require_sense,
)
from mesto.operations.notifications.log import entries
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.tell import tell
from mesto.web.answers import answer_json
from mesto.web.asker import host_of, visit_of
from mesto.web.body import read_body
from mesto.web.picture import Picture

PERSON = "person:"
SHOWN = 10  #: messages to oneself

TRIED = said(
    "This is a test of your notifications",
    "Toto je zkouška vašich oznámení",
    "Toto je skúška vašich oznámení",
    "Ovo je proba vaših obaveštenja",
)
TRIED_BODY = said(
    "Who reads this can be reached.",
    "Kdo to čte, k tomu se oznámení dostanou.",
    "Kto to číta, k tomu sa oznámenia dostanú.",
    "Ko ovo čita, do njega obaveštenja stižu.",
)


class Subscription(Struct, frozen=True, forbid_unknown_fields=True):
    """A browser, as it says itself where messages reach it."""

    endpoint: Annotated[str, Meta(pattern=r"^https?://[^\s\x00]+$", max_length=1000)]
    keys: dict[str, str]


async def show_own(request: Request, _picture: Picture) -> Response:
    """Say how one is reached, and what one was told last."""
    from mesto.operations.notifications.channels.sealing import public_key

    login = _login(request)
    async with host_of(request).bound() as connection:
        contact = (await contacts_of(connection)).get(login, Contact())
        browsers = (await browsers_of(connection)).get(login, [])
        told = await entries(connection, recipient=PERSON + login, most=SHOWN)
        key = public_key(await push_key(connection))
    return answer_json(
        request,
        {
            "contact": contact,
            "browsers": [
                {"number": one.number, "agent": one.agent, "endpoint": one.endpoint}
                for one in browsers
            ],
            "push_key": key,
            "messages": told,
        },
    )


async def keep_own(request: Request, _picture: Picture) -> Response:
    """Say how one wants to be told. Raises Malformed, with the place, for nonsense."""
    login = _changing(request)
    contact = await read_body(request, Contact)
    require_sense(contact)
    async with host_of(request).bound() as connection:
        await keep_contact(connection, login, contact)
    return Response(status_code=204)


async def add_browser(request: Request, _picture: Picture) -> Response:
    """Let a browser show one's messages. Raises Malformed for keys that are none."""
    from mesto.operations.notifications.channels.sealing import seal

    login = _changing(request)
    told = await read_body(request, Subscription)
    browser = Browser(
        number=uuid4(),
        endpoint=told.endpoint,
        keys=told.keys,
        agent=request.headers.get("user-agent", "")[:200],
    )
    seal(b"{}", told.keys)
    async with host_of(request).bound() as connection:
        await keep_browser(connection, login, browser)
    return Response(status_code=204)


async def remove_browser(request: Request, _picture: Picture) -> Response:
    """Let a browser of one's own show nothing any more. Raises NotFound."""
    login = _changing(request)
    number = number_of(request)
    async with host_of(request).bound() as connection:
        own = (await browsers_of(connection)).get(login, [])
        if number not in {one.number for one in own}:
            raise NotFound("you have no such browser")
        await drop_browser(connection, number)
    return Response(status_code=204)


async def try_own(request: Request, _picture: Picture) -> Response:
    """Tell oneself something critical, by the ways one has chosen for that."""
    await tell(host_of(request), [trial(PERSON + _changing(request))])
    return Response(status_code=204)


def trial(recipient: str) -> Notice:
    """Return a notice that tries whether a recipient is reached."""
    return Notice(
        id=uuid4(),
        to=[recipient],
        subject=TRIED,
        body=TRIED_BODY,
        severity="critical",
    )


def number_of(request: Request) -> UUID:
    """Return the number in the path. Raises NotFound for what is none."""
    try:
        return UUID(str(request.path_params["number"]))
    except ValueError:
        raise NotFound("nothing has this number") from None


def _login(request: Request) -> str:
    """Return who asks. Raises Forbidden for who came without an account."""
    name = visit_of(request).principal.name
    if not name.startswith(PERSON):
        raise Forbidden("sign in with an account; a key has none")
    return name.removeprefix(PERSON)


def _changing(request: Request) -> str:
    if visit_of(request).looking:
        raise Forbidden("you only look, with the eyes of others")
    return _login(request)
