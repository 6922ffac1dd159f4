"""Why a session is doubted is said in every language, on the screen and on paper."""

import msgspec
import pytest

from mesto.domains.emobility.receipts import words
from mesto.domains.emobility.receipts.bill import Bill, doubted
from mesto.domains.emobility.receipts.page import page_in
from mesto.domains.emobility.receipts.statement import receipt_shown
from mesto.kernel.model import Entity
from mesto.kernel.municipality import Municipality
from mesto.kernel.text import filled
from tests.domains.emobility.tariffs.courses import NOON, charged
from tests.domains.emobility.test_leaps import billed
from tests.stating import entity

URN = "urn:ngsi-ld:EVChargingReceipt:NS-1:17"
TOWN = Municipality(title={"en": "Town"})
TWICE = filled(words.TWICE, number="ŽIDLE-2030-000007")


def kept(bill: Bill, **more: object) -> Entity:
    """Return the receipt of a bill, as the ledger has it."""
    plain = {**msgspec.to_builtins(bill), **more}
    return entity(URN, NOON, {"bill": plain})


def paper(bill: Bill, language: str) -> list[str]:
    page = page_in(language, kept(bill), bill, TOWN)
    return [value for _, value in page.facts]


@pytest.mark.parametrize("language", ["en", "cs", "sk", "sr-Latn", "sr-Cyrl"])
def test_a_paper_says_what_was_doubted_with_the_number_as_people_know_it(language):
    bill = doubted(billed(charged(20.0, 1.0), None), TWICE)
    assert TWICE[language] in paper(bill, language)
    assert TWICE[language].endswith(" ŽIDLE-2030-000007")
    credit = msgspec.structs.replace(bill, credits="T-1")
    assert TWICE[language] not in paper(credit, language)


def test_what_a_gate_wrote_of_a_meter_is_said_in_the_readers_language():
    fell = {"en": "the meter fell", "cs": "elektroměr klesl"}
    bill = billed(charged(20.0, 1.0), None, meterDoubt=fell)
    assert bill.doubt == "the meter fell"
    assert "elektroměr klesl" in paper(bill, "cs")


def test_what_a_gate_wrote_before_it_had_languages_is_known_in_english_alone():
    bill = billed(charged(20.0, 1.0), None, meterDoubt="the meter fell")
    shown = receipt_shown(kept(bill), whole=True)
    assert (shown["doubt"], shown["doubt_says"]) == (
        "the meter fell",
        {"en": "the meter fell"},
    )
    assert "the meter fell" not in paper(bill, "cs")


def test_a_receipt_made_before_doubts_had_languages_is_read_as_it_is():
    old = msgspec.to_builtins(billed(charged(20.0, 1.0), None))
    del old["doubt_says"]
    receipt = entity(URN, NOON, {"bill": old | {"doubt": f"the same kWh are on {URN}"}})
    shown = receipt_shown(receipt, whole=True)
    assert shown["doubt_says"] == {"en": f"the same kWh are on {URN}"}
    sure = entity(URN, NOON, {"bill": old})
    assert receipt_shown(sure, whole=True)["doubt_says"] == {}
