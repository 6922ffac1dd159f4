"""What is kept of a person: its account, what it did and said, where it is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import msgspec
import orjson

from mesto.kernel.access.account import Account, signed
from mesto.kernel.access.accounts import Accounts, Session
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.pseudonym import quoted
from mesto.kernel.question import Question, Row
from mesto.operations.audit.acts import (
    EVER,
    Act,
    OrderedBy,
    StatedByPeople,
    Wanted,
    read_acts,
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
    named: Sequence["Named"]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A value that names a person."""

    entity: str
    attribute: str
    observed_at: datetime
    value: object


class Counts(NamedTuple):
    """How much is kept of a person; what erasing will change."""

    account: bool
    elsewhere: bool  #: it belongs to other municipalities too
    sessions: int
    acts: int
    stated: int
    ordered: int
    named: int


async def kept_of(accounts: Accounts, cities: Sequence[City], login: str) -> Kept:
    """Return what is kept of a person in these municipalities.

    Raises NotFound where nothing is.
    """
    login = login.strip().lower()
    try:
        account = await accounts.by_login(login)
    except NotFound:
        account = None
    here = {city.name for city in cities}
    acts = {act.place: act for city in cities for act in await _acts(city, login)}
    kept = Kept(
        login=login,
        account=account,
        sessions=[] if account is None else await accounts.sessions(account.number),
        acts=sorted(acts.values(), key=lambda act: act.at),
        places={city.name: await _kept_there(city, login) for city in cities},
    )
    belongs = account is not None and not here.isdisjoint(account.memberships)
    there = kept.places.values()
    if not (belongs or any(one.stated or one.ordered or one.named for one in there)):
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
        named=await city.ask(NamedIn(name)),
    )


@dataclass(frozen=True)
class NamedIn(Question[list[Named]]):
    """Values that name a person, whoever stated them."""

    name: str

    needs = Verb.GOVERN
    sql = """
        select e.urn, a.name, l.observed_at, l.value
          from ledger l
          join entity e on e.id = l.entity
          join attribute a on a.id = l.attribute
         where strpos(l.value::text, $1) > 0
         order by l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Return the name as it stands in JSON."""
        return (quoted(self.name),)

    def answer(self, rows: Sequence[Row]) -> list[Named]:
        """Read a value a row."""
        return [
            Named(
                entity=row["urn"],
                attribute=row["name"],
                observed_at=row["observed_at"],
                value=orjson.loads(row["value"]),
            )
            for row in rows
        ]
