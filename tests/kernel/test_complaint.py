"""What is wrong in what people wrote is said in every language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from mesto.kernel.complaint import SENTENCES
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import mistake_in, read_written
from mesto.kernel.municipality import LANGUAGES

Texts = Mapping[str, str]


class Square(msgspec.Struct, tag="square"):
    """A shape, by its tag."""


class Circle(msgspec.Struct, tag="circle"):
    """Another one."""


class Written(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Whatever people may write wrongly."""

    needed: int
    some: Annotated[int, Meta(ge=1, le=5)] = 1
    within: Annotated[float, Meta(gt=0, lt=5)] = 1
    word: Annotated[str, Meta(min_length=2, max_length=3, pattern="^x")] = "xx"
    items: Annotated[Sequence[int], Meta(min_length=1, max_length=2)] = (1,)
    texts: Annotated[Texts, Meta(min_length=1, max_length=1)] | None = None
    choice: Literal["a", "b"] = "a"
    number: Literal[1, 2] = 1
    at: Annotated[datetime, Meta(tz=True)] | None = None
    day: date | None = None
    clock: time | None = None
    lasts: timedelta | None = None
    id: UUID | None = None
    step: Annotated[int, Meta(multiple_of=5)] = 5
    shape: Square | Circle | None = None


WRONG = [
    *({"needed": "x"}, {"strange": 1}, {"some": 0}, {"some": 6}, {"within": 0}),
    *({"within": 6}, {"word": ""}, {"word": "xxxx"}, {"word": "yy"}, {"items": []}),
    *({"items": [1, 2, 3]}, {"texts": {}}, {"texts": {"a": "b", "c": "d"}}),
    *({"choice": "c"}, {"number": 3}, {"at": "2026-05-01T10:00:00"}, {"at": "now"}),
    *({"day": "now"}, {"clock": "now"}, {"lasts": "long"}, {"id": "x"}, {"at": 5}),
    *({"step": 3}, {"shape": {"type": "line"}}, {"shape": {}}),
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_whatever_is_wrong_is_said_in_every_language(wrong):
    with pytest.raises(Malformed) as refused:
        read_written({"needed": 1} | wrong, Written)
    assert set(refused.value.facts["beside"]) == set(LANGUAGES)


def test_what_is_wrong_is_said_beside_its_field_and_with_it():
    with pytest.raises(Malformed) as refused:
        read_written({}, Written)
    assert refused.value.facts["beside"]["cs"] == "chybí"
    assert mistake_in(refused.value)["cs"] == "needed: chybí"
    with pytest.raises(Malformed) as refused:
        read_written({"needed": 1, "some": 9}, Written)
    assert mistake_in(refused.value)["sr-Cyrl"] == "some: мора бити највише 5"


def test_no_sentence_is_there_for_nothing():
    said = {read.pattern for read, _ in SENTENCES}
    complaints = []
    for wrong in [*({"needed": 1} | one for one in WRONG), {}]:
        with pytest.raises(Malformed) as refused:
            read_written(wrong, Written)
        complaints.append(refused.value.facts["why"])
    used = {
        next(read.pattern for read, _ in SENTENCES if read.search(one))
        for one in complaints
    }
    assert used == said
