"""Starts a gate: a folder with its codec, its README and its tests.

    make new-gate NAME=gbfs

Nothing else is touched; the promises in tests/promises cover it at once.
"""

import sys
from keyword import iskeyword
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

INIT = '''"""NAME: say in one line what speaks through this gate."""

from mesto.gates.NAME.codec import Settings, decode
from mesto.kernel.plugin import Gate
from mesto.kernel.words import said

gate = Gate(
    name="NAME",
    spec="the standard and its version, https://example.org/where-to-read-it",
    settings=Settings,
    decode=decode,
    title=said("NAME", "NAME", "NAME", "NAME"),
    about=said(
        "What it is for, in a sentence.",
        "K čemu to je, jednou větou.",
        "Na čo to je, jednou vetou.",
        "Čemu služi, jednom rečenicom.",
    ),
    icon="gate",
    words={
        "Settings.type": said(
            "Type of the devices",
            "Typ zařízení",
            "Typ zariadení",
            "Vrsta uređaja",
        ),
    },
)
'''

CODEC = '''"""NAME messages to observations. Pure: bytes in, values out.

Source: the standard, its version and sections.
"""

from collections.abc import Iterator

import msgspec
import orjson

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Message, Observation
from mesto.kernel.plugin import Known


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a municipality says about its NAME."""

    type: str = "Device"  #: type of the entities


def decode(message: Message, known: Known[Settings]) -> Iterator[Observation]:
    """Read one message.

    Raises Malformed if it is not one of NAME.
    """
    try:
        document = orjson.loads(message.payload)
        serial, value = str(document["serial"]), float(document["value"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise Malformed(f"not a NAME message: {error}") from error
    yield Observation(
        entity=f"urn:ngsi-ld:{known.settings.type}:{serial}",
        attribute="value",
        value=value,
        source=known.connection,
        observed_at=message.received_at,
    )
'''

README = """# NAME: say what speaks through this gate

**Standard.** Its name and version, and where to read it.

## Settings

```json
{"type": "Device"}
```

## Mapping

| in the message | in the city |
|---|---|
| `serial` | the entity, `urn:ngsi-ld:<type>:<serial>` |
| `value` | `value` |

## Limits

- What this gate does not do.
"""

TESTS = '''"""NAME messages are read or refused."""

from contextlib import suppress
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.NAME.codec import Settings, decode
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Message
from mesto.kernel.plugin import Known

NOW = datetime(2026, 5, 1, tzinfo=UTC)
KNOWN = Known(connection="NAME", settings=Settings())


def read(payload):
    return list(decode(Message(payload=payload, origin="", received_at=NOW), KNOWN))


def test_a_message_becomes_an_observation():
    (seen,) = read(b'{"serial": "7", "value": 21.5}')
    assert (seen.entity, seen.value) == ("urn:ngsi-ld:Device:7", 21.5)


@given(st.binary())
def test_any_bytes_are_read_or_refused(payload):
    with suppress(Malformed):
        read(payload)
'''


def make_gate(name: str, root: Path = ROOT) -> list[Path]:
    """Write the files of a new gate; return them.

    Raises ValueError if the name cannot be one, or is taken.
    """
    if not name.isidentifier() or not name.islower() or iskeyword(name):
        raise ValueError(f"{name!r} is no name: small letters, digits, underscores")
    folder, tests = root / "mesto/gates" / name, root / "tests/gates" / name
    if folder.exists():
        raise ValueError(f"there is a gate {name} already")
    files = {
        folder / "__init__.py": INIT,
        folder / "codec.py": CODEC,
        folder / "README.md": README,
        tests / "test_codec.py": TESTS,
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("NAME", name))
    return list(files)


if __name__ == "__main__":
    try:
        for made in make_gate(sys.argv[1] if len(sys.argv) > 1 else ""):
            print(made.relative_to(ROOT))
    except ValueError as error:
        sys.exit(f"{error}\nmake new-gate NAME=gbfs")
