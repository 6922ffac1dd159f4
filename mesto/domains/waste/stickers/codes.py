"""The code on a sticker: short enough to type, too long to guess. Pure.

Ten of thirty-two signs: fifty bits, so that among a million addresses tried one in a
billion leads somewhere. No sign looks like another.

Source: Crockford, Base32.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mesto.domains.waste.nouns import CONTAINER
from mesto.kernel.question import Question, Row

CODE: Final = "stickerCode"  #: attribute of a container
SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
_ALIKE: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


def code_of(chance: bytes) -> str:
    """Write random bytes as a code; 10 bytes are needed."""
    assert len(chance) == LENGTH
    return "".join(SIGNS[byte & 31] for byte in chance)


def read_code(written: str) -> str:
    """Read a code as people type it; empty where it is none."""
    code = written.upper().translate(_ALIKE)
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else ""


def shown(code: str) -> str:
    """Write a code as people read it."""
    return f"{code[:5]}-{code[5:]}"


@dataclass(frozen=True)
class Stuck(Question[str]):
    """The URN of the container a code is stuck on; empty: on none."""

    code: str

    sql = """
        select e.urn
          from present p
          join entity e on e.id = p.entity and e."exists"
         where p.attribute = (select id from attribute where name = $1)
           and p.value = to_jsonb($2::text) and p.dataset = '' and not p.deleted
           and e.types @> array[$3::text]
         limit 1
    """

    def arguments(self) -> Sequence[object]:
        """Say which attribute, which code, of which type."""
        return (CODE, self.code, CONTAINER)

    def answer(self, rows: Sequence[Row]) -> str:
        """Read the only row."""
        return rows[0]["urn"] if rows else ""
