"""Credentials: taken out of a text before it is kept, put in where it is used. Pure.

In the place of a credential stands `{secret:NAME}`. Nothing that is read has more.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar
from urllib.parse import quote, unquote, unquote_plus

from mesto.kernel.errors import CityError, Malformed, NotFound
from mesto.kernel.mistake import mistake_in
from mesto.kernel.text import filled, refusal
from mesto.kernel.url import parts_of
from mesto.kernel.words import said

#: Credentials in clear, by name.
Taken: TypeAlias = dict[str, str]
E = TypeVar("E", bound=CityError)

NOT_GIVEN: Final = said(
    "The credential {name} was not given for this address: give it again.",
    "Přihlašovací údaj {name} nebyl zadán pro tuto adresu: zadejte ho znovu.",
    "Prihlasovací údaj {name} nebol zadaný pre túto adresu: zadajte ho znova.",
    "Podatak za prijavu {name} nije zadat za ovu adresu: zadajte ga ponovo.",
)
NO_URL: Final = said(
    "The address is none; in a password, write / ? # @ : percent-encoded.",
    "Adresa není adresou; v hesle se / ? # @ : píší zakódované procentem.",
    "Adresa nie je adresou; v hesle sa / ? # @ : píšu zakódované percentom.",
    "Adresa to nije; u lozinki se / ? # @ : pišu kodirani procentom.",
)
NOT_KEPT: Final = said(
    "The credential {name} cannot be kept.",
    "Přihlašovací údaj {name} nelze uchovat.",
    "Prihlasovací údaj {name} nemožno uchovať.",
    "Podatak za prijavu {name} ne može se sačuvati.",
)
CALLED_ALIKE: Final = said(
    "Two credentials are called {name}.",
    "Dva přihlašovací údaje se jmenují {name}.",
    "Dva prihlasovacie údaje sa volajú {name}.",
    "Dva podatka za prijavu zovu se {name}.",
)

LONGEST = 4096
_NAME = re.compile(r"[\w.-]{1,64}", re.ASCII)
_REFERENCE = re.compile(r"\{secret:([\w.-]{1,64})\}", re.ASCII)
_USERINFO = re.compile(r"(?<=://)[^/?#]*(?=@)")
_USER = re.compile(r"((?:\{secret:[\w.-]+\}|[^:])*)(?::(.*))?", re.ASCII | re.DOTALL)
#: Words in the names of headers and parameters whose values nobody should read.
_TELLING = re.compile(
    r"appid|auth|cookie|credential|key|passw|pwd|secret|session|sig|token",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A credential, and where it may go."""

    urn: str  #: of the connection that uses it
    name: str
    value: str = field(repr=False)
    address: str  #: as `address_of` tells it


@dataclass(frozen=True)
class Secrets:
    """The credentials of a connection, for whoever opens it."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def in_url(self, url: str) -> str:
        """Put credentials into a URL; none of them can change where it leads.

        Raises NotFound if one was not given for the connection's address.
        """
        return _REFERENCE.sub(lambda found: quote(self._value(found), safe=""), url)

    def in_text(self, text: str) -> str:
        """Put credentials into a text, such as a header.

        Raises NotFound if one was not given for the connection's address.
        """
        return _REFERENCE.sub(self._value, text)

    def hide(self, text: str) -> str:
        """Take credentials out of what is told to people, in whatever spelling."""
        names = sorted(self.values, key=lambda name: -len(self.values[name]))
        if not names:
            return text
        spelt = "|".join(f"({_spelt(self.values[name])})" for name in names)
        return re.sub(spelt, lambda at: reference(names[(at.lastindex or 0) - 1]), text)

    def hidden(self, error: E) -> E:
        """Return a failure that tells no credential, in any language."""
        says = {tag: self.hide(words) for tag, words in mistake_in(error).items()}
        return type(error)(self.hide(str(error)), says=says)

    def _value(self, found: re.Match[str]) -> str:
        value = self.values.get(found[1])
        if value is None:
            raise refusal(NotFound, filled(NOT_GIVEN, name=found[1]))
        return value


def reference(name: str) -> str:
    """Return what stands in the place of a credential."""
    return f"{{secret:{name}}}"


def tells_secret(name: str) -> bool:
    """Tell whether a header or parameter of this name holds a credential."""
    return bool(_TELLING.search(name))


def address_of(url: str) -> str:
    """Return where a URL leads: scheme, host and port.

    Raises Malformed if it is no URL.
    """
    try:
        parts = parts_of(url)
    except Malformed as error:
        raise refusal(Malformed, NO_URL) from error
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def take_out(name: str, text: str, taken: Taken) -> str:
    """Put a credential into `taken` under a name; return what stands in its place.

    What is empty or refers to credentials already is left as it is.

    Raises Malformed if it cannot be one, or there is another of the same name.
    """
    if not text or _REFERENCE.search(text):
        return text
    name = re.sub(r"[^\w.-]", "-", name, flags=re.ASCII)[:64]
    if not name or len(text) > LONGEST or not text.isprintable():
        raise refusal(Malformed, filled(NOT_KEPT, name=name))
    if taken.setdefault(name, text) != text:
        raise refusal(Malformed, filled(CALLED_ALIKE, name=name))
    return reference(name)


def take_out_of_url(url: str, taken: Taken) -> str:
    """Take the credentials out of a URL; return what is left of it.

    They are its password, a user who has none, and the values of parameters that are
    called like one.

    Raises Malformed as `take_out` does.
    """
    return _replace(url, lambda name, text: take_out(name, text, taken))


def hide_in_url(url: str) -> str:
    """Take the credentials out of a URL for good."""
    return _replace(url, lambda _name, _text: "…")


def _replace(url: str, instead: Callable[[str, str], str]) -> str:
    """Replace each credential of a URL by what is said instead of its name and text."""

    def user(found: re.Match[str]) -> str:
        whole = _USER.fullmatch(found[0])
        assert whole is not None, "it matches everything"
        if whole[2] is None:
            return instead("user", unquote(whole[1]))
        return f"{whole[1]}:{instead('password', unquote(whole[2]))}"

    def parameter(part: str) -> str:
        name, equals, value = part.partition("=")
        if not tells_secret(unquote_plus(name)):
            return part
        return f"{name}{equals}{instead(name, unquote_plus(value))}"

    address, mark, query = _USERINFO.sub(user, url, count=1).partition("?")
    return address + mark + "&".join(map(parameter, query.split("&")))


def _spelt(value: str) -> str:
    """Return a pattern of a text, each letter as it is or percent-encoded."""
    letters = (
        f"(?:{re.escape(letter)}|{''.join(f'%{byte:02x}' for byte in letter.encode())})"
        for letter in value
    )
    return f"(?i:{''.join(letters)})"
