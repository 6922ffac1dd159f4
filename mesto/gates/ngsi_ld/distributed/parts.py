"""Who is told which part of what shall be done. Pure.

Exclusive sources come first and take away what is theirs; then those that are
redirected to, each what it registered; what is left is for the city, and for whoever
knows beside it.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6.2, 4.3.6.3, 5.6.1 to 5.6.20.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.gates.ngsi_ld.registrations.model import Mode, Registration


class Part(msgspec.Struct, frozen=True):
    """What one source is to do.

    attributes: None: no attributes are named, it is about the entity as a whole
    """

    registration: Registration
    attributes: frozenset[str] | None


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Who does what.

    refused: proxied sources that do not offer what is to be done
    left: attributes for the city itself; None: none are named
    is_ours: whether there is something for the city itself
    """

    told: tuple[Part, ...] = ()
    refused: tuple[Part, ...] = ()
    left: frozenset[str] | None
    is_ours: bool


def part(
    matches: Sequence[Match], named: AbstractSet[str] | None, operations: Iterable[str]
) -> Parts:
    """Part what shall be done between sources and the city.

    named: attributes it is about; None: it is about the entity as a whole
    operations: one of these must be offered by who is told
    """
    wanted = frozenset(operations)
    told: list[Part] = []
    refused: list[Part] = []
    left = None if named is None else frozenset(named)
    whole = False

    def tell(match: Match, attributes: frozenset[str] | None) -> None:
        offers = not wanted.isdisjoint(match.registration.operations)
        one = Part(match.registration, attributes)
        if offers:
            told.append(one)
        elif match.registration.mode.is_proxied:
            refused.append(one)

    for match in _of(matches, Mode.EXCLUSIVE):
        theirs = _theirs(match, left)
        if theirs is None or theirs:
            tell(match, theirs)
            left = None if left is None else left - (theirs or frozenset())
    taken: frozenset[str] = frozenset()
    for match in _of(matches, Mode.REDIRECT):
        theirs = _theirs(match, left)
        whole = whole or match.attributes is None
        if theirs is None or theirs or (match.attributes is None and not named):
            tell(match, theirs)
            taken |= theirs or frozenset()
    left = None if left is None else left - taken
    for match in _of(matches, Mode.INCLUSIVE):
        theirs = _theirs(match, left)
        if theirs is None or theirs or (not named and not whole):
            tell(match, theirs)
    ours = not whole and (not named or bool(left))
    return Parts(told=tuple(told), refused=tuple(refused), left=left, is_ours=ours)


def _of(matches: Sequence[Match], mode: Mode) -> Iterable[Match]:
    return (one for one in matches if one.registration.mode is mode)


def _theirs(match: Match, left: frozenset[str] | None) -> frozenset[str] | None:
    if left is None:
        return None
    known = match.attributes
    return left if known is None else left & known
