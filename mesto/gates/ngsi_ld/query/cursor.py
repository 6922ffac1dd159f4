"""A place in a text that is being read. Pure."""

import re
from typing import NoReturn

from mesto.kernel.errors import Malformed

LENGTH_MAX = 8_000  #: characters of one query
TERMS_MAX = 250  #: comparisons, types or names in one query
DEPTH_MAX = 20  #: parentheses inside each other


class Cursor:
    """Walks over a text and refuses what does not fit, saying where."""

    def __init__(self, text: str, name: str) -> None:
        """Start before `text`, the value of the parameter `name`."""
        self._text = text
        self._name = name
        self._at = 0
        self._terms = 0
        self._depth = 0
        if len(text) > LENGTH_MAX:
            self.refuse(f"is longer than {LENGTH_MAX} characters")
        if "\0" in text or not is_writable(text):
            self.refuse("has a character that no text may have")

    @property
    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._text)

    def sees(self, mark: str) -> bool:
        """Say whether `mark` comes next."""
        return self._text.startswith(mark, self._at)

    def skip(self, mark: str) -> bool:
        """Step over `mark` if it comes next, and say whether it did."""
        found = self.sees(mark)
        if found:
            self._at += len(mark)
        return found

    def expect(self, mark: str) -> None:
        """Step over `mark`, which must come next."""
        if not self.skip(mark):
            self.refuse(f"lacks {mark!r}")

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """Step over what fits `pattern` here and return it; None if nothing does."""
        found = pattern.match(self._text, self._at)
        if not found or not found[0]:
            return None
        self._at = found.end()
        return found[0]

    def count_term(self) -> None:
        """Refuse when there are too many terms."""
        self._terms += 1
        if self._terms > TERMS_MAX:
            self.refuse(f"has more than {TERMS_MAX} terms")

    def go_down(self) -> None:
        """Step inside a parenthesis; refuse when it is too deep."""
        self._depth += 1
        if self._depth > DEPTH_MAX:
            self.refuse(f"is nested deeper than {DEPTH_MAX}")

    def go_up(self) -> None:
        """Step out of a parenthesis."""
        self._depth -= 1

    def expect_end(self) -> None:
        """Refuse when something is left."""
        if not self.at_end:
            self.refuse("goes on where it should end")

    def refuse(self, why: str) -> NoReturn:
        """Raise Malformed with the place."""
        raise Malformed(
            f"{self._name} {why} (at character {self._at})",
            parameter=self._name,
            at=self._at,
        )


def is_writable(text: str) -> bool:
    """Say whether `text` can be written as UTF-8, so has no half surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
