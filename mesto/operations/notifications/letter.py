"""What a message says to who reads it, in their language. Pure."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from mesto.kernel.plugin import Text
from mesto.kernel.script import with_both_scripts
from mesto.kernel.words import said
from mesto.operations.notifications.notice import Attachment, Notice, in_language

SHOWN: Final = 20  #: notices told of one by one in a message

#: No word here changes with the number, so that it fits every number and language.
MORE: Final = said("More notices", "Další oznámení", "Ďalšie oznámenia", "Još poruka")
OPEN: Final = said(
    "Open in the console",
    "Otevřít v konzoli",
    "Otvoriť v konzole",
    "Otvori u konzoli",
)
END: Final = said(
    "Change or end this here",
    "Změnit nebo zrušit můžete zde",
    "Zmeniť alebo zrušiť môžete tu",
    "Promenite ili otkažite ovde",
)
SEVERITY: Final = {
    "informational": said(
        "For information", "Pro informaci", "Na vedomie", "Za znanje"
    ),
    "low": said("Low", "Nízká", "Nízka", "Niska"),
    "medium": said("Medium", "Střední", "Stredná", "Srednja"),
    "high": said("High", "Vysoká", "Vysoká", "Visoka"),
    "critical": said("Critical", "Kritická", "Kritická", "Kritična"),
}


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message, ready to be carried by any way."""

    id: UUID  #: what a receiver tells repetitions by
    city: str
    subject: str
    body: str
    severity: str
    notices: int  #: how many it tells of
    link: str = ""  #: path in the console, or all of the URL where that is known
    about: Sequence[str] = ()  #: URNs
    files: Sequence[Attachment] = ()
    ends_at: str = ""  #: URL where who reads it wants no more of it (RFC 8058)


def write_to_resident(
    notice: Notice, *, number: UUID, city: str, language: str, public_url: str
) -> Letter:
    """Write to somebody without an account; the notice leads to where it is ended."""
    ends_at = whole_link(notice.link, city, public_url)
    return Letter(
        id=number,
        city=city,
        subject=_word(notice.subject, language),
        body=f"{_word(notice.body, language)}\n\n{_word(END, language)}: {ends_at}",
        severity=notice.severity,
        notices=1,
        link=ends_at,
        ends_at=ends_at,
    )


def write(  # noqa: PLR0913 - a letter is made of these
    notices: Sequence[Notice],
    *,
    number: UUID,
    city: str,
    count: int,
    language: str,
    public_url: str,
) -> Letter:
    """Write a message of some notices, most severe first.

    notices: one or more of those it tells of; count: how many these are in all
    """
    first = notices[0]
    subject = in_language(with_both_scripts(first.subject), language)
    shown = [_paragraph(one, language, city, public_url) for one in notices]
    left = count - len(notices)
    if left:
        shown.append(f"{_word(MORE, language)}: {left}")
    return Letter(
        id=number,
        city=city,
        subject=subject if count == 1 else f"{subject} (+{count - 1})",
        body=shown[0] if count == 1 else "\n\n".join(shown),
        severity=first.severity,
        notices=count,
        link=whole_link(first.link, city, public_url),
        about=list(dict.fromkeys(one.about for one in notices if one.about)),
        files=first.files if count == 1 else (),
    )


def whole_link(path: str, city: str, public_url: str) -> str:
    """Return the URL of a page; its path where that of the console is not known.

    path: in the console of the city, or with a slash in front from its root; a URL
        stays as it is
    """
    if not path or "://" in path:
        return path
    within = path if path.startswith("/") else f"/{city}/{path}"
    return f"{public_url.rstrip('/')}{within}"


def _paragraph(notice: Notice, language: str, city: str, public_url: str) -> str:
    severity = _word(SEVERITY[notice.severity], language)
    lines = [
        f"{in_language(with_both_scripts(notice.subject), language)} [{severity}]",
        in_language(with_both_scripts(notice.body), language),
    ]
    if notice.link and public_url:
        link = whole_link(notice.link, city, public_url)
        lines.append(f"{_word(OPEN, language)}: {link}")
    return "\n".join(line for line in lines if line)


def _word(text: Text, language: str) -> str:
    return in_language(with_both_scripts(text), language)
