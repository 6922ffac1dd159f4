"""Pictures of work orders, kept by the digest of what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesto.kernel.question import Question, Row

KIND = "image/jpeg"
LONGEST_SIDE = 2560  #: pixels


def cleaned(sent: bytes, longest_side: int = LONGEST_SIDE) -> bytes:
    """Return a picture made harmless; see there. Raises Malformed."""
    from mesto.operations.work.cleaning import harmless

    return harmless(sent, longest_side)


@dataclass(frozen=True, kw_only=True)
class KeepPicture(Question[None]):
    """Keep a picture; one that is there stays."""

    digest: str
    content: bytes

    sql = """
        insert into work_picture (digest, content) values ($1, $2)
            on conflict (digest) do nothing
    """

    def arguments(self) -> Sequence[object]:
        """Return the key and the picture."""
        return (bytes.fromhex(self.digest), self.content)

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""


@dataclass(frozen=True, kw_only=True)
class PictureOf(Question[bytes | None]):
    """A picture; None where there is none."""

    digest: str

    sql = "select content from work_picture where digest = $1"

    def arguments(self) -> Sequence[object]:
        """Return the key."""
        return (bytes.fromhex(self.digest),)

    def answer(self, rows: Sequence[Row]) -> bytes | None:
        """Read the only row."""
        return rows[0]["content"] if rows else None
