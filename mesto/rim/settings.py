"""What an installation is told: from `mesto.toml`, overruled by the environment."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from mesto.kernel.errors import Malformed

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this installation runs. Each is `MESTO_<NAME>` in the environment."""

    home: str = ""  #: folder of everything kept; default depends on who runs it
    dsn: str = ""  #: PostgreSQL to use; empty: the embedded one
    host: str = "127.0.0.1"  #: where HTTP listens
    port: int = 8080  #: of HTTP
    broker: bool = True  #: run the embedded MQTT broker
    broker_port: int = 1883  #: of MQTT
    broker_host: str = "127.0.0.1"  #: where MQTT listens
    behind_tls: bool = False  #: a proxy with TLS stands in front, or none is wanted
    anonymous: str = ""  #: municipality that callers without a key speak for
    allow_private: bool = False  #: connections and contexts may reach private addresses
    oidc_issuer: str = ""  #: URL of an OpenID Connect provider; empty: none
    oidc_client: str = ""  #: how it knows this installation
    oidc_secret: str = ""  #: what this installation proves itself with there
    oidc_claim: str = "roles"  #: whose texts are `municipality:role` or groups
    #: What a group of the provider stands for: texts `municipality:role`.
    oidc_groups: dict[str, list[str]] = {}
    public_url: str = ""  #: where people and sources reach us: https://city.example
    smtp_host: str = ""  #: the mail server notifications go through; empty: none
    smtp_port: int = 587  #: of the mail server
    smtp_tls: str = "starttls"  #: starttls, tls or none
    smtp_user: str = ""  #: how the mail server knows us; empty: it need not
    smtp_password: str = ""  #: what we prove ourselves with there
    smtp_from: str = ""  #: the address mail comes from
    film: bool = True  #: film how everything is, for the past and the alarms

    @property
    def folder(self) -> Path:
        """The folder of everything kept."""
        return Path(self.home).expanduser() if self.home else default_home()

    def check(self) -> None:
        """Raise Malformed where the settings would open a door unguarded."""
        hosts = {self.host, self.broker_host} if self.broker else {self.host}
        if not hosts <= LOOPBACK and not self.behind_tls:
            raise Malformed(
                "without TLS in front mesto listens on this machine only: put a proxy "
                "with TLS before it and set behind_tls = true (MESTO_BEHIND_TLS=1)"
            )
        if self.oidc_issuer and not self.oidc_client:
            raise Malformed("oidc_client says how the provider knows us")
        if self.smtp_tls not in {"starttls", "tls", "none"}:
            raise Malformed("smtp_tls is starttls, tls or none")
        if self.smtp_host and "@" not in self.smtp_from:
            raise Malformed("smtp_from says which address mail comes from")
        if self.anonymous and self.host not in LOOPBACK:
            raise Malformed("anonymous callers are let in on this machine only")


def default_home() -> Path:
    """Return where data go: a system folder for root, else below the user's own."""
    if os.geteuid() == 0:
        return Path("/var/lib/mesto")
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "mesto"


def read_settings(
    file: Path | None, environment: Mapping[str, str], **given: object
) -> Settings:
    """Read `file`, then the environment, then what was given on the command line.

    Raises Malformed naming the setting that is unknown or has no sense.
    """
    found: dict[str, object] = {}
    if file is not None and file.exists():
        try:
            found = tomllib.loads(file.read_text())
        except tomllib.TOMLDecodeError as error:
            raise Malformed(f"{file}: {error}") from error
    known = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    for name, kind in known.items():
        text = environment.get(f"MESTO_{name.upper()}")
        if text is not None:
            found[name] = _read(name, kind, text)
    found |= {name: value for name, value in given.items() if value is not None}
    try:
        settings = msgspec.convert(found, Settings)
    except msgspec.ValidationError as error:
        raise Malformed(f"settings: {error}") from error
    settings.check()
    return settings


def _read(name: str, kind: object, text: str) -> object:
    if kind is bool:
        return text.lower() in {"1", "true", "yes", "on"}
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise Malformed(f"MESTO_{name.upper()} is a whole number") from None
    return text
