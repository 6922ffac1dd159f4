"""A storm is a few messages, and no notice is left out or told twice."""

from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.notifications.pack import MOST, Waiting, pack


def test_notices_of_one_group_are_one_message():
    waiting = [Waiting(1, "bins", 2), Waiting(2, "", 2), Waiting(3, "bins", 4)]
    told = [[one.number for one in bundle.deliveries] for bundle in pack(waiting, 6)]
    assert told == [[3, 1], [2]]


def test_fifty_thousand_become_a_few_with_the_worst_first():
    waiting = [Waiting(number, "", number % 5) for number in range(50_000)]
    bundles = pack(waiting, MOST)
    assert len(bundles) == MOST
    assert [bundle.severity for bundle in bundles] == [4] * MOST
    assert len(bundles[-1].deliveries) == 50_000 - (MOST - 1)


@given(
    waiting=st.lists(
        st.builds(
            Waiting,
            st.integers(1, 10_000),
            st.sampled_from(["", "a", "b", "c"]),
            st.integers(0, 4),
        ),
        unique_by=lambda one: one.number,
    ),
    free=st.integers(-1, MOST),
)
def test_all_is_told_once_in_as_few_messages_as_are_free(waiting, free):
    bundles = pack(waiting, free)
    told = [one for bundle in bundles for one in bundle.deliveries]
    assert len(bundles) <= max(free, 0)
    assert sorted(one.number for one in told) == (
        sorted(one.number for one in waiting) if free > 0 else []
    )
    assert all(
        bundle.severity == max(one.severity for one in bundle.deliveries)
        for bundle in bundles
    )
