"""A message reads well in the reader's language and script, and is known as ours."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Forbidden, Malformed, Unavailable
from mesto.operations.notifications.channels import mail, sms
from mesto.operations.notifications.letter import write
from mesto.operations.notifications.notice import Attachment, Notice
from mesto.operations.notifications.retry import MOST_TRIES, outcome

NUMBER = UUID("0190163d-8694-739b-aea5-966c26f8ad91")
NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)


def leak(**more):
    told = {
        "id": uuid4(),
        "to": ["person:jana"],
        "subject": {"en": "A leak", "cs": "Únik vody", "sr-Latn": "Curi voda"},
        "body": {"en": "in Lipová street", "sr-Latn": "u ulici"},
        "severity": "high",
        "link": "alarms?asset=urn:x",
    }
    return Notice(**(told | more))


def letter(*notices, count=0, language="en", public_url="https://city.example/"):
    return write(
        notices,
        number=NUMBER,
        city="town",
        count=count or len(notices),
        language=language,
        public_url=public_url,
    )


def test_a_message_of_one_says_what_and_where():
    written = letter(leak())
    assert written.subject == "A leak"
    assert written.body == (
        "A leak [High]\nin Lipová street\n"
        "Open in the console: https://city.example/town/alarms?asset=urn:x"
    )


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("my-round/7", "https://city.example/town/my-round/7"),
        ("/town/remind/7", "https://city.example/town/remind/7"),
        ("https://other.example/7", "https://other.example/7"),
        ("", ""),
    ],
)
def test_a_message_leads_to_the_page_of_its_town(link, url):
    assert letter(leak(link=link)).link == url


def test_serbian_is_read_in_cyrillic_too():
    written = letter(leak(), language="sr-Cyrl")
    assert written.subject == "Цури вода"
    assert "Висока" in written.body
    assert "у улици" in written.body


def test_a_message_of_many_says_how_many_more():
    written = letter(leak(), leak(), count=50_000, language="cs")
    assert written.subject == "Únik vody (+49999)"
    assert written.body.endswith("Další oznámení: 49998")


def test_a_mail_has_the_same_number_however_often_it_is_written():
    file = Attachment(name="plán.pdf", kind="application/pdf", content=b"%PDF")
    written = [
        mail.compose(
            letter(leak(subject={"en": "A\r\nBcc: all@x.cz"}, files=[file])),
            sender="Town <mesto@town.example>",
            to="jana@x.cz",
            at=NOW,
        )
        for _ in range(2)
    ]
    assert {one["Message-ID"] for one in written} == {f"<{NUMBER}@town.example>"}
    assert written[0]["Subject"] == "A Bcc: all@x.cz"
    assert written[0]["Bcc"] is None
    assert [part.get_filename() for part in written[0].iter_attachments()] == [
        "plán.pdf"
    ]


@given(text=st.text(st.characters(codec="utf-8")))
def test_a_text_cannot_leave_its_place_in_a_template(text):
    values = {"phone": "+420601234567", "text": text, "id": "1"}
    filled = sms.fill('{"a": {text}, "b": {phone}}', values, "application/json")
    assert orjson.loads(filled) == {"a": text, "b": "+420601234567"}


def test_a_template_without_a_place_for_the_number_is_refused():
    with pytest.raises(Malformed, match="phone") as refused:
        sms.fill("text={text}", {"text": "x"}, "text/plain")
    assert refused.value.facts["place"] == ("body",)


def test_a_form_is_written_as_one():
    values = {"phone": "+420601", "text": "a&b=c", "id": "1"}
    filled = sms.fill(
        "to={phone}&t={text}", values, "application/x-www-form-urlencoded"
    )
    assert filled == "to=%2B420601&t=a%26b%3Dc"


def test_a_text_message_is_not_longer_than_two():
    assert len(sms.text_of(letter(leak(body={"en": "x" * 1000})))) == sms.LONGEST


def test_what_may_be_taken_later_is_tried_ever_more_seldom_and_then_no_more():
    tried = [outcome(Unavailable("busy"), tries, NOW) for tries in range(1, 13)]
    pauses = [one.due_at - NOW for one in tried[:-1]]
    assert pauses[:3] == [timedelta(seconds=s) for s in (30, 60, 120)]
    assert pauses == sorted(pauses)
    assert {one.state for one in tried[:-1]} == {"failed"}
    assert tried[MOST_TRIES - 1].state == "dead"


def test_what_is_refused_is_not_tried_again():
    assert outcome(Forbidden("private"), 1, NOW).state == "dead"
    assert outcome(None, 3, NOW).state == "sent"


def test_who_is_asked_to_come_back_later_does():
    later = outcome(Unavailable("busy", retry_after_s=600), 1, NOW)
    assert later.due_at == NOW + timedelta(minutes=10)
