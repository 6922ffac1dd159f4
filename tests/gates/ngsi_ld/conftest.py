"""What the tests of the NGSI-LD gate share: believable entities, and a client."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import strategies as st

from mesto.gates.ngsi_ld.context import Context, build, from_kernel
from mesto.kernel.model import Attribute, Entity, Kind
from tests.conftest import Server
from tests.moments import moments

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TOWN = build(
    [
        {
            "town": "https://town.example/terms#",
            "fillingLevel": "https://town.example/terms#fillingLevel",
            "speed": {"@id": "town:velocity"},
        }
    ],
    "https://town.example/context.jsonld",
)

LETTERS = st.characters(
    codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]
)
TEXTS = st.text(LETTERS, max_size=8).filter(lambda text: "ngsi-ld:null" not in text)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9)
SCALARS = NUMBERS | TEXTS | st.booleans()
JSON = st.recursive(
    SCALARS,
    lambda parts: (
        st.lists(parts, max_size=3) | st.dictionaries(TEXTS, parts, max_size=3)
    ),
    max_leaves=6,
)
URIS = st.from_regex(r"urn:ngsi-ld:[A-Z][a-z]{1,5}:[a-z0-9]{1,6}", fullmatch=True)
TERMS = st.from_regex(r"[a-z][A-Za-z0-9_]{1,8}", fullmatch=True).map(
    lambda word: f"{word}Of"
)
NAMES = (
    TERMS
    | TERMS.map(lambda term: f"https://example.org/{term}")
    | TERMS.map(lambda term: f"https://town.example/terms#{term}")
    | st.sampled_from(["https://town.example/terms#velocity", "location", "title"])
)
TIMES = moments(1990, 2090)
POSITIONS = st.tuples(st.integers(-180, 180), st.integers(-90, 90)).map(list)
GEOMETRIES = st.builds(
    lambda at: {"type": "Point", "coordinates": at}, POSITIONS
) | st.builds(
    lambda line: {"type": "LineString", "coordinates": line},
    st.lists(POSITIONS, min_size=2, max_size=4),
)
VALUES = {
    Kind.PROPERTY: JSON,
    Kind.RELATIONSHIP: URIS | st.lists(URIS, min_size=1, max_size=2),
    Kind.GEO_PROPERTY: GEOMETRIES,
    Kind.LANGUAGE_PROPERTY: st.dictionaries(
        st.sampled_from(["cs", "sk", "sr-Latn", "en"]), TEXTS, min_size=1, max_size=3
    ),
    Kind.VOCAB_PROPERTY: NAMES.map(from_kernel)
    | st.lists(NAMES.map(from_kernel), min_size=1, max_size=2),
    Kind.LIST_PROPERTY: st.lists(JSON, max_size=3),
    Kind.LIST_RELATIONSHIP: st.lists(URIS, max_size=3),
    Kind.JSON_PROPERTY: JSON,
}
UNITS = st.none() | st.sampled_from(["CEL", "KWT"])


@st.composite
def metas(draw: st.DrawFn, depth: int = 2) -> dict[str, object] | None:
    """Draw the kept form of sub-attributes."""
    names = draw(st.lists(NAMES, max_size=2 if depth else 0, unique=True))
    meta: dict[str, object] = {}
    for name in names:
        kind = draw(st.sampled_from(Kind))
        kept: dict[str, object] = {"kind": int(kind), "value": draw(VALUES[kind])}
        unit, within = draw(UNITS), draw(metas(depth - 1))
        if unit is not None:
            kept["unit"] = unit
        if within is not None:
            kept["meta"] = within
        meta[name] = kept
    return meta or None


@st.composite
def attributes(draw: st.DrawFn, name: str, dataset: str | None) -> Attribute:
    """Draw one instance of an attribute."""
    kind = draw(st.sampled_from(Kind))
    return Attribute(
        name=name,
        value=draw(VALUES[kind]),
        kind=kind,
        position=1,
        observed_at=draw(st.none() | TIMES),
        created_at=NOON,
        modified_at=NOON,
        source="test",
        unit=draw(UNITS),
        dataset=dataset,
        meta=draw(metas()),
    )


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    """Draw an entity with attributes of any kind."""
    keys = draw(
        st.lists(st.tuples(NAMES, st.none() | URIS), max_size=4, unique=True).map(
            lambda keys: sorted(keys, key=lambda key: (key[0], key[1] or ""))
        )
    )
    return Entity(
        id=draw(URIS),
        types=tuple(draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))),
        scopes=tuple(draw(st.lists(st.sampled_from(["/a", "/a/b"]), unique=True))),
        created_at=NOON,
        modified_at=NOON,
        attributes=tuple(draw(attributes(name, dataset)) for name, dataset in keys),
    )


@pytest.fixture(params=["core", "town"])
def context(request: pytest.FixtureRequest) -> Context:
    """The core @context, and one of a town's own."""
    return build([], "core") if request.param == "core" else TOWN


@pytest.fixture
async def api(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running API with a key."""
    async with httpx.AsyncClient(
        base_url=f"{server.url}/ngsi-ld/v1", headers=server.headers, timeout=60
    ) as client:
        yield client
