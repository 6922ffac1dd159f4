"""Processes of ours end when we do, however we end."""

import ctypes
import signal
import sys

#: Linux only; loaded before a fork, since little may be done after one.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_AT_PARENTS_DEATH = 1  #: PR_SET_PDEATHSIG, prctl(2)


def end_with_us() -> None:
    """Ask the kernel to end this process when its parent dies: a `preexec_fn`.

    Elsewhere than on Linux it outlives a parent that is killed.
    """
    if _PRCTL is not None:
        _PRCTL(_AT_PARENTS_DEATH, signal.SIGTERM)
