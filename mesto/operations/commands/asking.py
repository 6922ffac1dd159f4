"""Telling those who may decide that something waits for them, once."""

from collections.abc import Sequence
from uuid import uuid5

from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.operations.commands.waiting import Waiting, keys_of_waiting, read_waiting
from mesto.operations.commands.who import who_may
from mesto.operations.commands.words import WAITS, asked_by
from mesto.operations.notifications.notice import Notice
from mesto.operations.notifications.tell import tell

LINK = "commands"  #: of the screen where it is decided


async def tell_of_waiting(city: City, callers: Callers) -> None:
    """Tell who may decide on what waits and was not told of yet.

    Told twice, after a crash, is told once. Raises Unavailable.
    """
    untold = await keys_of_waiting(city, untold=True)
    for one in await read_waiting(city, untold):
        may = await who_may(city, callers, one.commands, beside=[one.by])
        if may:
            await tell(city, [_notice(one, may)])
        async with city.bound() as connection:
            await connection.execute(_TOLD[one.table], one.id)


def _notice(one: Waiting, to: Sequence[str]) -> Notice:
    who = asked_by(one.by)
    body = {tag: f"{one.why.get(tag, '')} {text}".strip() for tag, text in who.items()}
    return Notice(
        id=uuid5(one.id, "waits"),
        to=to,
        subject=WAITS,
        body=body,
        severity="medium",
        link=LINK,
        group="approvals",
    )


_TOLD = {
    "approval": "update approval set told = true where id = $1",
    "bulk": "update bulk set told = true where id = $1",
}
