"""Rounds as mesto gives them to crews, and what crews say of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from mesto.simulator.devices.stamp import iso
from mesto.simulator.fleets.lorries import Done
from mesto.simulator.life.rounds import Released, Stop
from mesto.simulator.wire.api import Api

GIVEN = ("released", "driving")  #: phases in which a crew has a round


class Crews:
    """The phones of a town's crews."""

    def __init__(self, api: Api, municipality: str) -> None:
        """Speak for the crews of a municipality."""
        self._api, self._rounds = api, f"/api/{municipality}/waste/rounds"

    async def given(self) -> list[str]:
        """Return the names of the rounds of today that crews have."""
        told = await self._api.ask(self._rounds)
        return [one["name"] for one in told["rounds"] if one["phase"] in GIVEN]

    async def whole(self, name: str) -> Released:
        """Return all of a round."""
        return released_in(await self._api.ask(f"{self._rounds}/{name}"))

    async def say(self, done: Iterable[Done]) -> None:
        """Say what was done; said again, it is the same.

        Raises RefusedError.
        """
        for name, deeds in groupby(done, key=lambda one: one.round):
            said = {"said": [deed_of(one) for one in deeds]}
            await self._api.post(f"{self._rounds}/{name}/said", said)


def released_in(told: Mapping[str, Any]) -> Released:
    """Read a round as mesto tells it."""
    began = told["began_at"]
    return Released(
        name=told["name"],
        vehicle=told["vehicle"],
        fraction=told["fraction"],
        stops=list(_stops(told["stops"])),
        path=[(at[0], at[1]) for at in told["path"]],
        began_s=_seconds(began) if began else None,
    )


def deed_of(done: Done) -> dict[str, object]:
    """Write what a crew did as its phone would."""
    deed = done.deed
    said: dict[str, object] = {
        "kind": deed.what,
        "id": str(uuid5(NAMESPACE_URL, f"{done.round}/{done.number}")),
        "at": iso(done.at_s),
    }
    if deed.containers:
        said["containers"] = list(deed.containers)
    if deed.site:
        said["site"] = deed.site
    if deed.what == "impossible":
        said["reason"] = "blocked"
    return said


def _stops(told: Iterable[Mapping[str, Any]]) -> Iterator[Stop]:
    for one in told:
        yield Stop(
            what=one["what"],
            place=(one["place"][0], one["place"][1]),
            arrives_s=_seconds(one["arrives"]),
            leaves_s=_seconds(one["leaves"]),
            containers=one.get("containers", ()),
            site=one.get("at", ""),
        )


def _seconds(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()
