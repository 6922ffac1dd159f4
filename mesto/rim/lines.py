"""Which process holds a connection's line, where several serve one database."""

from typing import Final

from mesto.kernel.model import Connection
from mesto.kernel.registry import WEBHOOK
from mesto.rim.workbench import EMBEDDED

LINES: Final = "exchange"  #: the lease of the lines that every process can open
BROKER_LINES: Final = "broker"  #: the lease of those to the embedded broker


def lease_of(connection: Connection) -> str | None:
    """Return the lease that allows to open a connection's line; None: there is none."""
    if connection.url.startswith(WEBHOOK):
        return None
    return BROKER_LINES if connection.url.startswith(EMBEDDED) else LINES
