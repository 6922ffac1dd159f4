"""What people tell a station becomes a command, or it is said why not."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from mesto.domains.emobility.stations.deeds import Deed, command_of
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import mistake_in
from mesto.kernel.municipality import LANGUAGES

NOON = datetime(2030, 6, 5, 12, tzinfo=UTC)


def deed(what: str, **value: Any) -> Deed:
    return Deed(what=what, value=value, token=UUID(int=7))


def test_a_place_is_taken_out_of_service() -> None:
    told = deed("service", evse=1, status="Inoperative")
    command = command_of(told, "urn:ngsi-ld:EVChargingStation:1", NOON, "person:jana")
    assert command.name == "changeAvailability"
    assert command.value == {"evse": 1, "status": "Inoperative"}


@pytest.mark.parametrize(
    ("told", "place"),
    [
        (deed("sing"), ("what",)),
        (deed("service", evse=0, status="Operative"), ("value", "evse")),
        (deed("service", evse=1, status="Broken"), ("value", "status")),
        (deed("unlock", evse=1, colour="red"), ("value", "colour")),
        (
            deed("reserve", evse=1, idToken="04AB", until=NOON + timedelta(days=2)),
            ("value", "until"),
        ),
    ],
)
def test_what_a_station_cannot_be_told_is_said_in_every_language(
    told: Deed, place: tuple[str, ...]
) -> None:
    with pytest.raises(Malformed) as refused:
        command_of(told, "urn:ngsi-ld:EVChargingStation:1", NOON, "person:jana")
    assert refused.value.facts["place"] == place
    assert set(mistake_in(refused.value)) == set(LANGUAGES)
