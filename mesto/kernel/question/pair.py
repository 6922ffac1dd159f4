"""Which attributes entities ever had, read without reading what they were."""

from collections.abc import Sequence
from typing import Final

from mesto.kernel.question.clause import Arguments

#: Jumps from one attribute of an entity to the next along the ledger's key, instead of
#: reading all there is.
_ALL: Final = """
    select w.id as entity, (select min(l.attribute) from ledger l
                             where l.entity = w.id) as attribute
      from wanted w
    union all
    select q.entity, (select min(l.attribute) from ledger l
                       where l.entity = q.entity and l.attribute > q.attribute)
      from pair q
     where q.attribute is not null
"""
_NAMED: Final = """
    select w.id as entity, a.id as attribute
      from wanted w, attribute a
     where a.name = any({names})
"""


def pairs(names: Sequence[str] | None, arguments: Arguments) -> str:
    """Return SQL for `pair`, of a `with recursive` that has the entities as `wanted`.

    names: only these attributes, had or not; None: all there are
    """
    if names is None:
        return _ALL
    return _NAMED.format(names=arguments.add(list(names), "text[]"))
