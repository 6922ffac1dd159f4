"""What every gate promises. A new one is covered the moment its folder exists."""

import ast
import re
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mesto.gates
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Message, Observation, Settled
from mesto.kernel.plugin import Carrier, Gate, Known, found_in
from mesto.kernel.script import with_both_scripts
from mesto.rim.forms import schema_of

ROOT = Path(__file__).parents[2]
FOLDERS = [found.name for found in iter_modules(mesto.gates.__path__)]
GATES = found_in(mesto.gates, Gate)
CARRIERS = found_in(mesto.gates, Carrier)
LISTENING = [gate for gate in GATES if gate.decode is not None]
LANGUAGES = {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
NOW = datetime(2026, 5, 1, tzinfo=UTC)
BLOCKING = {
    *("aiohttp", "asyncio", "asyncpg", "httpx", "os", "pathlib", "random", "secrets"),
    *("requests", "socket", "ssl", "subprocess", "threading", "time"),
}

every_folder = pytest.mark.parametrize("folder", FOLDERS)
every_gate = pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
every_listener = pytest.mark.parametrize("gate", LISTENING, ids=lambda gate: gate.name)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
PAYLOADS = (
    st.binary()
    | st.text().map(lambda text: text.encode(errors="replace"))
    | JSON.map(msgspec.json.encode)
)
HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "mesto-event", "event"]), st.text(max_size=20)
)


def readme(folder):
    return (ROOT / "mesto" / "gates" / folder / "README.md").read_text()


def example_settings(gate):
    """Return the settings that the README shows, or the usual ones."""
    for block in re.findall(r"```json\n(.*?)```", readme(gate.name), re.DOTALL):
        with suppress(msgspec.DecodeError):
            return msgspec.json.decode(block, type=gate.settings, strict=False)
    required = [
        one.name for one in msgspec.structs.fields(gate.settings) if one.required
    ]
    assert not required, "the README shows no settings that would do"
    return gate.settings()


def codec_files(folder):
    home = ROOT / "mesto" / "gates" / folder
    return [*home.glob("codec.py"), *home.glob("codec/*.py")]


def imported(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_each_gate_has_a_symbol_of_its_own_that_the_console_draws():
    symbols = [gate.icon for gate in LISTENING]
    assert len(set(symbols)) == len(symbols)
    drawn = (ROOT / "console/src/map/icons.ts").read_text()
    assert all(re.search(rf"\b{symbol}: [A-Z]", drawn) for symbol in symbols)


@every_folder
def test_a_folder_holds_the_gate_of_its_name(folder):
    with suppress(ModuleNotFoundError):  # gate.py must not take the name of the gate
        import_module(f"mesto.gates.{folder}.gate")
    module = import_module(f"mesto.gates.{folder}")
    assert [gate.name for gate in vars(module).values() if isinstance(gate, Gate)] == [
        folder
    ]
    assert module.__doc__


@every_gate
def test_a_gate_cites_its_standard(gate):
    assert "http" in gate.spec


@every_folder
def test_a_gate_says_how_it_maps_and_what_it_does_not_do(folder):
    text = readme(folder)
    assert re.search(r"^\|[-| :]+\|$", text, re.MULTILINE), "no mapping table"
    assert re.search(r"^#+ .*limits", text, re.MULTILINE | re.IGNORECASE), "no limits"


@every_folder
def test_a_gate_has_tests_and_its_codec_is_fuzzed(folder):
    tests = [file.read_text() for file in (ROOT / "tests/gates" / folder).rglob("*.py")]
    assert any("def test_" in text for text in tests)
    assert any("@given(" in text for text in tests)


@every_folder
def test_a_codec_opens_nothing_and_sees_no_clock(folder):
    files = codec_files(folder)
    assert files, "a gate has a codec"
    for file in files:
        assert not BLOCKING.intersection(imported(file)), file.name


@every_listener
def test_the_settings_a_readme_shows_are_understood(gate):
    assert isinstance(example_settings(gate), gate.settings)


@every_listener
@settings(max_examples=60, deadline=None)
@given(payload=PAYLOADS, origin=st.text(max_size=20), headers=HEADERS)
def test_any_message_is_read_or_refused(gate, payload, origin, headers):
    message = Message(payload=payload, origin=origin, received_at=NOW, headers=headers)
    known = Known(connection="c", settings=example_settings(gate))
    with suppress(Malformed):
        for heard in gate.decode(message, known):
            assert isinstance(heard, Observation | Settled)


@every_listener
def test_it_and_its_settings_have_names_in_every_language(gate):
    assert with_both_scripts(gate.title).keys() == LANGUAGES
    assert with_both_scripts(gate.about).keys() == LANGUAGES
    nameless = [
        f"{name}.{field}"
        for name, struct in schema_of(gate)["$defs"].items()
        for field, described in struct["properties"].items()
        if described.get("title", {}).keys() != LANGUAGES
    ]
    assert nameless == []


def test_no_two_gates_claim_the_same():
    schemes = [scheme for carrier in CARRIERS for scheme in carrier.schemes]
    paths = [path for gate in GATES for path in gate.paths]
    for claims in (schemes, paths, [gate.name for gate in GATES]):
        assert len(claims) == len(set(claims))
