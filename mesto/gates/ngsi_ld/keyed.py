"""Finding what may concern an entity, by what it names and the attributes. Pure.

What it costs grows with those that may fit, and not with all there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

ANY: Final = ""  #: stands for whatever entity or attribute

#: A type or an id, and an attribute.
Key = tuple[str, str]


class Keyed:
    """Names of things, each found by some keys."""

    def __init__(self) -> None:
        """Know none."""
        self._keys: dict[str, tuple[Key, ...]] = {}
        self._by_key: dict[Key, set[str]] = defaultdict(set)

    def put(self, of: str, keys: Iterable[Key]) -> None:
        """Know something, in the place of what had that name."""
        self.drop(of)
        self._keys[of] = tuple(keys)
        for key in self._keys[of]:
            self._by_key[key].add(of)

    def drop(self, of: str) -> None:
        """Forget something; nothing happens where nobody has that name."""
        for key in self._keys.pop(of, ()):
            self._by_key[key].discard(of)
            if not self._by_key[key]:
                del self._by_key[key]

    def __contains__(self, key: Key) -> bool:
        """Tell whether something is found by a key."""
        return key in self._by_key

    @property
    def subjects(self) -> set[str]:
        """The types and ids something is found by."""
        return {subject for subject, _ in self._by_key}

    def find(self, keys: Iterable[Key]) -> set[str]:
        """Return what is found by one of the keys."""
        return {of for key in keys for of in self._by_key.get(key, ())}
