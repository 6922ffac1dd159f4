"""Overrides that are alike and come at once are told by one request.

How the gateway brings it to its lamps is its own affair; what it has a group for, it
can bring by one message on the radio.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID, uuid5

from mesto.gates.talq.orders import GROUPS, Errand, Target
from mesto.gates.talq.standard import Document
from mesto.kernel.errors import Conflict, Malformed, NotFound

WAIT_S: Final = 0.02  #: for others that are alike
MOST: Final = 500  #: errands of one request
MANY: Final = UUID("0b7d6f0e-3c0f-5a43-9a5e-0f6f5c1d7a21")  #: what their names are in

#: Tells a gateway what some errands ask for, all alike, in one request.
Tell: TypeAlias = Callable[[Sequence[Errand]], Awaitable[None]]


class Together:
    """Errands that wait for others."""

    def __init__(self, tell: Tell) -> None:
        """Tell by `tell`."""
        self._tell = tell
        self._waiting: dict[object, list[tuple[Errand, asyncio.Future[None]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def do(self, errand: Errand) -> None:
        """Have an errand told. Raises what telling it raises."""
        alike = errand.level, errand.ramp_s, errand.expiration
        waiting = self._waiting.setdefault(alike, [])
        told = asyncio.get_running_loop().create_future()
        waiting.append((errand, told))
        if len(waiting) == 1:
            task = asyncio.create_task(self._soon(alike))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        await told

    async def close(self) -> None:
        """Tell nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _soon(self, alike: object) -> None:
        await asyncio.sleep(WAIT_S)
        waiting = self._waiting.pop(alike)
        try:
            for start in range(0, len(waiting), MOST):
                await self._tell_some(waiting[start : start + MOST])
        finally:
            for _, told in waiting:
                told.cancel()  # those that were not told, when the line closes

    async def _tell_some(
        self, some: Sequence[tuple[Errand, asyncio.Future[None]]]
    ) -> None:
        """Tell errands together; one that is refused spoils only itself."""
        try:
            await self._tell([errand for errand, _ in some])
        except (Malformed, NotFound, Conflict) as error:
            if len(some) == 1:
                _fail(some[0][1], error)
                return
            for one in some:
                await self._tell_some([one])
        except Exception as error:  # noqa: BLE001 - whoever waits for it is told
            for _, told in some:
                _fail(told, error)
        else:
            for _, told in some:
                if not told.done():
                    told.set_result(None)


def _fail(told: "asyncio.Future[None]", error: Exception) -> None:
    if not told.done():
        told.set_exception(error)


def name_of(errands: Sequence[Errand]) -> str:
    """Return the UUID of a request: of one errand its own, of many one made of all."""
    (one, *more) = errands
    return (
        str(uuid5(MANY, " ".join(e.command for e in errands))) if more else one.command
    )


def addressed(
    targets: Sequence[Target], groups: Mapping[str, frozenset[str]]
) -> Iterator[Target]:
    """Yield targets, and groups in the place of all their devices; large ones first.

    groups: addresses of devices by the group's; of one device is none
    """
    left = {one.address for one in targets if one.resource == "devices"}
    for name in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        if len(groups[name]) > 1 and groups[name] <= left:
            left -= groups[name]
            yield Target(GROUPS, name)
    for one in targets:
        if one.resource == GROUPS or one.address in left:
            yield one


def plain(groups: Sequence[Document]) -> dict[str, frozenset[str]]:
    """Return the addresses of the devices of groups; of those made of more, none."""
    return {
        str(one["address"]): frozenset(
            str(each["address"]).lower()
            for each in one["members"]
            if all(map(_is_device, one["members"]))
        )
        for one in groups
    }


def _is_device(member: Document) -> bool:
    return member["resource"] == "devices" and "/" not in member["address"]
