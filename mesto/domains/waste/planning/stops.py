"""Containers put together to stops: those of one place and fraction. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import mul
from typing import Final, NamedTuple

import msgspec

from mesto.domains.waste.outlook import Outlook
from mesto.domains.waste.planning.orders import Orders
from mesto.domains.waste.planning.problem import (
    Client,
    Costs,
    Must,
    Reason,
    Side,
    Spot,
    Window,
)
from mesto.domains.waste.planning.spacing import visit_m
from mesto.domains.waste.planning.travel import GUESSED_KMH
from mesto.domains.waste.planning.windows import windows_on
from mesto.domains.waste.planning.worth import Price, Worth, worth_of
from mesto.domains.waste.rounds import Place
from mesto.kernel.errors import Malformed

#: Loose waste in containers, kg/l, where nothing is weighed.
#: Source: WRAP, Material bulk densities, 2010; means of household collections.
DENSITIES: Final[Mapping[str, float]] = {
    "other": 0.13,
    "mixed": 0.13,
    "paper": 0.07,
    "plastic": 0.03,
    "glass": 0.3,
    "organic": 0.3,
    "batteries": 1.0,
}
USUAL_DENSITY: Final = 0.15


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """A container, as far as plans ask.

    isle: URN of its nest; empty: it stands alone
    kg_per_l: of its waste; None: as usual
    every_days: a contract asks that it be emptied so often; last: when it was
    """

    urn: str
    place: Place
    isle: str = ""
    title: str = ""
    fraction: str
    volume_l: float
    outlook: Outlook | None
    hours: str = ""
    side: Side = "any"
    kg_per_l: float | None = None
    every_days: float | None = None
    last: datetime | None = None


class Day(NamedTuple):
    """A day that is planned.

    today: when containers would be emptied, about; chances: when they could be later;
    end: so far is looked ahead
    """

    day: date
    midnight: datetime
    today: datetime
    chances: Sequence[datetime]
    end: datetime


class Prices(NamedTuple):
    """What a plan weighs."""

    overflow_cost: float
    costs: Costs
    service_s: float  #: to empty one container


class Left(NamedTuple):
    """A container that is no part of any stop.

    chance: that it is over full before the next chance to come
    """

    reason: Reason
    chance: float


class _Looked(NamedTuple):
    bin: Bin
    worth: Worth
    must: Must
    windows: Sequence[Window]


def clients_of(
    bins: Sequence[Bin], day: Day, prices: Prices, orders: Orders
) -> tuple[list[Client], dict[str, Left]]:
    """Return the stops of one fraction, and the containers that are no part of any."""
    price = Price(prices.overflow_cost, _visit_price(bins, prices))
    out: dict[str, Left] = {}
    stops: dict[tuple[object, ...], list[_Looked]] = defaultdict(list)
    for one in bins:
        looked = _looked(one, day, price, orders)
        if looked is None:
            out[one.urn] = Left("unknown", 0.0)
        elif one.urn in orders.ban:
            out[one.urn] = Left("banned", looked.worth.chance)
        elif not looked.windows:
            out[one.urn] = Left("closed", looked.worth.chance)
        else:
            stops[_place(one), looked.windows, bool(looked.must)].append(looked)
    clients = [_client(looked, day, prices) for looked in stops.values()]
    return list(_moved(clients, orders)), out


def _place(one: Bin) -> tuple[object, ...]:
    """Return what containers that are emptied in one stop have in common."""
    return (one.isle, one.side) if one.isle else (one.place, one.side)


def _looked(one: Bin, day: Day, price: Price, orders: Orders) -> _Looked | None:
    """Look at a container; None where nobody knows how full it is."""
    must = _must(one, day, orders)
    if one.outlook is None and not must:
        return None
    worth = Worth(0.0, 0.0, None, 0.0, 1.0)  # who knows nothing expects it to be full
    if one.outlook is not None:
        worth = worth_of(one.outlook, day.today, day.chances, day.end, price)
    return _Looked(one, worth, must, _windows(one, day.day, orders))


def _must(one: Bin, day: Day, orders: Orders) -> Must:
    if any(move.container == one.urn for move in orders.moves):
        return "moved"
    if one.urn in orders.lock:
        return "locked"
    if one.every_days is not None and one.last is not None:
        until = one.last + timedelta(days=one.every_days)
        if until < (day.chances[0] if day.chances else day.end):
            return "contract"
    return ""


def _windows(one: Bin, day: date, orders: Orders) -> tuple[Window, ...]:
    """Return when a container can be emptied; hours that make no sense are any."""
    try:
        windows = windows_on(one.hours, day)
    except Malformed:
        windows = windows_on("", day)
    if one.urn not in orders.earliest:
        return tuple(windows)
    hours, minutes = map(int, orders.earliest[one.urn].split(":"))
    begins_s = hours * 3600 + minutes * 60
    return tuple((max(a, begins_s), b) for a, b in windows if b > begins_s)


def _client(looked: Sequence[_Looked], day: Day, prices: Prices) -> Client:
    bins = [one.bin for one in looked]
    first = bins[0]
    worths = [one.worth for one in looked]
    litres = [
        one.volume_l * min(worth.level, 1.5)
        for one, worth in zip(bins, worths, strict=True)
    ]
    densities = [
        DENSITIES.get(one.fraction, USUAL_DENSITY)
        if one.kg_per_l is None
        else one.kg_per_l
        for one in bins
    ]
    laters = [one.later for one in worths if one.later is not None]
    all_day = looked[0].windows == windows_on("", day.day)
    return Client(
        key=first.urn,
        containers=[one.urn for one in bins],
        spot=Spot(first.place, first.side),
        title=first.title,
        load_l=round(sum(litres), 1),
        load_kg=round(sum(map(mul, litres, densities)), 1),
        level=max(one.level for one in worths),
        chance=max(one.chance for one in worths),
        overflows=sum(one.chance for one in worths),
        service_s=round(prices.service_s * len(bins)),
        prize=round(sum(one.prize for one in worths), 4),
        spared=round(sum(one.spared for one in worths), 4),
        later=min(laters).date() if laters else None,
        windows=() if all_day else looked[0].windows,
        must=next((one.must for one in looked if one.must), ""),
    )


def _moved(clients: Iterable[Client], orders: Orders) -> Iterator[Client]:
    """Give moved stops their vehicle and the stop they follow.

    `truck` names the vehicle here; who knows the shifts puts in which of them it is.
    """
    stops = list(clients)
    key_of = {urn: one.key for one in stops for urn in one.containers}
    moves = {
        key_of[move.container]: move
        for move in orders.moves
        if move.container in key_of
    }
    for one in stops:
        move = moves.get(one.key)
        if move is None:
            yield one
        else:
            after = key_of.get(move.after, "")
            yield msgspec.structs.replace(one, truck=move.vehicle, after=after)


def _visit_price(bins: Sequence[Bin], prices: Prices) -> float:
    """Return what a visit usually costs: the way, and to empty a container."""
    way_m = visit_m([one.place for one in bins], [_place(one) for one in bins])
    return prices.costs.of(way_m, way_m / (GUESSED_KMH / 3.6) + prices.service_s)
