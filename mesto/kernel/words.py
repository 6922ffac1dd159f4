"""Saying the same in every language we speak. Pure."""

from mesto.kernel.text import Text


def said(en: str, cs: str, sk: str, sr: str, *, cyrillic: str = "") -> Text:
    """Say the same in every language we speak.

    cyrillic: where it cannot be derived from `sr`, as with names and abbreviations
    """
    words = {"en": en, "cs": cs, "sk": sk, "sr-Latn": sr}
    return words | {"sr-Cyrl": cyrillic} if cyrillic else words
