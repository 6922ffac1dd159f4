"""A proxy in front of the product, as towns run one: TLS ends here, and certificates.

It hands on the certificate a station has proven, and nothing a station says of it.
"""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

HEAD = b"\r\n\r\n"


@asynccontextmanager
async def proxy(behind: str, own: Path, believes: str) -> AsyncIterator[int]:
    """Listen with TLS until the block ends; gives the port.

    behind: URL of the product
    own: certificate and key, PEM
    believes: certificate of who signs for stations, PEM
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(own)
    context.load_verify_locations(cadata=believes)
    context.verify_mode = ssl.CERT_OPTIONAL
    there = urlsplit(behind)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        head = await reader.readuntil(HEAD)
        kept = [
            one
            for one in head.removesuffix(HEAD).split(b"\r\n")
            if not one.lower().startswith((b"client-cert:", b"x-forwarded"))
        ]
        kept.append(b"X-Forwarded-Proto: https")
        if der is not None:
            kept.append(b"Client-Cert: :" + b64encode(der) + b":")
        inside, outside = await asyncio.open_connection(there.hostname, there.port)
        outside.write(b"\r\n".join(kept) + HEAD)
        with suppress(OSError, ssl.SSLError):
            await asyncio.gather(_pipe(reader, outside), _pipe(inside, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(65536):
            sink.write(chunk)
            await sink.drain()
    finally:
        sink.close()
