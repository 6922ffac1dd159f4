"""What was done with which token, so that nothing is done twice."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from mesto.kernel.question import Question, Row

MOST = 100_000  #: deeds remembered of one municipality
KEPT_DAYS = 30  #: how long


class Once(msgspec.Struct, frozen=True):
    """Something that must be done once, however often it is asked for."""

    token: str  #: made by whoever asks
    digest: bytes  #: of the request; another request with this token is a mistake


class Told(msgspec.Struct, frozen=True):
    """What was answered when a deed was done."""

    status: int  #: of HTTP
    kind: str  #: media type
    body: bytes


class Deed(msgspec.Struct, frozen=True):
    """A deed that was done."""

    once: Once
    told: Told | None  #: None: nobody came to note it


@dataclass(frozen=True)
class Done(Question[Deed | None]):
    """The deed of a token; None while it is not done."""

    token: str

    sql = "select token, digest, status, kind, answer from deed where token = $1"

    def arguments(self) -> Sequence[object]:
        """Return the token."""
        return (self.token,)

    def answer(self, rows: Sequence[Row]) -> Deed | None:
        """Read the one row, if there is one."""
        if not rows:
            return None
        row = rows[0]
        told = None
        if row["status"] is not None:
            told = Told(row["status"], row["kind"], row["answer"])
        return Deed(Once(row["token"], row["digest"]), told)


@dataclass(frozen=True)
class NoteAnswer(Question[None]):
    """Note what was answered; a deed that is not in the ledger is done hereby."""

    deed: Deed

    sql = """
        insert into deed (token, digest, status, kind, answer)
        values ($1, $2, $3, $4, $5)
            on conflict (token) do update
           set status = excluded.status, kind = excluded.kind, answer = excluded.answer
    """

    def arguments(self) -> Sequence[object]:
        """Return the deed and its answer."""
        once, told = self.deed.once, self.deed.told
        said = (None, "", None) if told is None else (told.status, told.kind, told.body)
        return (once.token, once.digest, *said)

    def answer(self, rows: Sequence[Row]) -> None:
        """Nothing is returned."""


@dataclass(frozen=True)
class ForgetDeeds(Question[None]):
    """Forget deeds that are old, and the oldest where there are too many."""

    sql = """
        delete from deed
         where done_at < now() - make_interval(days => $1)
            or token in (select token from deed order by done_at desc offset $2)
    """

    def arguments(self) -> Sequence[object]:
        """Return how long and how many are remembered."""
        return (KEPT_DAYS, MOST)

    def answer(self, rows: Sequence[Row]) -> None:
        """Nothing is returned."""
