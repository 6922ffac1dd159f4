"""Which vehicle collects which waste today: one kind in a shift. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mesto.domains.waste.planning.problem import Client, Truck


class Free(NamedTuple):
    """A truck of a shift, and what it may collect; nothing named: anything."""

    truck: Truck
    fractions: Sequence[str]


def assigned(
    free: Sequence[Free],
    clients: Mapping[str, Sequence[Client]],
    kept: Mapping[str, str],
) -> dict[str, list[Truck]]:
    """Give each truck one fraction: its only one, else where most waits to be taken.

    What stops are locked to decides first; then what each fraction has in litres that
    are worth taking against what its trucks take.

    kept: which fraction trucks collect already, by key
    """
    found: dict[str, list[Truck]] = {fraction: [] for fraction in clients}
    waiting = {
        fraction: sum(one.load_l for one in stops if one.prize or one.must)
        for fraction, stops in clients.items()
    }
    choosy = sorted(free, key=lambda one: len(_may(one, found)))
    for one in choosy:
        may = _may(one, found)
        if not may:
            continue
        known = kept.get(one.truck.key, "")
        wanted = known if known in may else _locked_to(one.truck, clients, may)
        fraction = wanted or max(may, key=lambda name: (waiting[name], name))
        found[fraction].append(one.truck)
        waiting[fraction] -= one.truck.volume_l * (2 if one.truck.sites else 1)
    return found


def _may(free: Free, fractions: Mapping[str, object]) -> list[str]:
    return [one for one in fractions if not free.fractions or one in free.fractions]


def _locked_to(
    truck: Truck, clients: Mapping[str, Sequence[Client]], may: Sequence[str]
) -> str:
    return next(
        (
            fraction
            for fraction in may
            for one in clients[fraction]
            if one.truck == truck.vehicle
        ),
        "",
    )
