"""What a truck does minute by minute: arriving, emptying, resting, unloading. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from mesto.domains.waste.planning.ground import Ground, last_site
from mesto.domains.waste.planning.problem import Client, Reason, Spot, Truck
from mesto.domains.waste.rounds import Round, Stop

UNTIMED: Final = datetime.min.replace(tzinfo=UTC)  #: before the clock is known


class Driven(NamedTuple):
    """A round, and the places it leads over."""

    round: Round
    spots: Sequence[Spot]


class _Step(NamedTuple):
    """Something a truck does at a place."""

    spot: Spot
    lasts_s: int
    stop: Stop  #: what is known of it before the clock is
    windows: Sequence[tuple[int, int]] = ()
    empties: bool = False  #: the truck
    client: Client | None = None


def round_of(
    ground: Ground, truck: Truck, visits: Sequence[tuple[str, int]]
) -> Driven | None:
    """Return the round of a truck; None where it stays at home.

    visits: numbers of stops ("client") and of its sites ("site"), in order
    """
    if not any(what == "client" for what, _ in visits) and not truck.aboard_l:
        return None
    steps = list(_steps(ground, truck, visits))
    begins_s = _begins(ground, truck, steps)
    stops = list(_timed(ground, truck, steps, begins_s))
    spots = [one.spot for one in steps]
    numbers = [ground.number(one) for one in spots]
    legs = list(pairwise(numbers))
    metres = sum(int(ground.travel.metres[leg]) for leg in legs)
    seconds = sum(int(ground.travel.seconds[leg]) for leg in legs)
    working_s = (stops[-1].leaves - stops[0].arrives).total_seconds()
    return Driven(
        Round(
            day=ground.problem.day,
            plan="",
            vehicle=truck.vehicle,
            shift=truck.key,
            driver=truck.driver,
            fraction=ground.problem.fraction,
            stops=stops,
            km=round(metres / 1000, 3),
            driving_min=round(seconds / 60, 1),
            working_min=round(working_s / 60, 1),
            cost=round(ground.problem.costs.of(metres, working_s), 2),
        ),
        spots,
    )


def _steps(
    ground: Ground, truck: Truck, visits: Sequence[tuple[str, int]]
) -> Iterator[_Step]:
    """Yield what a truck does, in order; it unloads before it goes home."""
    yield _Step(truck.start, 0, _stop("depot", truck.start, at=truck.start_at))
    spot, loaded = truck.start, bool(truck.aboard_l or truck.aboard_kg)
    for what, number in visits:
        if what == "client":
            client = ground.problem.clients[number]
            yield _collecting(client)
            spot, loaded = client.spot, True
        else:
            yield _unloading(truck, number)
            spot, loaded = truck.sites[number].spot, False
    if loaded and truck.sites:
        yield _unloading(truck, last_site(ground, truck, ground.number(spot)))
    yield _Step(truck.end, 0, _stop("depot", truck.end, at=truck.end_at))


def _collecting(client: Client) -> _Step:
    stop = Stop(
        what="collect",
        place=client.spot.place,
        arrives=UNTIMED,
        leaves=UNTIMED,
        containers=client.containers,
        title=client.title,
        level=round(client.level, 3),
        chance=round(client.chance, 4),
        locked=client.must in {"locked", "moved"},
        because=because(client),
    )
    return _Step(client.spot, client.service_s, stop, client.windows, client=client)


def because(client: Client) -> tuple[Reason]:
    """Return why a stop is in the plan, by name."""
    if client.must:
        return (client.must,)
    half = client.spared >= client.prize / 2
    return ("overflow",) if half and client.spared > 0 else ("on-the-way",)


def _unloading(truck: Truck, number: int) -> _Step:
    site = truck.sites[number]
    stop = _stop("unload", site.spot, at=site.urn, title=site.title)
    return _Step(site.spot, site.unload_s, stop, empties=True)


def _begins(ground: Ground, truck: Truck, steps: Sequence[_Step]) -> int:
    """Return when a truck has to leave, not to wait at its first stop."""
    (start, first, *_) = steps
    if not first.windows:
        return truck.begins_s
    leg = ground.number(start.spot), ground.number(first.spot)
    travel_s = int(ground.travel.seconds[leg])
    return max(truck.begins_s, min(one for one, _ in first.windows) - travel_s)


def _timed(
    ground: Ground, truck: Truck, steps: Sequence[_Step], begins_s: int
) -> Iterator[Stop]:
    """Yield the stops with their times and loads, and the break among them."""
    at_s, rested, aboard = begins_s, not truck.break_s, _aboard(truck)
    for before, step in pairwise([steps[0], *steps]):
        leg = ground.number(before.spot), ground.number(step.spot)
        travel_s = int(ground.travel.seconds[leg])
        late = at_s + travel_s + step.lasts_s > truck.break_until_s - truck.break_s
        if not rested and step is not steps[0] and (at_s >= truck.break_from_s or late):
            begins_s = max(at_s, truck.break_from_s)
            at_s, rested = begins_s + truck.break_s, True
            rest = replace(_stop("break", before.spot), **aboard)
            yield _at(rest, ground, begins_s, at_s)
        arrives_s = at_s + travel_s
        at_s = _opens(step.windows, arrives_s) + step.lasts_s
        aboard = _loaded(step, aboard)
        yield _at(replace(step.stop, **aboard), ground, arrives_s, at_s)


def _aboard(truck: Truck) -> dict[str, float]:
    return {"load_l": truck.aboard_l, "load_kg": truck.aboard_kg}


def _loaded(step: _Step, aboard: dict[str, float]) -> dict[str, float]:
    """Return what is on board after a stop."""
    if step.empties:
        return {"load_l": 0.0, "load_kg": 0.0}
    if step.client is None:
        return aboard
    return {
        "load_l": round(aboard["load_l"] + step.client.load_l, 1),
        "load_kg": round(aboard["load_kg"] + step.client.load_kg, 1),
    }


def _opens(windows: Sequence[tuple[int, int]], at_s: int) -> int:
    """Return when who arrives can begin: at once, or when the next window opens."""
    if any(first <= at_s < until for first, until in windows) or not windows:
        return at_s
    return min((first for first, _ in windows if first > at_s), default=at_s)


def _at(stop: Stop, ground: Ground, arrives_s: int, leaves_s: int) -> Stop:
    return replace(
        stop, arrives=ground.problem.at(arrives_s), leaves=ground.problem.at(leaves_s)
    )


def _stop(
    what: Literal["depot", "unload", "break"], spot: Spot, at: str = "", title: str = ""
) -> Stop:
    return Stop(
        what=what, place=spot.place, arrives=UNTIMED, leaves=UNTIMED, at=at, title=title
    )
