"""The last photo somebody took of a container: one each, made harmless, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mesto.kernel.question import Question, Row

PHOTO: Final = "photoSeen"  #: attribute of a container: the digest of its last photo
LARGEST_BYTES: Final = 2 * 2**20  #: of a photo, as it is sent
LONGEST_SIDE: Final = 1280  #: pixels, as it is kept


@dataclass(frozen=True, kw_only=True)
class KeepPhoto(Question[None]):
    """Keep a photo of a container in place of an older one."""

    container: str
    content: bytes
    seen_at: datetime

    sql = """
        insert into sticker_photo as kept (container, content, seen_at)
        values ($1, $2, $3)
            on conflict (container) do update
               set content = excluded.content, seen_at = excluded.seen_at
             where kept.seen_at <= excluded.seen_at
    """

    def arguments(self) -> Sequence[object]:
        """Of which container, what, and when it was taken."""
        return (self.container, self.content, self.seen_at)

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""


@dataclass(frozen=True)
class PhotoOf(Question[bytes | None]):
    """The photo of a container; None where there is none."""

    container: str

    sql = "select content from sticker_photo where container = $1"

    def arguments(self) -> Sequence[object]:
        """Of which container."""
        return (self.container,)

    def answer(self, rows: Sequence[Row]) -> bytes | None:
        """Read the only row."""
        return rows[0]["content"] if rows else None
