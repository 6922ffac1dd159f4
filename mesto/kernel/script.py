"""Two scripts of one language, and one form under which a name is found.

Serbian is written in Latin and in Cyrillic; each text is derived from the other, so
only one is kept. Source: Pravopis srpskoga jezika (2010): thirty letters each, of
which three Latin ones are digraphs.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_LETTERS = {
    **dict(
        zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)
    ),
    "љ": "lj",
    "њ": "nj",
    "џ": "dž",
}
_TO_LATIN = {
    **_LETTERS,
    **{letter.upper(): latin.capitalize() for letter, latin in _LETTERS.items()},
}
_TO_CYRILLIC = {
    **{latin: letter for letter, latin in _TO_LATIN.items()},
    **{latin.upper(): letter for letter, latin in _TO_LATIN.items() if len(latin) > 1},
}
_LATIN_PIECES = re.compile("|".join(sorted(_TO_CYRILLIC, key=len, reverse=True)))
_CAPITAL_DIGRAPH = re.compile("[ЉЊЏ]")
_WORD = re.compile(r"\{[^{}]*\}|[^\W\d_]+")
_FOREIGN = re.compile("[qwxyáéíóúýäöüěřůďťňľĺŕôåøß]", re.IGNORECASE)
_NUMERAL = re.compile("X{0,3}(IX|IV|V?I{0,3})")
#: Symbols stay Latin in both scripts: units, substances, codes such as PM10.
_UNIT = re.compile("k?[WVA]h?|[CKJhlsd]|[kcm]?m[²³]?|[kmµ]?g|Hz|lx|dB|hPa")
_AFTER_NUMBER = re.compile(r"[\d°µ/}] ?\Z")
_SUBSTANCE = re.compile("(NO|SO|CO|O)[₂₃]")
#: Words in which n and j, or d and ž, are two letters that only meet.
_MET = re.compile(
    "(?<=in)(?=jekc)|(?<=kon)(?=jug|junk)|(?<=tan)(?=jug)|(?<=van)(?=jezi)"
    "|(?<=nad)(?=živ|žnj|žup)|(?<=pod)(?=žanr|žup)|(?<=od)(?=žal|živ|žvak)",
    re.IGNORECASE,
)
_SEAM = "\N{ZERO WIDTH NON-JOINER}"

#: Letters that carry no separable mark; đ is typed as dj and as d, so both become d.
_PLAIN = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"})
_TYPED_DJ = re.compile("dj+")
_DIGITS = re.compile(r"\d+", re.ASCII)


def to_latin(text: str) -> str:
    """Write Serbian Cyrillic in Latin; everything else stays.

    A capital digraph is LJ among capitals and Lj elsewhere.
    """
    text = unicodedata.normalize("NFC", text)

    def digraph(found: re.Match[str]) -> str:
        latin = _TO_LATIN[found[0]]
        after = text[found.end() : found.end() + 1]
        before = text[max(found.start() - 1, 0) : found.start()]
        beside = after if after.isalpha() else before
        return latin.upper() if beside.isupper() else latin

    spelled = _CAPITAL_DIGRAPH.sub(digraph, text)
    return "".join(_TO_LATIN.get(letter, letter) for letter in spelled)


@lru_cache(4_096)  # sentences are few, and each is said of many assets
def to_cyrillic(text: str) -> str:
    """Write Serbian Latin in Cyrillic; everything else stays.

    Words with letters that Serbian has not (*Wi-Fi*, *Dvořák*) and Roman numerals
    (*Petra I*) stay Latin, as the orthography asks of numerals and allows of names; so
    do names in braces, where something is filled in.
    """
    text = unicodedata.normalize("NFC", text)

    def word(found: re.Match[str]) -> str:
        latin = found[0]
        if latin.startswith("{") or _FOREIGN.search(latin):
            return latin
        if _is_numeral(latin, first=found.start() == 0):
            return latin
        if _is_symbol(latin, text[: found.start()][-2:], text[found.end() :][:1]):
            return latin
        parts = _MET.sub(_SEAM, latin).split(_SEAM)
        return "".join(_LATIN_PIECES.sub(_to_letter, part) for part in parts)

    return _WORD.sub(word, text)


def _to_letter(piece: re.Match[str]) -> str:
    """Return the Cyrillic letter for one Latin letter or digraph."""
    return _TO_CYRILLIC[piece[0]]


def _is_numeral(word: str, *, first: bool) -> bool:
    """Tell a Roman numeral from a word; a lone first *I* is the word *and*."""
    return bool(_NUMERAL.fullmatch(word)) and not (first and len(word) == 1)


def _is_symbol(word: str, before: str, after: str) -> bool:
    """Tell a unit after its number, a substance or a code from a word."""
    is_code = word.isupper() and (after.isdecimal() or after == "{")
    if is_code or _SUBSTANCE.fullmatch(word):
        return True
    return bool(_UNIT.fullmatch(word) and _AFTER_NUMBER.search(before))


def with_both_scripts(name: Mapping[str, str]) -> dict[str, str]:
    """Return the names with the missing one of sr-Latn and sr-Cyrl derived."""
    both = dict(name)
    if "sr-Latn" in both:
        both.setdefault("sr-Cyrl", to_cyrillic(both["sr-Latn"]))
    elif "sr-Cyrl" in both:
        both["sr-Latn"] = to_latin(both["sr-Cyrl"])
    return both


def fold(text: str) -> str:
    """Return the form under which a text is looked for, without marks, case or script.

    *Žižkova* and *zizkova*, *Ђорђа*, *Đorđa* and *Djordja* fold alike. Folding twice
    is folding once.
    """
    if text.isascii():  # most codes are, and there are many
        return " ".join(_TYPED_DJ.sub("d", text.casefold()).split())
    latin = to_latin(text).casefold().translate(_PLAIN)
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", latin)
        if not unicodedata.combining(letter)
    )
    return " ".join(_TYPED_DJ.sub("d", bare.casefold()).split())


def natural(text: str) -> str:
    """Return the form by which a text is sorted: as `fold`, and SL-2 before SL-10."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), fold(text))
