"""The address of its own at which another system sets a scenario off.

Whoever knows it needs no other right, and has none by it. Its secret is kept only as a
digest. The key of signatures is made of the secret and of a grain that is kept: who
reads the database has neither, and who overhears the address cannot sign.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from mesto.kernel.question import Question, Row
from mesto.kernel.signing import text_of

PREFIX = "hook:"  #: before the scenario's name, in the name of who calls there
NOBODY = bytes(sha256().digest_size)  #: a digest that no secret is known to have


class Hook(NamedTuple):
    """What is known of an address."""

    digest: bytes
    grain: bytes
    signed: bool  #: only what carries a signature is heard
    made_at: datetime
    made_by: str
    last_at: datetime | None  #: when it was last called


def digest_of(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).digest()


def opens(secret: str, hook: Hook | None) -> bool:
    """Tell whether a secret is an address's; where there is none it takes as long."""
    wanted = NOBODY if hook is None else hook.digest
    return hmac.compare_digest(digest_of(secret), wanted)


def signing_key(secret: str, grain: bytes) -> str:
    """Return the key that bodies are signed with, as other systems take it."""
    return text_of(hmac.digest(grain, secret.encode(), sha256))


@dataclass(frozen=True)
class HookOf(Question[Hook | None]):
    """The address of a scenario; None: it has none."""

    scenario: str

    sql = """
        select digest, grain, signed, made_at, made_by, last_at
          from scenario_hook
         where scenario = $1
    """

    def arguments(self) -> Sequence[object]:
        """Whose."""
        return (self.scenario,)

    def answer(self, rows: Sequence[Row]) -> Hook | None:
        """Read the only row."""
        return Hook(*(rows[0][name] for name in Hook._fields)) if rows else None


@dataclass(frozen=True, kw_only=True)
class MakeHook(Question[bool]):
    """Give a scenario an address; the one it had leads nowhere from now on."""

    scenario: str
    digest: bytes
    grain: bytes
    signed: bool
    by: str

    sql = """
        insert into scenario_hook (scenario, digest, grain, signed, made_by)
        values ($1, $2, $3, $4, $5)
            on conflict (scenario) do update
           set digest = excluded.digest, grain = excluded.grain,
               signed = excluded.signed, made_by = excluded.made_by,
               made_at = now(), last_at = null
        returning scenario
    """

    def arguments(self) -> Sequence[object]:
        """Return what stands in the row."""
        return (self.scenario, self.digest, self.grain, self.signed, self.by)

    def answer(self, rows: Sequence[Row]) -> bool:
        """Tell whether it is made."""
        return bool(rows)


@dataclass(frozen=True)
class EndHook(Question[bool]):
    """Let the address of a scenario lead nowhere; tells whether there was one."""

    scenario: str

    sql = "delete from scenario_hook where scenario = $1 returning scenario"

    def arguments(self) -> Sequence[object]:
        """Whose."""
        return (self.scenario,)

    def answer(self, rows: Sequence[Row]) -> bool:
        """Tell whether a row went."""
        return bool(rows)


@dataclass(frozen=True)
class NoteCalled(Question[None]):
    """Note that an address was called just now."""

    scenario: str

    sql = "update scenario_hook set last_at = now() where scenario = $1"

    def arguments(self) -> Sequence[object]:
        """Whose."""
        return (self.scenario,)

    def answer(self, _rows: Sequence[Row]) -> None:
        """There is nothing to read."""
