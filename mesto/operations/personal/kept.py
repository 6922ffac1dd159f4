"""What is kept of a person: its account, what it did and said, where it is named.

And how it is reached, what it was told, and which reports it had made. Texts that
mention it are shown too, since they are found here and stay when it is forgotten.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from mesto.kernel.access.account import Account, signed
from mesto.kernel.access.accounts import Accounts, Session
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.operations.audit.acts import (
    EVER,
    Act,
    OrderedBy,
    StatedByPeople,
    Wanted,
    read_acts,
)
from mesto.operations.personal.named import Named, mentioned_in, named_in
from mesto.operations.personal.told import (
    AskedFor,
    Reached,
    Told,
    asked_for_by,
    reached_by,
    told_to,
)

ALL = 2**31 - 1  #: pages are for screens; a person gets everything


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Everything kept of a person."""

    login: str
    account: Account | None
    sessions: Sequence[Session]
    acts: Sequence[Act]  #: done by it or to it
    places: Mapping[str, "KeptThere"]  #: by municipality


class KeptThere(msgspec.Struct, frozen=True, kw_only=True):
    """What one municipality keeps of a person."""

    stated: Sequence[Act]
    ordered: Sequence[Act]
    named: Sequence[Named]
    reached: Sequence[Reached]  #: one, where it gave how it is reached
    told: Sequence[Told]
    reports: Sequence[AskedFor]
    mentioned: Sequence[Named]  #: texts in which people wrote its login


class Counts(NamedTuple):
    """How much is kept of a person; what erasing will change."""

    account: bool
    elsewhere: bool  #: it belongs to other municipalities too
    sessions: int
    acts: int
    stated: int
    ordered: int
    named: int
    told: int
    mentioned: int  #: what erasing leaves as it is


async def kept_of(accounts: Accounts, cities: Sequence[City], login: str) -> Kept:
    """Return what is kept of a person in these municipalities.

    Raises NotFound where nothing is.
    """
    login = login.strip().lower()
    here = [city.name for city in cities]
    account = next(iter(await accounts.called(login, here)), None)
    acts = {act.place: act for city in cities for act in await _acts(city, login)}
    kept = Kept(
        login=login,
        account=account,
        sessions=[] if account is None else await accounts.sessions(account.number),
        acts=sorted(acts.values(), key=lambda act: act.at),
        places={city.name: await _kept_there(city, login) for city in cities},
    )
    if account is None and not any(map(_tells, kept.places.values())):
        raise NotFound(f"nothing is kept of {login} here")
    return kept


def counted(kept: Kept, municipalities: Sequence[str]) -> Counts:
    """Count what is kept of a person."""
    there = kept.places.values()
    account = kept.account
    return Counts(
        account=account is not None,
        elsewhere=account is not None
        and not set(account.memberships).issubset(municipalities),
        sessions=len(kept.sessions),
        acts=len(kept.acts),
        stated=sum(len(one.stated) for one in there),
        ordered=sum(len(one.ordered) for one in there),
        named=sum(len(one.named) for one in there),
        told=sum(len(one.told) for one in there),
        mentioned=sum(len(one.mentioned) for one in there),
    )


def _tells(there: KeptThere) -> bool:
    """Tell whether anything there is about the person itself."""
    return bool(
        there.stated
        or there.ordered
        or there.named
        or there.reached
        or there.told
        or there.reports
    )


async def _acts(city: City, login: str) -> list[Act]:
    """Return what a person did, or had done to it, as far as it is told there."""
    name = signed(login)
    looked_for = (
        Wanted(municipality=city.name, who=name, limit=ALL),
        Wanted(municipality=city.name, about=name, limit=ALL),
    )
    async with city.database.owner() as connection:
        found = [act for one in looked_for for act in await read_acts(connection, one)]
    return [act for act in found if name in (act.who, act.whom)]


async def _kept_there(city: City, login: str) -> KeptThere:
    name = signed(login)
    wanted = Wanted(who=name, before=EVER, limit=ALL)
    stated = await city.ask(StatedByPeople(wanted))
    ordered = await city.ask(OrderedBy(wanted))
    return KeptThere(
        stated=[act for act in stated if act.who == name],
        ordered=[act for act in ordered if act.who == name],
        named=await city.ask(named_in(name)),
        reached=await city.ask(reached_by(login)),
        told=await city.ask(told_to(name)),
        reports=await city.ask(asked_for_by(name)),
        mentioned=await city.ask(mentioned_in(login, name)),
    )
