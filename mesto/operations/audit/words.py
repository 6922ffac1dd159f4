"""What a look at the proof means, in a sentence. Pure."""

from collections.abc import Mapping
from datetime import datetime

from mesto.kernel.chain.verify import Fault, Verdict

#: What does not hold, and what that means.
MEANINGS: Mapping[str, str] = {
    "rows": "rows were changed, added or removed by something other than mesto",
    "block": "the chain itself was cut or written anew",
    "change": "what was said of a lawful change is not what was said then",
    "name": "somebody was given another name than who spoke",
}


def meaning_of(verdict: Verdict) -> str:
    """Say what does not hold; empty where all does."""
    fault = verdict.fault
    return "" if fault is None else f"{MEANINGS[fault.what]}{_where(fault)}"


def place_of(municipality: str) -> str:
    """Return what to call a municipality; the empty name is the installation's."""
    return municipality or "the installation"


def _where(fault: Fault) -> str:
    """Say where and when that is."""
    if fault.what == "name":
        return f": {fault.part}"
    part = f" of {fault.part}" if fault.part else ""
    since = f" written after {_at(fault.after)}" if fault.after else ""
    until = f" and sealed {_at(fault.until)}" if fault.until else ""
    return f": block {fault.block}{part},{since}{until}".rstrip(",")


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
