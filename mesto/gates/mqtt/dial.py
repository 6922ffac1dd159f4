"""Reaching a broker: only where it may be, and by the name it was looked up by."""

import asyncio
import ssl
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from mesto.gates.mqtt.words import NO_CERTIFICATES
from mesto.kernel.errors import Malformed, Unavailable
from mesto.kernel.model import Connection
from mesto.kernel.outbound import addresses_of
from mesto.kernel.reach import unreached
from mesto.kernel.text import filled, refusal
from mesto.kernel.url import NO_ADDRESS

P = TypeVar("P", bound=asyncio.Protocol)

PORTS = {"mqtt": 1883, "mqtts": 8883}
WAIT_S = 15.0  #: for the broker to take a connection
LARGEST_BYTES = 2**20  #: of a file of certificates


async def dial(connection: Connection, make: Callable[[], P], *, ca_file: str) -> P:
    """Connect to the broker of a connection; return what speaks to it.

    make: the protocol of one socket
    ca_file: whom to trust over mqtts beside the system's authorities; empty: nobody

    Raises Unavailable if the broker cannot be reached, Forbidden if it may not be,
    Malformed if its address or `ca_file` makes no sense.
    """
    url = urlsplit(connection.url)
    try:
        host, port = url.hostname or "127.0.0.1", url.port or PORTS[url.scheme]
        context = await _trusting(ca_file) if url.scheme == "mqtts" else None
        async with asyncio.timeout(WAIT_S):
            addresses = await addresses_of(
                host, port, allow_private=connection.allow_private
            )
            return await _first(addresses, host, port, make, context)
    except OSError as error:  # TimeoutError and all of ssl are among them
        raise Unavailable(
            f"cannot reach {url.hostname}: {error or 'no answer'}",
            says=unreached(host, error),
            retry_after_s=5,
        ) from error
    except ValueError as error:
        says = filled(NO_ADDRESS, where=url.netloc.rpartition("@")[2])
        raise refusal(Malformed, says) from error


async def _first(
    addresses: list[str],
    host: str,
    port: int,
    make: Callable[[], P],
    context: ssl.SSLContext | None,
) -> P:
    """Connect to the first address that answers. Raises the last OSError."""
    *others, last = addresses
    connect = asyncio.get_running_loop().create_connection
    name = host if context else None
    for address in others:
        try:
            return (
                await connect(make, address, port, ssl=context, server_hostname=name)
            )[1]
        except OSError:
            continue
    return (await connect(make, last, port, ssl=context, server_hostname=name))[1]


async def _trusting(ca_file: str) -> ssl.SSLContext:
    """Return whom to trust. Raises Malformed, and tells nothing of the file."""
    context = ssl.create_default_context()
    if ca_file:
        try:
            text = await asyncio.to_thread(_read, Path(ca_file))
            context.load_verify_locations(cadata=text)
        except (OSError, ValueError) as error:
            raise refusal(Malformed, NO_CERTIFICATES) from error
    return context


def _read(file: Path) -> str:
    """Read a small file; a device or a pipe might never end. Raises ValueError."""
    known = file.stat()
    if not stat.S_ISREG(known.st_mode) or known.st_size > LARGEST_BYTES:
        raise ValueError("no small file")
    return file.read_text("ascii")
