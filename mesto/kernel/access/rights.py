"""What a principal may do, as data, and whether it may. Pure.

A right allows verbs on what it names: entities of some types, in some districts, with
some URNs, and of those some attributes or commands. What it leaves empty is not asked
about. Rights only add: nothing is forbidden but by having no right.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TypeAlias

import msgspec

Text: TypeAlias = Mapping[str, str]


class Verb(StrEnum):
    """What can be allowed."""

    SEE = "see"  #: read the present and the past
    RECORD = "record"  #: state observations
    COMMAND = "command"  #: order that something be done
    CONNECT = "connect"  #: connections, devices, quarantine
    GOVERN = "govern"  #: people, roles, keys, retention, exports


#: The setting by which PostgreSQL knows the roles of a guest.
ROLES = "mesto.roles"

#: Verbs that are allowed for a municipality as a whole.
WHOLE = frozenset({Verb.CONNECT, Verb.GOVERN})


class Right(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True
):
    """Verbs, and what they are allowed on. Empty: whatever it is."""

    verbs: frozenset[Verb]
    services: tuple[str, ...] = ()  #: names of domains; their types
    types: tuple[str, ...] = ()  #: entity types, beside those of the services
    attributes: tuple[str, ...] = ()  #: of those entities
    commands: tuple[str, ...] = ()  #: names, e.g. setDimLevel
    districts: tuple[str, ...] = ()  #: scopes, e.g. /centre; with all below
    records: str = ""  #: a URN in which * stands for anything, e.g. *:WasteContainer:K*

    @cached_property
    def everywhere(self) -> bool:
        """Whether it holds for every entity and all of it."""
        return not (
            self.services
            or self.types
            or self.attributes
            or self.commands
            or self.districts
            or self.records
        )

    def covers(self, thing: "Thing") -> bool:
        """Tell whether it holds for an entity."""
        return (
            (not self.types or not thing.types.isdisjoint(self.types))
            and (not self.districts or _lies_in(thing.scopes, self.districts))
            and (not self.records or fnmatchcase(thing.urn, _literally(self.records)))
        )


class Thing(msgspec.Struct, frozen=True):
    """What rights ask of an entity."""

    urn: str
    types: frozenset[str]
    scopes: tuple[str, ...] = ()


class Role(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rights with a name, given to people and keys together."""

    name: str
    title: Text = {}
    rights: tuple[Right, ...]


class Principal(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Who asks: a person, a key, or nobody known."""

    name: str  #: how the ledger calls it, e.g. person:jana or key:bins
    roles: tuple[Role, ...]

    @cached_property
    def rights(self) -> tuple[Right, ...]:
        """All its rights together."""
        return tuple(right for role in self.roles for right in role.rights)

    @cached_property
    def role_names(self) -> tuple[str, ...]:
        """The names of its roles, in order: what two principals see is the same."""
        return tuple(sorted({role.name for role in self.roles}))

    def may(self, verb: Verb) -> bool:
        """Tell whether it may do so on anything at all."""
        return any(verb in right.verbs for right in self.rights)

    def may_everywhere(self, verb: Verb) -> bool:
        """Tell whether it may do so on everything, so that nobody need look."""
        return any(verb in right.verbs and right.everywhere for right in self.rights)

    def may_on(self, verb: Verb, thing: Thing, part: str = "") -> bool:
        """Tell whether it may do so on an entity.

        part: name of the attribute, or of the command where that is the verb
        """
        return any(why(self.rights, verb, thing, part))


def why(
    rights: Iterable[Right], verb: Verb, thing: Thing, part: str = ""
) -> Iterable[Right]:
    """Yield the rights by which a verb is allowed on a part of an entity.

    part: name of the attribute, or of the command; empty: on any part of it
    """
    for right in rights:
        if verb not in right.verbs or not right.covers(thing):
            continue
        parts = right.commands if verb is Verb.COMMAND else right.attributes
        if not parts or not part or part in parts:
            yield right


def resolved(role: Role, services: Mapping[str, Sequence[str]]) -> Role:
    """Return a role whose services are the types they have today.

    services: entity types by name of the domain; one that is unknown has none
    """
    rights = tuple(
        msgspec.structs.replace(right, services=(), types=_types(right, services))
        if right.services
        else right
        for right in role.rights
    )
    return msgspec.structs.replace(role, rights=rights)


def _types(right: Right, services: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    of_services = (kind for name in right.services for kind in services.get(name, ()))
    return tuple(dict.fromkeys((*right.types, *of_services))) or (NO_TYPE,)


def _literally(pattern: str) -> str:
    """Leave * its meaning and take it from ? and [."""
    return pattern.replace("[", "[[]").replace("?", "[?]")


def _lies_in(scopes: Sequence[str], districts: Sequence[str]) -> bool:
    return any(
        scope == district or scope.startswith(f"{district}/")
        for scope in scopes
        for district in districts
    )


NO_TYPE = "-"  #: no entity has it: services that are gone open nothing


def _role(name: str, title: Text, *rights: Right) -> Role:
    return Role(name=name, title=title, rights=rights)


ADMINISTRATOR = _role(
    "administrator",
    {
        "en": "Administrator",
        "cs": "Správce",
        "sk": "Správca",
        "sr-Latn": "Administrator",
    },
    Right(verbs=frozenset(Verb)),
)
OPERATOR = _role(
    "operator",
    {"en": "Operator", "cs": "Dispečer", "sk": "Dispečer", "sr-Latn": "Dispečer"},
    Right(verbs=frozenset({Verb.SEE, Verb.RECORD, Verb.COMMAND, Verb.CONNECT})),
)
VIEWER = _role(
    "viewer",
    {"en": "Viewer", "cs": "Čtenář", "sk": "Čitateľ", "sr-Latn": "Čitalac"},
    Right(verbs=frozenset({Verb.SEE})),
)
SYSTEM = _role(
    "system",
    {
        "en": "Connected system",
        "cs": "Připojený systém",
        "sk": "Pripojený systém",
        "sr-Latn": "Povezan sistem",
    },
    Right(verbs=frozenset({Verb.SEE, Verb.RECORD})),
)

#: Roles every municipality has; its own may not be called so.
BUILT_IN: Mapping[str, Role] = {
    role.name: role for role in (ADMINISTRATOR, OPERATOR, VIEWER, SYSTEM)
}
