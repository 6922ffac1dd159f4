"""Values that name a person, and texts in which people wrote of it."""

from datetime import datetime

import msgspec

from mesto.kernel.pseudonym import quoted
from mesto.operations.personal.about import About


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A value that names a person."""

    entity: str
    attribute: str
    observed_at: datetime
    value: object


def named_in(name: str) -> About[Named]:
    """Ask which values name a person, by its name in the ledger."""
    return About(
        (quoted(name),), Named, _VALUES.format("strpos(l.value::text, $1) > 0")
    )


def mentioned_in(login: str, name: str) -> About[Named]:
    """Ask which texts of people hold a login, beside values that name whose it is."""
    return About((login, quoted(name)), Named, _VALUES.format(_IN_TEXTS))


_VALUES = """
    select jsonb_build_object(
               'entity', e.urn, 'attribute', a.name,
               'observed_at', l.observed_at, 'value', l.value) as one
      from ledger l
      join entity e on e.id = l.entity
      join attribute a on a.id = l.attribute
     where {}
     order by l.observed_at
"""
_IN_TEXTS = "l.source < 0 and strpos(lower(replace(l.value::text, $2, '')), $1) > 0"
