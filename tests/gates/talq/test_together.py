"""Errands that are alike go together, and a bad one spoils only itself."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.talq.orders import Errand, Target
from mesto.gates.talq.together import Together, addressed, name_of
from mesto.kernel.errors import Malformed, Unavailable

pytestmark = pytest.mark.anyio


def errand(number, level=40):
    return Errand(
        command=f"c{number}", target=Target("devices", f"{number}"), level=level
    )


async def done(errands, *, bad=(), error=Malformed):
    """Return how errands were told, and what came of each."""
    told = []

    async def tell(some):
        told.append([one.command for one in some])
        if any(one.command in bad for one in some):
            raise error("no")

    together = Together(tell)
    ends = await asyncio.gather(
        *(together.do(one) for one in errands), return_exceptions=True
    )
    await together.close()
    return told, ends


async def test_what_is_alike_is_told_at_once():
    told, ends = await done([errand(1), errand(2), errand(3, 70)])
    assert told == [["c1", "c2"], ["c3"]]
    assert ends == [None] * 3


async def test_a_bad_one_spoils_only_itself():
    told, ends = await done([errand(1), errand(2), errand(3)], bad=["c2"])
    assert told == [["c1", "c2", "c3"], ["c1"], ["c2"], ["c3"]]
    assert [type(one) for one in ends] == [type(None), Malformed, type(None)]


async def test_where_nobody_answers_all_are_told_so():
    told, ends = await done([errand(1), errand(2)], bad=["c2"], error=Unavailable)
    assert len(told) == 1
    assert [type(one) for one in ends] == [Unavailable, Unavailable]


def test_the_name_of_a_request_is_that_of_what_it_asks_for():
    assert name_of([errand(1)]) == "c1"
    assert name_of([errand(1), errand(2)]) == name_of([errand(1), errand(2)])
    assert name_of([errand(1), errand(2)]) != name_of([errand(1), errand(3)])


NUMBERS = st.integers(0, 9).map(str)


@given(
    st.lists(NUMBERS, unique=True, min_size=1),
    st.dictionaries(st.sampled_from("abc"), st.frozensets(NUMBERS)),
)
def test_groups_stand_for_all_their_devices_and_nobody_else_is_told(asked, groups):
    told = list(addressed([Target("devices", one) for one in asked], groups))
    reached = [
        device
        for one in told
        for device in (
            groups[one.address] if one.resource == "groups" else [one.address]
        )
    ]
    assert sorted(reached) == sorted(asked)
