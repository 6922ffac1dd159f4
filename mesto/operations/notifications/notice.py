"""Something that people or systems shall be told. Pure."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text

#: From least to most, as an Alert of the Smart Data Models says it.
SEVERITIES: Final = ("informational", "low", "medium", "high", "critical")
#: Who can be told: somebody, who has a role, who is in a crew, who is on call, or what
#: the town keeps as a channel; or a resident without an account.
RECIPIENTS: Final = ("person", "role", "crew", "duty", "channel", "resident")
RESIDENT: Final = "resident"
LARGEST_BYTES: Final = 8 * 2**20  #: of a notice's files together


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that goes with a notice, where the channel carries files."""

    name: str
    kind: str  #: media type
    content: bytes


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is said, and to whom."""

    id: UUID  #: derived from its cause: telling twice is telling once
    to: Sequence[
        str
    ]  #: person:LOGIN, role:NAME, crew:NAME, duty:NAME, channel:NAME, resident:NUMBER
    subject: Text
    body: Text
    severity: str  #: one of SEVERITIES
    link: str = ""  #: path in the console; see `letter.whole_link`
    about: str = ""  #: URN
    group: str = ""  #: notices of one group may be put together in one message
    files: Sequence[Attachment] = ()


def recipient_of(resident: UUID) -> str:
    """Return the name by which notices are for somebody without an account."""
    return f"{RESIDENT}:{resident}"


def check(notice: Notice) -> None:
    """Raise Malformed, naming the place, where a notice cannot be sent."""
    if notice.severity not in SEVERITIES:
        raise Malformed(
            f"severity is one of {', '.join(SEVERITIES)}", place=("severity",)
        )
    for one in notice.to:
        kind, colon, name = one.partition(":")
        if kind not in RECIPIENTS or not colon or not name:
            raise Malformed(f"{one} is nobody who can be told", place=("to",))
    if not any(notice.subject.values()):
        raise Malformed("a notice has a subject", place=("subject",))
    if sum(len(file.content) for file in notice.files) > LARGEST_BYTES:
        raise Malformed(
            f"the files of a notice have at most {LARGEST_BYTES} bytes",
            place=("files",),
        )


def in_language(text: Text, language: str) -> str:
    """Return a text in a language, or in the one nearest to it that there is.

    Raises nothing: a text that says nothing is empty.
    """
    nearest = (language, "sr-Latn" if language.startswith("sr") else "en", "en")
    found = next((text[one] for one in nearest if text.get(one)), "")
    return found or next((said for said in text.values() if said), "")
