"""What is sealed: the strands of the chain, and how their rows are read. Pure.

A row is read as JSON that PostgreSQL writes the same way for ever, with the names of
what it is about, and hashed by itself; its part is the hash of its rows in their order,
and a block the hash of its parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ROWS: Final = 4_000  #: in a block, at most


@dataclass(frozen=True)
class Strand:
    """A table whose rows are sealed in the order they were written in."""

    name: str  #: of the table
    part: str  #: into which part of its block row `r` goes, an integer
    row: str  #: what of row `r` is sealed
    joins: str = ""  #: what is needed beside
    before: Sequence[str] = ()  #: what gives every name that rows hold its seal
    renamed: str = ""  #: a name whose seal is over another one

    def hashed(self, rows: str) -> str:
        """Return the question for place, part and hash of each row that `rows` names.

        rows: a table, or what stands in place of one, with the strand's columns
        """
        return f"""
            select r.written_by, r.position, {self.part} as part,
                   sha256(convert_to(jsonb_build_array({self.row})::text, 'UTF8'))
                       as hash
              from {rows} r {self.joins}
        """


def leave_word(rows: str, why: str) -> str:
    """Return the statement that leaves word of ledger rows that were changed.

    rows: what they are called, with `written_by` and `attribute`
    """
    return f"""
        insert into chain_left (strand, written_by, part, why)
        select distinct 'ledger', written_by, attribute, '{why}' from {rows}
    """


def _moment(column: str) -> str:
    """Write a moment as whole microseconds, whatever the session's zone."""
    return f"(extract(epoch from {column}) * 1000000)::bigint"


_SEAL_NAMES = """
    with new as materialized (
        select id, uuid_send(gen_random_uuid()) as salt from source where seal is null
    )
    update source s
       set salt = new.salt, seal = sha256(new.salt || convert_to(s.name, 'UTF8'))
      from new where new.id = s.id
"""

#: Who only ordered is known by no number yet; people have numbers below zero. Asked of
#: the next block only: what waits to be sealed after a rush is a hundred times that.
_NUMBER_WHO_ORDERED = f"""
    insert into source (id, name) overriding system value
    select case when split_part(c.name, ':', 1) in ('person', 'console')
                then nextval('source_of_people')
                else nextval(pg_get_serial_sequence('source', 'id')) end,
           c.name
      from (select distinct source as name
              from (select source from command
                     where (written_by, position) > (
                           select coalesce(max(written_by), '0'),
                                  coalesce(max(position), 0)
                             from (select written_by, position from chain_block
                                    where strand = 'command'
                                    order by number desc limit 1) as last)
                     order by written_by, position
                     limit {ROWS}) next) c
     where not exists (select from source where name = c.name)
        on conflict do nothing
"""

_RENAMED = """
    select name from source
     where salt is not null and seal <> sha256(salt || convert_to(name, 'UTF8'))
     order by id limit 1
"""

LEDGER = Strand(
    "ledger",
    part="r.attribute",
    row=f"""
        r.position, e.urn, a.name, encode(s.seal, 'hex'), {_moment("r.observed_at")},
        {_moment("r.recorded_at")}, r.kind, r.timed, r.deleted, r.number, r.value,
        r.unit, r.dataset, r.meta""",
    joins="""
        join entity e on e.id = r.entity
        join attribute a on a.id = r.attribute
        join source s on s.id = r.source and s.seal is not null""",
    before=(_SEAL_NAMES,),
    renamed=_RENAMED,
)

COMMAND = Strand(
    "command",
    part="0",
    row=f"""
        r.position, r.id, r.entity, r.name, r.value, encode(s.seal, 'hex'),
        {_moment("r.created_at")}, {_moment("r.expires_at")}""",
    joins="join source s on s.name = r.source and s.seal is not null",
    before=(_NUMBER_WHO_ORDERED, _SEAL_NAMES),
    renamed=_RENAMED,
)

ACT = Strand(
    "act",
    part="0",
    row=f"""
        r.position, {_moment("r.done_at")}, r.municipalities,
        encode(who.seal, 'hex'), encode(whom.seal, 'hex'), r.verb, r.about, r.detail,
        encode(r.seal, 'hex')""",
    joins="join actor who on who.id = r.who left join actor whom on whom.id = r.whom",
    renamed="""
        select name from actor
         where salt is not null and seal <> sha256(salt || convert_to(name, 'UTF8'))
         union all
        select origin from act
         where salt is not null and seal <> sha256(salt || convert_to(origin, 'UTF8'))
         limit 1""",
)

OF_MUNICIPALITY = (LEDGER, COMMAND)
OF_INSTALLATION = (ACT,)
STRANDS: Mapping[str, Strand] = {
    one.name: one for one in (*OF_MUNICIPALITY, *OF_INSTALLATION)
}
