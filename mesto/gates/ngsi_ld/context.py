"""Names in and out: the part of JSON-LD's @context that NGSI-LD needs. Pure.

A peer writes `fillingLevel`, `sdm:fillingLevel` or a full IRI; the kernel keeps one
name for all three. Kernel names and full IRIs are in one-to-one correspondence:

| full IRI                                         | kernel name  |
|--------------------------------------------------|--------------|
| of a core term, `…/ngsi-ld/location`             | `location`   |
| `…/ngsi-ld/default-context/X`, X no core term    | `X`          |
| any other                                        | the IRI      |

The core @context is beside this file (ETSI, BSD-3-Clause, see its LICENSE); it always
comes last, so nobody can redefine a core term (ETSI GS CIM 009, 4.4 and 5.5.7).
Source of the algorithms: JSON-LD 1.1 Processing Algorithms and API, 4.2, 5.2 and 6.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final, TypeAlias

import msgspec
import orjson

from mesto.kernel.errors import Malformed

#: An @context as JSON: a URL, a map of definitions, or a list of both.
ContextJson: TypeAlias = (
    str | Mapping[str, object] | Sequence[str | Mapping[str, object]]
)

CORE_URL: Final = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld"
CORE_URLS: Final = re.compile(
    r"https?://uri\.etsi\.org/ngsi-ld/(v\d+/)?ngsi-ld-core-context(-v[\d.]+)?\.jsonld"
)
DEFAULT: Final = "https://uri.etsi.org/ngsi-ld/default-context/"

#: The type of the entities in which @contexts are kept.
CONTEXT_TYPE: Final = "JsonldContext"

#: Characters in what is looked up by: a database index holds 2,704 bytes.
LONGEST_KEY: Final = 512

#: What no name may contain: the marks of the query language and of broken IRIs.
_NOT_IN_TERM: Final = re.compile(r"[\s<>\"'=;()\[\]{}|\\^`,?&!~\x00-\x1f]")
_NOT_IN_IRI: Final = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f]")
_GEN_DELIMS: Final = (":", "/", "?", "#", "[", "]", "@")
_REMEMBERED: Final = 20_000  #: names a context remembers before it starts afresh


class Term(msgspec.Struct, frozen=True):
    """What an @context says about one term."""

    iri: str
    prefix: bool = False  #: may stand before a colon


class Context:
    """How one peer spells names; expands what it sent, compacts what it gets."""

    def __init__(self, terms: Mapping[str, Term], source: ContextJson) -> None:
        """Take the active terms, core included, and the JSON they came from."""
        self.source = source
        self._terms = terms
        self._expanded: dict[str, str] = {}
        self._compacted: dict[str, str] = {}
        self._term_of: dict[str, str] = {}
        for term in sorted(terms, key=lambda term: (-len(term), term)):
            self._term_of[terms[term].iri] = term
        self._prefixes = sorted(
            ((term.iri, name) for name, term in terms.items() if term.prefix),
            key=lambda pair: -len(pair[0]),
        )

    @property
    def names_only_core(self) -> bool:
        """Whether nothing but the core @context is in force."""
        return self._terms is _CORE_TERMS

    def expand(self, name: str) -> str:
        """Return the kernel name of `name` as the peer spells it.

        Raises Malformed if no attribute or type can be called so.
        """
        known = self._expanded.get(name)
        return known if known is not None else self._expand(name)

    def compact(self, name: str) -> str:
        """Return what the peer calls a kernel name: term, compact or full IRI."""
        known = self._compacted.get(name)
        return known if known is not None else self._compact(name)

    def iri(self, name: str) -> str:
        """Return the full IRI of `name` as the peer spells it."""
        return _expand_iri(name, self._terms) or DEFAULT + name

    def _expand(self, name: str) -> str:
        _refuse_bad_name(name)
        iri = self.iri(name)
        if len(iri) > LONGEST_KEY:
            raise Malformed(f"a name is longer than {LONGEST_KEY} characters")
        if _NOT_IN_IRI.search(iri):
            raise Malformed(f"@context makes {iri!r:.100} of {name}", name=name)
        return _remember(self._expanded, name, to_kernel(iri))

    def _compact(self, name: str) -> str:
        iri = from_kernel(name)
        short = (
            self._term_of.get(iri) or self._below_default(iri) or self._prefixed(iri)
        )
        return _remember(self._compacted, name, short or iri)

    def _below_default(self, iri: str) -> str | None:
        rest = iri.removeprefix(DEFAULT)
        fits = rest != iri and rest and ":" not in rest and rest not in self._terms
        return rest if fits else None

    def _prefixed(self, iri: str) -> str | None:
        for start, name in self._prefixes:
            short = f"{name}:{iri[len(start) :]}"
            if iri.startswith(start) and iri != start and short not in self._terms:
                return short
        return None


def to_kernel(iri: str) -> str:
    """Return the kernel name of a full IRI."""
    term = _CORE_TERM_OF.get(iri)
    if term is not None:
        return term
    rest = iri.removeprefix(DEFAULT)
    plain = rest != iri and rest and ":" not in rest and rest not in _CORE_TERMS
    return rest if plain else iri


def from_kernel(name: str) -> str:
    """Return the full IRI of a kernel name."""
    term = _CORE_TERMS.get(name)
    if term is not None:
        return term.iri
    return name if ":" in name else DEFAULT + name


def build(parts: Iterable[Mapping[str, object]], source: ContextJson) -> Context:
    """Make a Context of definitions in order, remote ones already fetched.

    Raises Malformed if the definitions are not what JSON-LD allows.
    """
    terms: dict[str, Term] = {}
    vocabulary: str | None = None
    own = False
    for part in parts:
        own = True
        _refuse_scoped(part)
        vocabulary = _read_vocabulary(part, terms, vocabulary)
        _Definitions(part, terms, vocabulary).define_all()
    return Context({**terms, **_CORE_TERMS} if own else _CORE_TERMS, source)


def _refuse_scoped(part: Mapping[str, object]) -> None:
    """Raise Malformed for an @context inside a definition (5.5.7)."""
    for name, said in part.items():
        if isinstance(said, Mapping) and "@context" in said:
            raise Malformed(f"@context scopes another under {name}", term=name)


class _Definitions:
    """The term definitions of one map, which may refer to each other."""

    def __init__(
        self, part: Mapping[str, object], terms: dict[str, Term], vocabulary: str | None
    ) -> None:
        self._part = part
        self._terms = terms
        self._vocabulary = vocabulary
        self._defined: dict[str, bool] = {}  #: False while being defined

    def define_all(self) -> None:
        for name in self._part:
            if not name.startswith("@"):
                self._define(name)

    def _define(self, name: str) -> None:
        if name in self._defined:
            if not self._defined[name]:
                raise Malformed(f"@context defines {name} by itself", term=name)
            return
        self._defined[name] = False
        self._set(name, self._part[name])
        self._defined[name] = True

    def _set(self, name: str, value: object) -> None:
        self._terms.pop(name, None)
        said = {"@id": value} if isinstance(value, str) else value
        if said is None:
            return
        if not isinstance(said, Mapping):
            raise Malformed(f"@context defines {name} by no name", term=name)
        written = said.get("@id", name)
        if written is None or "@reverse" in said:
            return
        iri = self._resolve(name, written)
        simple = isinstance(value, str) and iri.endswith(_GEN_DELIMS)
        self._terms[name] = Term(iri, simple or said.get("@prefix") is True)

    def _resolve(self, name: str, written: object) -> str:
        if not isinstance(written, str):
            raise Malformed(f"@context defines {name} by no name", term=name)
        if written != name and written in self._part:
            self._define(written)
        head, colon, _ = written.partition(":")
        if colon and head != name and head in self._part:
            self._define(head)
        said = _expand_iri(written, self._terms)
        return said or (self._vocabulary or DEFAULT) + written


def _read_vocabulary(
    part: Mapping[str, object], terms: Mapping[str, Term], before: str | None
) -> str | None:
    said = part.get("@vocab", before)
    if said is None or said == "":
        return None
    if not isinstance(said, str):
        raise Malformed("@vocab is not a name")
    return _expand_iri(said, terms) or said


def _expand_iri(name: str, terms: Mapping[str, Term]) -> str | None:
    """Return the IRI of a term, compact IRI, keyword or IRI; None if it is none."""
    term = terms.get(name)
    if term is not None:
        return term.iri
    if name.startswith("@"):
        return name
    head, colon, rest = name.partition(":")
    if not colon:
        return None
    if rest.startswith("//") or head == "_":
        return name
    prefix = terms.get(head)
    return prefix.iri + rest if prefix is not None else name


def _refuse_bad_name(name: str) -> None:
    forbidden = _NOT_IN_IRI if ":" in name else _NOT_IN_TERM
    if not name or name.startswith("@") or forbidden.search(name):
        raise Malformed(f"{name!r} is no name of an attribute or a type", name=name)


def _remember(names: dict[str, str], key: str, value: str) -> str:
    if len(names) >= _REMEMBERED:
        names.clear()
    names[key] = value
    return value


def core_document() -> dict[str, Any]:
    """Return the core @context as ETSI publishes it."""
    text = files(__package__).joinpath("ngsi-ld-core-context-v1.9.jsonld").read_bytes()
    document: dict[str, Any] = orjson.loads(text)
    return document


def _read_core() -> dict[str, Term]:
    terms: dict[str, Term] = {}
    _Definitions(core_document()["@context"], terms, DEFAULT).define_all()
    return terms


_CORE_TERMS: Final = _read_core()
_CORE_TERM_OF: Final = {term.iri: name for name, term in _CORE_TERMS.items()}

#: The core @context alone, in force where a peer names none.
CORE: Final = build((), CORE_URL)
