"""Cards are read from files, and stations' lists kept in step, piece by piece."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.emobility.cards.card import Card, read_cards
from mesto.domains.emobility.cards.lists import AT_ONCE, Kept, next_piece, wanted
from mesto.kernel.errors import Malformed
from mesto.kernel.municipality import LANGUAGES

NOON = datetime(2030, 6, 21, 12, tzinfo=UTC)
HERE, THERE = "urn:ngsi-ld:EVChargingStation:1", "urn:ngsi-ld:EVChargingStation:2"


def test_a_file_of_cards_says_which_lines_are_wrong() -> None:
    text = (
        "token;type;card_group;expires;stations;blocked\n"
        "04AABB;;residents;2031-01-01;Square;\n"
        "DE*8AA*1234567;eMAID;;;;ano\n"
        "CZ-EMO-C1234-5678;eMAID;;;;\n"
        "CZEMOC12345678;eMAID;;;;\n"
        "04-AA;;;;;\n"
        "--;eMAID;;;;\n"
        "04aabb;;;;;\n"
        "bad token;;;;;\n"
        "04CC;;;;nowhere;\n"
        "04DD;;;someday;;\n"
    )
    cards, refused = read_cards(text, UTC, {"square": HERE})
    assert cards == [
        Card(
            token="04AABB",
            card_group="residents",
            expires=datetime(2031, 1, 1, tzinfo=UTC),
            stations=[HERE],
        ),
        Card(token="DE*8AA*1234567", type="eMAID", blocked=True),
        Card(token="CZEMOC12345678", type="eMAID"),
        Card(token="04-AA"),
    ]
    assert [one.line for one in refused] == [5, 7, 8, 9, 10, 11]
    assert all(set(one.says) == set(LANGUAGES) for one in refused)
    assert refused[4].says["cs"] == "Stanice nowhere neexistuje."
    assert refused[3].says["sk"] == "token: nie je zapísané tak, ako má byť"
    unclosed = 'token;owner\n"04AA;Jana\n' + "x" * 140_000
    for none in ("card;name\n1;2\n", unclosed, f'"{unclosed}'):
        with pytest.raises(Malformed):
            read_cards(none, UTC, {})


def test_a_file_of_cards_may_end_its_lines_as_any_spreadsheet_does() -> None:
    for end in ("\n", "\r\n", "\r"):
        cards, _ = read_cards(f"\ufefftoken;owner{end}04AA;Jana{end}", UTC, {})
        assert cards == [Card(token="04AA", owner="Jana")]


def test_a_station_knows_only_cards_that_are_taken_there() -> None:
    cards = [
        Card(token="A"),
        Card(token="B", blocked=True),
        Card(token="C", expires=NOON - timedelta(days=1)),
        Card(token="D", stations=[THERE]),
        Card(token="E" * 21),
    ]
    assert wanted(cards, HERE, "ocpp1.6", NOON).keys() == {"a"}
    assert wanted(cards, THERE, "ocpp2.0.1", NOON).keys() == {"a", "d", "e" * 21}


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2.0.1"])
def test_pieces_add_up_to_what_a_station_shall_know(protocol: str) -> None:
    cards = [Card(token=f"T{n:04}", group="G") for n in range(AT_ONCE * 2 + 5)]
    there = wanted(cards, HERE, protocol, NOON)
    kept, kinds = Kept(), []
    while piece := next_piece(there, kept, protocol, kept.version + 1):
        kinds.append(piece.payload["updateType"])
        assert len(piece.payload["localAuthorizationList"]) <= AT_ONCE
        kept = Kept(version=piece.version, knows=piece.knows)
    assert kinds == ["Full", "Differential", "Differential"]
    assert kept.knows.keys() == there.keys()
    gone = there.pop("t0007")
    there["t0008"] = Card(token="T0008", group="other")
    piece = next_piece(there, kept, protocol, 4)
    assert piece is not None
    changed, dropped = piece.payload["localAuthorizationList"]
    assert "idTokenInfo" in changed or "idTagInfo" in changed
    assert dropped.keys() == ({"idTag"} if protocol == "ocpp1.6" else {"idToken"})
    assert gone.token.lower() not in piece.knows
    kept = Kept(version=4, knows=piece.knows)
    assert next_piece(there, kept, protocol, 5) is None
