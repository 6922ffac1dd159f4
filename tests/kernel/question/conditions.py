"""Any condition, to try what should take them all."""

from hypothesis import strategies as st

from mesto.kernel.question.condition import (
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Has,
    Literal,
    OneOf,
    Operator,
    Path,
)
from tests.moments import moments

NAMES = st.text(alphabet="abcXYZ09_č:", min_size=1, max_size=6)
TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = moments(1900, 9999)
LITERALS: st.SearchStrategy[Literal] = st.booleans() | NUMBERS | TEXTS | MOMENTS
PATHS = st.builds(
    Path, NAMES, st.lists(NAMES).map(tuple), st.lists(NAMES | st.just("*")).map(tuple)
)
RANGES = st.builds(Between, NUMBERS, NUMBERS) | st.builds(Between, MOMENTS, MOMENTS)
LISTS = st.builds(OneOf, st.lists(LITERALS, min_size=2, max_size=4).map(tuple))
COMPARISONS = (
    st.builds(
        Compare,
        PATHS,
        st.sampled_from([Operator.EQUAL, Operator.UNEQUAL]),
        LITERALS | RANGES | LISTS,
    )
    | st.builds(
        Compare, PATHS, st.sampled_from([Operator.LESS, Operator.GREATER]), LITERALS
    )
    | st.builds(
        Compare, PATHS, st.just(Operator.LIKE), st.sampled_from(["^a|b", '";)', "a"])
    ).filter(lambda c: c.to != '";)')
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    COMPARISONS | st.builds(Has, PATHS),
    lambda inner: (
        st.builds(AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
