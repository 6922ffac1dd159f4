"""What every service promises, whoever wrote it."""

import importlib
import pkgutil
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mesto.domains
import mesto.operations
from mesto.kernel.order import example
from mesto.kernel.panel import AnyPanel, Asking, Kpi, Prose
from mesto.kernel.plugin import Choice, Domain, found_in
from mesto.kernel.verdict import BADNESS, judge
from tests import stating
from tests.moments import moments

LANGUAGES = {"en", "cs", "sk", "sr-Latn"}
DOMAINS = found_in(mesto.domains, Domain)
LAYERS = [layer for domain in DOMAINS for layer in domain.layers]
BOARDS = [board for domain in DOMAINS for board in domain.boards]
NOW = datetime(2030, 6, 21, 12, tzinfo=UTC)

every_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
every_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.type)

ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**9), max_value=10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "on", "full", "burning", "critical", "2030-13-01", "Point"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "en"]), inner)
    ),
    max_leaves=4,
)
MOMENTS = moments(2020, 2040)


def entity(type_, values, seen_at):
    return stating.entity(f"urn:ngsi-ld:{type_}:1", seen_at, values)


def names_read(layer):
    shown = [field.attribute for field in layer.fields]
    return sorted({*shown, *layer.reads, *layer.explained_by, "name", "location"})


def test_no_type_is_shown_by_two_layers():
    types = [layer.type for layer in LAYERS]
    assert len(types) == len(set(types))


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_a_service_has_a_title_in_every_language(domain):
    assert set(domain.title) == LANGUAGES


@every_layer
def test_a_layer_is_titled_in_every_language(layer):
    assert set(layer.title) == LANGUAGES
    assert all(set(field.title) == LANGUAGES for field in layer.fields)


@every_layer
def test_a_layer_s_relations_and_orders_read_in_every_language(layer):
    texts = [text for one in layer.relations for text in (one.title, one.back)]
    for order in layer.orders:
        texts += [order.title, order.does, *([order.ask] if order.ask else [])]
        if isinstance(order.takes, Choice):
            texts += [title for _, title in order.takes.options]
    assert all(set(text) == LANGUAGES for text in texts)


@every_layer
def test_orders_are_told_apart_and_carry_what_they_admit(layer):
    names = [order.name for order in layer.orders]
    assert len(names) == len(set(names))
    for order in layer.orders:
        example(order)
        assert order.expires_after > timedelta(0)


@every_layer
def test_what_stands_beside_the_symbol_is_a_field(layer):
    assert layer.main in {field.attribute for field in layer.fields}


@every_layer
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_present_has_a_verdict_with_its_cause(layer, data):
    names = names_read(layer)
    values = data.draw(st.dictionaries(st.sampled_from(names), ANY_JSON))
    asset = entity(layer.type, values, data.draw(MOMENTS))
    verdict = judge(layer, asset, {}, NOW)
    assert verdict.status in BADNESS
    if verdict.status != "ok":
        assert set(verdict.cause) >= LANGUAGES
        assert all(verdict.cause.values())


@every_layer
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_verdict_holds_until_it_says(layer, data):
    names = names_read(layer)
    values = data.draw(st.dictionaries(st.sampled_from(names), ANY_JSON))
    asset = entity(layer.type, values, NOW - timedelta(minutes=1))
    verdict = judge(layer, asset, {}, NOW)
    if verdict.until is not None and verdict.until > NOW:
        later = verdict.until - timedelta(microseconds=1)
        assert judge(layer, asset, {}, later).status == verdict.status


def test_every_service_offers_figures_and_no_two_have_one_name():
    figures = {
        domain.name: [
            panel.name
            for board in domain.boards
            for panel in board.panels
            if isinstance(panel, Kpi)
        ]
        for domain in DOMAINS
    }
    names = [name for many in figures.values() for name in many]
    assert all(1 <= len(many) <= 3 for many in figures.values())
    assert len(set(names)) == len(names)
    assert all(names)


def test_no_two_boards_have_one_name():
    assert len({board.name for board in BOARDS}) == len(BOARDS)


@every_board
def test_a_board_speaks_every_language(board):
    assert set(board.title) == LANGUAGES
    for panel in board.panels:
        texts = [panel.title, panel.text if isinstance(panel, Prose) else ""]
        assert all(set(text) == LANGUAGES for text in texts if text)


@every_board
def test_a_board_shows_what_is_on_the_map(board):
    fields = {layer.type: layer.fields for layer in LAYERS}
    for panel in board.panels:
        measured = panel.measure if isinstance(panel, Asking) else panel
        types = getattr(measured, "types", ())
        assert set(types) <= set(fields)
        attribute = getattr(measured, "attribute", "")
        shown = {field.attribute for name in types for field in fields[name]}
        assert not attribute or attribute in shown
        assert set(getattr(panel, "attributes", ())) <= shown


@every_board
def test_a_board_is_the_same_after_it_was_written_and_read(board):
    written = [msgspec.json.encode(panel) for panel in board.panels]
    read = [msgspec.json.decode(one, type=AnyPanel) for one in written]
    assert read == list(board.panels)


def test_whoever_hears_or_holds_has_a_name_of_its_own():
    """A lease and a bookmark of one name would block each other silently."""
    names = [
        name
        for package in (mesto.domains, mesto.operations)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if found.name.endswith((".run", ".watch"))
        for named in (vars(importlib.import_module(found.name)),)
        for name in (named.get("LEASE"), named.get("READER"))
        if name is not None
    ]
    assert names
    assert sorted(names) == sorted(set(names))
