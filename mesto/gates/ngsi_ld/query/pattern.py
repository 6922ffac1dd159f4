"""Regular expressions that strangers send. Pure.

PostgreSQL runs them; its engine needs no exponential time unless a group is referred
to backwards, and its compiler no more than the length and the repetitions ask for.
"""

import re
import warnings

from mesto.gates.ngsi_ld.query.cursor import is_writable
from mesto.kernel.errors import Malformed

PATTERN_MAX = 256  #: characters
REPEATS_MAX = 2  #: bounds of repetitions
REPEAT_MAX = 100

_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?[^:=!]|\*\*\*")
_REPEAT = re.compile(r"\{\s*(\d*)\s*,?\s*(\d*)\s*\}")


def check_pattern(pattern: str, parameter: str) -> str:
    """Return a regular expression that is safe to run.

    Raises Malformed if it is none, is too long or refers backwards.
    """
    why = _complaint(pattern)
    if why:
        raise Malformed(f"{parameter}: {why}", parameter=parameter, pattern=pattern)
    return pattern


def _complaint(pattern: str) -> str | None:
    if not 0 < len(pattern) <= PATTERN_MAX:
        return f"a pattern has 1 to {PATTERN_MAX} characters"
    if "\0" in pattern or not is_writable(pattern):
        return "the pattern has a character that no text may have"
    if _BACK_REFERENCE.search(pattern):
        return "the pattern refers backwards or sets flags"
    repeats = [int(n) for pair in _REPEAT.findall(pattern) for n in pair if n]
    if len(repeats) > REPEATS_MAX or any(n > REPEAT_MAX for n in repeats):
        return "the pattern repeats too much"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"the pattern is no regular expression: {error}"
    return None
