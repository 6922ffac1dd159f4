"""Whole numbers in text. Pure."""

from typing import Final

MOST_DIGITS: Final = 9  #: an integer of PostgreSQL holds that many


def is_count(text: str, most_digits: int = MOST_DIGITS) -> bool:
    """Tell whether a text is a whole number, not negative, written in Latin digits."""
    return text.isascii() and text.isdecimal() and len(text) <= most_digits
