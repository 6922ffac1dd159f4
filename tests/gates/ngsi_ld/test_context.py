from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.ngsi_ld.context import (
    CORE,
    DEFAULT,
    build,
    core_document,
    from_kernel,
    to_kernel,
)
from mesto.kernel.errors import Malformed
from tests.gates.ngsi_ld.conftest import NAMES, TOWN

WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=6)


@given(st.one_of(NAMES.map(from_kernel), WORDS.map(lambda word: DEFAULT + word), NAMES))
def test_a_full_name_and_its_kernel_name_lead_to_each_other(name: str) -> None:
    iri = from_kernel(name)
    assert from_kernel(to_kernel(iri)) == iri


@given(NAMES, st.sampled_from([CORE, TOWN]))
def test_what_was_compacted_expands_to_the_same_name(name: str, context: Any) -> None:
    assert context.expand(context.compact(name)) == name


@given(NAMES)
def test_an_unknown_short_word_lies_in_the_default_context(name: str) -> None:
    """5.5.5 and 5.5.7."""
    assert to_kernel(CORE.iri(name)) == CORE.expand(name)


def test_a_core_term_keeps_its_meaning_whatever_a_context_says() -> None:
    """5.5.7."""
    context = build([{"location": "https://elsewhere.example/location"}], "x")
    assert context.expand("location") == "location"
    assert context.compact("https://elsewhere.example/location") == (
        "https://elsewhere.example/location"
    )


def test_terms_may_be_prefixed_and_refer_to_each_other() -> None:
    context = build(
        [
            {"ex": "https://example.org/", "a": "ex:a"},
            {"@vocab": "https://other.example/", "b": {"@id": "a", "@type": "@id"}},
            {"c": {"@type": "@vocab"}},
        ],
        "x",
    )
    assert context.expand("a") == "https://example.org/a"
    assert context.expand("ex:new") == "https://example.org/new"
    assert context.expand("b") == "https://example.org/a"
    assert context.expand("c") == "https://other.example/c"
    assert context.compact("https://example.org/zzz") == "ex:zzz"


def test_a_later_definition_wins_and_null_takes_a_term_away() -> None:
    context = build(
        [{"a": "urn:x:1", "b": "urn:x:2"}, {"a": "urn:x:3", "b": None}], "x"
    )
    assert context.expand("a") == "urn:x:3"
    assert context.expand("b") == "b"


def test_a_default_name_hidden_by_a_term_is_told_in_another_way() -> None:
    context = build([{"speed": "https://example.org/speed"}], "x")
    assert context.compact("speed") == "ngsi-ld:default-context/speed"
    assert context.expand("ngsi-ld:default-context/speed") == "speed"


@pytest.mark.parametrize(
    "part",
    [
        {"a": "b:x", "b": "a:y"},
        {"a": 3},
        {"a": {"@id": 3}},
        {"a": {"@id": "urn:x:y", "@context": {}}},
        {"@vocab": 3},
    ],
)
def test_a_context_with_wrong_definitions_is_refused(part: Any) -> None:
    """5.5.7: nor may an @context be scoped to a term."""
    with pytest.raises(Malformed):
        build([part], "x")


@pytest.mark.parametrize("name", ["", "a b", "a<b", 'a"b', "@x", "a;b", "http://a b"])
def test_a_name_that_would_break_a_query_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        CORE.expand(name)


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none() | st.text(max_size=8) | st.integers(),
            lambda parts: st.dictionaries(
                st.sampled_from(["@id", "@type", "@prefix"]) | st.text(max_size=3),
                parts,
                max_size=3,
            ),
            max_leaves=4,
        ),
        max_size=5,
    ),
    st.text(max_size=8),
)
def test_any_context_is_read_or_refused(part: dict[str, object], name: str) -> None:
    try:
        context = build([part], "x")
        context.compact(context.expand(name))
    except Malformed:
        pass


def test_each_core_term_has_a_name_of_its_own() -> None:
    terms = [name for name in core_document()["@context"] if name[0] != "@"]
    assert len({CORE.iri(term) for term in terms}) == len(terms)
    assert CORE.names_only_core
