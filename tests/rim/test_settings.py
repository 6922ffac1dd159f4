"""An installation is told what to do by a file and the environment."""

from pathlib import Path

import pytest

from mesto.kernel.errors import Malformed
from mesto.rim.settings import Settings, read_settings


def test_the_environment_overrules_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mesto.toml"
    file.write_text('port = 9000\nanonymous = "town"\n')
    settings = read_settings(file, {"MESTO_PORT": "9001", "MESTO_BROKER": "no"})
    assert (settings.port, settings.anonymous, settings.broker) == (9001, "town", False)


def test_the_command_line_overrules_both(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "none", {"MESTO_PORT": "9001"}, port=9002)
    assert settings.port == 9002


@pytest.mark.parametrize("text", ["prot = 1", "port = 'x'", "port ="])
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mesto.toml"
    file.write_text(text)
    with pytest.raises(Malformed):
        read_settings(file, {})


@pytest.mark.parametrize(
    "settings",
    [
        Settings(host="0.0.0.0"),  # noqa: S104 - what must not be
        Settings(broker_host="10.0.0.1"),
        Settings(host="10.0.0.1", behind_tls=True, anonymous="town"),
    ],
)
def test_no_door_stands_open_to_the_net(settings: Settings) -> None:
    with pytest.raises(Malformed):
        settings.check()


def test_behind_tls_it_may_listen_anywhere() -> None:
    Settings(host="10.0.0.1", broker_host="10.0.0.1", behind_tls=True).check()
