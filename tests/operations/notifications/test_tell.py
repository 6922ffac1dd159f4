"""What shall be told is kept once, and refused with a place where it cannot be."""

from uuid import uuid4

import msgspec
import pytest

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.operations.notifications.notice import Attachment, Notice, in_language
from mesto.operations.notifications.tell import tell

pytestmark = pytest.mark.anyio

LEAK = Notice(
    id=uuid4(),
    to=["person:jana"],
    subject={"en": "A leak", "sr-Latn": "Curi voda"},
    body={"en": "in Lipová street"},
    severity="high",
    files=[Attachment(name="map.txt", kind="text/plain", content=b"x\0")],
)


async def test_telling_twice_is_telling_once(city: City) -> None:
    await tell(city, [LEAK, LEAK])
    await tell(city, [LEAK])
    async with city.bound() as connection:
        assert await connection.fetchval("select count(*) from notice") == 1


async def test_a_notice_that_cannot_be_sent_keeps_the_others_back(city: City) -> None:
    wrong = msgspec.structs.replace(LEAK, id=uuid4(), severity="loud")
    with pytest.raises(Malformed, match="severity") as refused:
        await tell(city, [LEAK, wrong])
    assert refused.value.facts["place"] == ("severity",)
    async with city.bound() as connection:
        assert await connection.fetchval("select count(*) from notice") == 0


@pytest.mark.parametrize("to", ["jana", "person:", "mayor:jana"])
async def test_nobody_is_told_who_cannot_be_named(city: City, to: str) -> None:
    with pytest.raises(Malformed, match="nobody who can be told"):
        await tell(city, [msgspec.structs.replace(LEAK, to=[to])])


def test_a_text_is_said_in_the_nearest_language_there_is() -> None:
    assert in_language(LEAK.subject, "sr-Latn") == "Curi voda"
    assert in_language(LEAK.subject, "cs") == "A leak"
    assert in_language({"sk": "Únik"}, "cs") == "Únik"
    assert in_language({}, "cs") == ""
