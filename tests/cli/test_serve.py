"""What the server asks of the system it runs on."""

import resource
import socket

import pytest
import uvicorn

from mesto.cli.serve import FILES, Announced, open_many_files
from mesto.kernel.errors import Unavailable


def test_a_server_may_have_more_lines_open_than_systems_begin_with() -> None:
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, allowed), most))
        open_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (allowed, most)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


@pytest.mark.anyio
async def test_a_port_that_is_taken_is_named() -> None:
    async def nobody(_scope: object, _receive: object, _send: object) -> None:
        """Answer nothing."""

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        config = uvicorn.Config(nobody, port=port, lifespan="off", log_level="critical")
        with pytest.raises(Unavailable, match=rf"127.0.0.1:{port} .*in use"):
            await Announced(config, "").serve()
