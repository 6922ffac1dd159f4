"""What `mesto doctor` says of an installation."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult
from typer.testing import CliRunner

from mesto.cli.main import app


@pytest.fixture
def examine(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Return what it says, with some settings."""
    monkeypatch.setenv("MESTO_DSN", dsn)
    monkeypatch.setenv("MESTO_HOME", str(tmp_path))

    def run(**settings: str) -> str:
        for name, value in settings.items():
            monkeypatch.setenv(f"MESTO_{name.upper()}", value)
        return CliRunner().invoke(app, ["doctor"]).output

    return run


@pytest.fixture
def mail() -> Iterator[dict[str, str]]:
    """A mail server that knows one password; yields the settings that fit it."""

    def knows(_server, _session, _envelope, _mechanism, given) -> AuthResult:
        return AuthResult(success=given.password == b"right", handled=False)

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(
        Sink(),
        hostname="127.0.0.1",
        port=port,
        authenticator=knows,
        auth_require_tls=False,
    )
    server.start()
    yield {
        "smtp_host": "127.0.0.1",
        "smtp_port": str(port),
        "smtp_tls": "none",
        "smtp_from": "mesto@town.example",
        "smtp_user": "mesto",
        "smtp_password": "right",
    }
    server.stop()


def test_no_mail_server_is_no_fault_but_said(examine) -> None:
    told = examine()
    assert "✓ no mail server is set (smtp_host)" in told


def test_a_mail_server_that_lets_us_in_is_well(examine, mail) -> None:
    assert f"✓ mail server 127.0.0.1:{mail['smtp_port']} lets us in" in examine(**mail)


def test_a_mail_server_that_does_not_know_us_is_quoted(examine, mail) -> None:
    told = examine(**mail | {"smtp_password": "wrong"})
    assert "the mail server answered 535" in told
    assert "mend smtp_… in mesto.toml" in told


def test_a_mail_server_that_is_not_there_is_named(examine, mail) -> None:
    told = examine(**mail | {"smtp_port": "9"})
    assert "✗ mail server 127.0.0.1:9: the mail server does not answer" in told
