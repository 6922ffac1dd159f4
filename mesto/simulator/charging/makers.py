"""Which stations a town has bought: makers, versions, passwords, cards. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b, pbkdf2_hmac
from typing import Final

from mesto.simulator.assets.kinds import Assets
from mesto.simulator.inventory.names import Names
from mesto.simulator.life.charging import Connector

CARDS: Final = 120  #: that drivers of a town carry
ROUNDS: Final = 1_000
OLD: Final = "ocpp1.6"
NEW: Final = "ocpp2.0.1"
STRANGER: Final = "new-7f3a"  #: a station nobody has told the town of

#: Protocol, maker, model and firmware; the first is bought most.
MODELS: Final = (
    (OLD, "Volta Works", "Curb 22", "1.8.4"),
    (NEW, "Rheinlade", "Duo AC", "2.3.0"),
    (OLD, "Elvira", "Post 11", "4.0.7"),
    (NEW, "Rheinlade", "Duo DC", "2.3.0"),
    (OLD, "Volta Works", "Curb 22", "1.8.2"),
)


@dataclass(frozen=True, kw_only=True)
class Bought:
    """One station as it was bought."""

    number: int  #: among the stations of the town; behind them: a stranger
    identity: str
    password: str
    protocol: str
    maker: str
    model: str
    firmware: str
    serial: str
    connectors: tuple[Connector, ...]


def bought(names: Names, assets: Assets) -> Iterator[Bought]:
    """Yield the stations of a town, and one nobody has told it of."""
    for number, station in enumerate(assets.stations):
        identity = names.serial("EVChargingStation", number)
        yield _bought(names, number, identity, station.connectors)
    number = len(assets.stations)
    pair = tuple(
        Connector(station=number, number=place, power_kw=22.0, daily=2.5)
        for place in (1, 2)
    )
    yield _bought(names, number, STRANGER, pair)


def digest_of(password: str, salt: bytes) -> str:
    """Return what the town keeps of a station's password."""
    kept = pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    return f"{salt.hex()}:{kept.hex()}"


def password_of(names: Names, identity: str) -> str:
    """Return the password a station was given."""
    return blake2b(f"{names.town} {identity}".encode(), digest_size=12).hexdigest()


def cards_of(names: Names) -> Sequence[str]:
    """Return the numbers of the cards of a town's drivers."""
    return [
        blake2b(f"{names.town} card {n}".encode(), digest_size=7).hexdigest().upper()
        for n in range(CARDS)
    ]


def _bought(
    names: Names, number: int, identity: str, connectors: tuple[Connector, ...]
) -> Bought:
    fast = any(one.fast for one in connectors)
    protocol, maker, model, firmware = MODELS[3 if fast else number % len(MODELS)]
    digest = blake2b(f"{names.town} {number}".encode(), digest_size=5)
    return Bought(
        number=number,
        identity=identity,
        password=password_of(names, identity),
        protocol=protocol,
        maker=maker,
        model=model,
        firmware=firmware,
        serial=digest.hexdigest().upper(),
        connectors=connectors,
    )
