"""Who would get an order to many, who would not and why, and whether two are needed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden
from mesto.kernel.model import Command
from mesto.kernel.plugin import Text
from mesto.kernel.text import refusal
from mesto.operations.commands.give import asked_why
from mesto.operations.commands.interlock import forbidding
from mesto.operations.commands.override import Terms
from mesto.operations.commands.reading import objections_to_each, whole
from mesto.operations.commands.words import NOT_ALLOWED, may_some, too_many


class Weighed(NamedTuple):
    """What would become of an order to many."""

    may: Sequence[str]  #: entities that who asks may order it of, in their order
    forbidden: int  #: so many others were named
    against: Mapping[str, Text]  #: why some of those get nothing, by entity
    asks: Text  #: why a second person is asked; empty where nobody is

    @property
    def get(self) -> int:
        """How many would get it."""
        return len(self.may) - len(self.against)

    def require_all(self) -> None:
        """Raise Forbidden, saying of how many it is allowed, unless it is of all."""
        if self.forbidden:
            may, of = len(self.may), len(self.may) + self.forbidden
            raise refusal(Forbidden, may_some(may, of), may=may, of=of)


async def weigh(
    city: City,
    command: Command,
    named: Mapping[str, Text],
    terms: Terms,
    now: datetime,
) -> Weighed:
    """Look at an order before it is given; nothing is kept.

    command: what each would get; its entity does not matter
    named: whom it is for, each with why nothing can bring it there; empty: all is well

    Raises Forbidden where who asks may order nothing at all.
    """
    wanted = [msgspec.structs.replace(command, entity=urn) for urn in named]
    signed = await city.signed_each(wanted)
    if named and not signed:
        raise refusal(Forbidden, NOT_ALLOWED, may=0, of=len(named))
    may = [one.entity for one in signed]
    said = await objections_to_each(city, signed, now, terms.until)
    forbid = {urn: forbidding(each) for urn, each in said.items()}
    against = {urn: one.says for urn, one in forbid.items() if one is not None}
    against |= {urn: named[urn] for urn in may if named[urn]}
    most = (await whole(city).municipality()).alone_up_to
    left = [one for urn, each in said.items() if urn not in against for one in each]
    many = too_many(most) if len(may) - len(against) > most else {}
    return Weighed(may, len(named) - len(may), against, many or asked_why(left, terms))
