"""What is meant to hang, fill or confuse the API is refused soon, and in its words.

Bounds of time are those of the client: what hangs is told by it.
"""

import json
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.ngsi_ld.context import CORE
from mesto.gates.ngsi_ld.problem import Problem
from mesto.gates.ngsi_ld.query.pattern import check_pattern
from mesto.gates.ngsi_ld.query.selection import read_selection
from mesto.gates.ngsi_ld.request import CONTEXT_REL
from mesto.kernel.errors import CityError, Malformed
from tests.conftest import Server
from tests.gates.ngsi_ld.hostile.conftest import PATIENCE_S, put_car, sound

pytestmark = pytest.mark.anyio

CAR = "urn:ngsi-ld:Vehicle:1"
JSON = {"Content-Type": "application/json"}
LD_JSON = {"Content-Type": "application/ld+json"}
SQUARE = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]  #: crosses itself
AROUND = [[n % 360 - 180, n % 170 - 85] for n in range(20_000)]

#: Parameters of GET /entities. None of them may be a failure of ours.
QUERIES: list[dict[str, str]] = [
    {"q": "(" * 2_000},
    {"q": "a==1;" * 3_000 + "a==1"},
    {"q": "|".join(f"a{n}==1" for n in range(1_000))},
    {"q": "((((" + "a==1" + "))))" * 500},
    {"q": 'a~="(a+)+$"'},
    {"q": 'a~="' + "(" * 200 + '"'},
    {"q": 'a=="\0"'},
    {"q": "a\0==1"},
    {"q": "a==1e400"},
    {"q": "a==-1e400..1e400"},
    {"q": "a==9" + "9" * 400},
    {"q": "a[" * 200},
    {"q": ".".join("a" * 300)},
    {"q": "\ufffe\u202e==1"},
    {"q": "a==0001-01-01T00:00:00Z"},
    {"q": "a==9999-12-31T23:59:60Z"},
    {"idPattern": "(a+)+$"},
    {"idPattern": "(.*)*" * 10},
    {"idPattern": "^(([a-z])+.)+[A-Z]([a-z])+$"},
    {"idPattern": "a{1000}{1000}"},
    {"idPattern": "["},
    {"idPattern": "\\1"},
    {"idPattern": "(?<=a)b"},
    {"idPattern": "\0"},
    {"idPattern": "x" * 5_000},
    {"scopeQ": "/" * 3_000},
    {"scopeQ": "/+" * 500},
    {"scopeQ": "/#" * 100},
    {"scopeQ": "/a\0"},
    {"scopeQ": ";".join(["/a"] * 2_000)},
    {"type": "(" * 500 + "A" + ")" * 500},
    {"type": ",".join(f"A{n}" for n in range(3_000))},
    {"type": "\0"},
    {"id": ",".join(f"urn:a:{n}" for n in range(3_000)), "type": "A"},
    {"orderBy": ",".join(f"a{n}" for n in range(500))},
    {"attrs": "a" * 20_000},
    {"pick": "a{" * 200},
    {"limit": "9" * 30},
    {"limit": "-1"},
    {"limit": "\u0661"},
    {"offset": "1e3"},
    {"join": "inline", "joinLevel": "9" * 20},
    {"lang": ",".join(["en;q=0.1"] * 500)},
    {"datasetId": "urn:x:\0"},
    {"options": "sysAttrs," * 500},
]
#: What of a place is odd: georel, geometry, coordinates.
PLACES: list[tuple[str, str, str]] = [
    ("within", "Polygon", json.dumps([SQUARE])),
    ("intersects", "Polygon", json.dumps([AROUND + AROUND[:1]])),
    ("within", "Polygon", "[[[0,90],[120,90],[-120,90],[0,90]]]"),
    ("equals", "Point", "[NaN,NaN]"),
    ("equals", "Point", "[1e400,0]"),
    ("equals", "Point", "[1e308,1e308]"),
    ("near;maxDistance==1e308", "Point", "[180,-90]"),
    ("near;maxDistance==NaN", "Point", "[0,0]"),
    ("near;maxDistance==-1", "Point", "[0,0]"),
    ("near;minDistance==1e30", "Point", "[0,0]"),
    ("near;maxDistance==" + "9" * 500, "Point", "[0,0]"),
    ("near;maxDistance==10", "Point", "[0,90]"),
    ("near;maxDistance==10", "Point", "[0,0,0,0,0]"),
    ("within", "Polygon", "[]"),
    ("within", "Polygon", "[[]]"),
    ("within", "Polygon", "[[[0,0],[0,0],[0,0],[0,0]]]"),
    ("within", "LineString", "[[0,0],[0,0]]"),
    ("overlaps", "MultiPolygon", json.dumps([[SQUARE], [SQUARE]])),
    ("disjoint", "MultiPoint", json.dumps(AROUND)),
    ("within", "Polygon", "[" * 5_000),
    ("within", "GeometryCollection", "[]"),
    ("contains", "Point", "[true,null]"),
    ("contains", "Point", '["0","0"]'),
    ("contains", "Point", "{}"),
]
WORLD = {"type": "Vehicle", "geometry": "Point", "coordinates": "[0,0]"}
#: Bodies of POST /entities that break a rule somewhere.
BODIES: list[bytes] = [
    b'{"id":"urn:x:1","type":"X","a":1e400}',
    b'{"id":"urn:x:1","type":"X","a":' + b"9" * 5_000 + b"}",
    b'{"id":"urn:x:1","type":"X","a":-1e-400}',
    b'{"id":"urn:x:1","type":"X","a":NaN}',
    b'{"id":"urn:x:1","type":"X","a":"\\u0000"}',
    b'{"id":"urn:x:1","type":"X","a":"\\ud800"}',
    b'{"id":"urn:x:\\u0000","type":"X"}',
    b'{"id":"urn:x:1","type":"X\\u0000"}',
    b'{"id":"urn:x:1","type":"X","\\u0000":1}',
    b'{"id":"urn:x:1","type":"X","a":1,"a":2,"id":"urn:x:2"}',
    b'{"id":"urn:x:1","type":"X","type":{"a":1}}',
    b'{"id":"urn:x:1","type":[]}',
    b'{"id":"urn:x:1","type":[["X"]]}',
    b'{"id":["urn:x:1"],"type":"X"}',
    b'{"id":"","type":""}',
    b'{"id":"urn:x:1","type":"X","scope":"/\\u0000"}',
    b'{"id":"urn:x:1","type":"X","a":{"type":"Property"}}',
    b'{"id":"urn:x:1","type":"X","a":{"type":"Relationship","object":7}}',
    (
        b'{"id":"urn:x:1","type":"X","a":{"type":"GeoProperty","value":{"type":"Point",'
        b'"coordinates":[1e400,0]}}}'
    ),
    (
        b'{"id":"urn:x:1","type":"X","a":{"type":"GeoProperty","value":{"type":"Point",'
        b'"coordinates":[1e300,1e300]}}}'
    ),
    (
        b'{"id":"urn:x:1","type":"X","a":{"type":"GeoProperty","value":{"type":"Polygon",'
        b'"coordinates":[[]]}}}'
    ),
    b'{"id":"urn:x:1","type":"X","a":{"type":"GeoProperty","value":{"type":'
    b'"GeometryCollection","geometries":' + b'[{"type":"GeometryCollection",'
    b'"geometries":' * 300 + b"[]" + b"}]" * 300 + b"}}}",
    b'{"id":"urn:x:1","type":"X","a":{"value":1,"observedAt":"0000-00-00T00:00:00Z"}}',
    (
        b'{"id":"urn:x:1","type":"X","a":{"value":1,"observedAt":"9999-12-31T23:59:59.999'
        b'999999Z"}}'
    ),
    b'{"id":"urn:x:1","type":"X","a":{"value":1,"unitCode":{}}}',
    b'{"id":"urn:x:1","type":"X","a":[{"value":1},{"value":2}]}',
    b'{"id":"urn:x:1","type":"X","a":{"languageMap":{"":"","en":["a"],"\\u0000":"b"}}}',
    b'{"id":"urn:x:1","type":"X","a":{"type":"VocabProperty","vocab":{}}}',
    b'{"id":"urn:x:1","type":"X","a":{"type":"ListProperty","valueList":{}}}',
    b'{"id":"urn:x:1","type":"X","a":{"type":"Unheard","value":1}}',
    b'{"id":"urn:x:1","type":"X","a":' + b'{"value":1,"b":' * 400 + b"1" + b"}" * 401,
    b'{"id":"urn:x:1","type":"X","a":' + b"[" * 200_000,
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b"",
    b"null",
    b"[]",
    b'"text"',
]
MEDIA_TYPES = [
    "",
    "text/plain",
    "application/json; charset=utf-16",
    "application/json;;;",
    "\xff",
    "application/merge-patch+json",
    "application/ld+json, application/json",
    "multipart/form-data; boundary=",
]
#: What an @context may not be.
CONTEXTS: list[Any] = [
    7,
    None,
    [[["a"]]],
    {"a": {"@id": "b:c"}, "b": {"@id": "a:d"}},
    {"a": {"@id": "a"}},
    {"a": "b:x", "b": "c:x", "c": "a:x"},
    {"@vocab": "\0"},
    {"a": "\0"},
    {f"term{n}": f"https://x.example/{n}" for n in range(50_000)},
    {"a": {"@id": {"@id": "x"}}},
    {"@import": "http://169.254.169.254/"},
    {"id": "https://x.example/", "type": "https://y.example/"},
    "not a url",
    "file:///etc/passwd",
    "http://127.0.0.1:5432/",
    "http://[::1]/",
    "http://169.254.169.254/latest/meta-data",
    "http://0x7f000001/",
    "http://localhost./",
    "https://" + "a" * 5_000 + ".example/",
    ["http://10.0.0.1/"] * 200,
]

#: Where a notification or a question may not go.
ENDPOINTS = [
    "http://[::",
    "http://]",
    "http://[::1]:99999/",
    "http://127.0.0.1:port/",
    "mqtt://[/lamps",
    "mqtt://127.0.0.1:99999/lamps",
    "http://\u2100.example/",
    "//",
]


async def test_no_query_brings_the_api_down(api: httpx.AsyncClient) -> None:
    """4.9, 4.10, 4.19."""
    await put_car(api, CAR)
    for said in QUERIES:
        answer = await api.get(
            "/entities", params={"type": "Vehicle", **said}, timeout=PATIENCE_S
        )
        sound(answer, said)
    for georel, geometry, coordinates in PLACES:
        place = {"georel": georel, "geometry": geometry, "coordinates": coordinates}
        if len(coordinates) < 50_000:
            answer = await api.get("/entities", params=place, timeout=PATIENCE_S)
            sound(answer, georel, geometry, coordinates[:99])
    endless = {**WORLD, "georel": "near;maxDistance==1" + "0" * 400}
    assert (await api.get("/entities", params=endless)).status_code == 400


async def test_no_query_in_a_body_brings_the_api_down(api: httpx.AsyncClient) -> None:
    """5.2.23 and 5.2.12: the same words in a Query and in a Subscription."""
    await put_car(api, CAR)
    told = {"endpoint": {"uri": "http://127.0.0.1:9/"}}
    for said in QUERIES:
        body = {"entities": [{"type": "Vehicle"}], **said}
        query = {"type": "Query", **body}
        sound(await api.post("/entityOperations/query", json=query), said)
        wish = {"type": "Subscription", **body, "notification": told}
        sound(await api.post("/subscriptions", json=wish), said)
    for georel, geometry, coordinates in PLACES:
        try:
            place = {"coordinates": json.loads(coordinates)}
        except (ValueError, RecursionError):
            place = {"coordinates": coordinates}
        body = {"geoQ": {"georel": georel, "geometry": geometry, **place}}
        text = json.dumps({"type": "Query", "entities": [{"type": "V"}], **body})
        answer = await api.post(
            "/entityOperations/query", content=text, headers=JSON, timeout=PATIENCE_S
        )
        sound(answer, georel, geometry, coordinates[:99])


async def test_no_body_brings_the_api_down(api: httpx.AsyncClient) -> None:
    """5.5.4, 5.6.1, 5.6.11, 4.5."""
    for body in BODIES:
        for path in ("/entities", "/temporal/entities", "/entityOperations/upsert"):
            content = b"[" + body + b"]" if path.endswith("upsert") else body
            answer = await api.post(path, content=content, headers=JSON)
            sound(answer, path, body[:120])
            assert answer.status_code == 400 or rb"\u0000" not in body
            await api.delete("/entities/urn:x:1")


async def test_no_media_type_brings_the_api_down(api: httpx.AsyncClient) -> None:
    """6.3.4."""
    for kind in MEDIA_TYPES:
        headers = {"Content-Type": kind.encode("latin-1")}
        sound(await api.post("/entities", content=b"{}", headers=headers), kind)
        headers = {"Accept": kind.encode("latin-1")}
        sound(await api.get("/entities?type=X", headers=headers), kind)


async def test_no_context_brings_the_api_down(api: httpx.AsyncClient) -> None:
    """5.5.7; that private addresses are refused is for `kernel.outbound` to prove."""
    for number, said in enumerate(CONTEXTS):
        entity = {"@context": said, "id": f"urn:x:{number}", "type": "X", "a": 1}
        answer = await api.post(
            "/entities",
            content=json.dumps(entity),
            headers=LD_JSON,
            timeout=PATIENCE_S,
        )
        sound(answer, str(said)[:99])
        if isinstance(said, str):
            assert answer.status_code in (400, 503), (said, answer.text)
            link = f'<{said}>; rel="http://www.w3.org/ns/json-ld#context"'
            asked = await api.get("/entities?type=X", headers={"Link": link})
            sound(asked, said)


@pytest.mark.parametrize("uri", ENDPOINTS)
async def test_no_endpoint_brings_the_api_down(
    api: httpx.AsyncClient, uri: str
) -> None:
    """5.2.15, 5.2.9 and 4.3.6.6."""
    told = {"entities": [{"type": "X"}], "notification": {"endpoint": {"uri": uri}}}
    wish = {"type": "Subscription", **told}
    answer = await api.post("/subscriptions", json=wish)
    assert answer.status_code == 400, answer.text
    source = {
        "type": "ContextSourceRegistration",
        "information": [{"entities": [{"type": "X"}]}],
        "endpoint": "http://127.0.0.1:9/",
        "contextSourceInfo": [{"key": "jsonldContext", "value": uri}],
    }
    answer = await api.post("/csourceRegistrations", json=source)
    assert answer.status_code == 400, answer.text
    answer = await api.post("/csourceRegistrations", json={**source, "endpoint": uri})
    assert answer.status_code == 400, answer.text


async def test_contexts_that_lead_from_one_to_the_next_end_somewhere(
    server: Server, api: httpx.AsyncClient
) -> None:
    """5.13.2 and 5.5.7: they are kept, as any, and refused when they are used."""
    said: Any = {"a": "https://x.y/a"}
    for _ in range(12):
        kept = await api.post("/jsonldContexts", json={"@context": said})
        assert kept.status_code == 201, kept.text
        said = f"{server.url}{kept.headers['Location']}"
    link = f'<{said}>; rel="{CONTEXT_REL}"'
    answer = await api.get("/entities?type=X", headers={"Link": link})
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    "pattern",
    ["", "[", "(", r"(a)\1", "(?i)a", "\0", "x" * 257, "a{101}", "a{9}{9}{9}"],
)
def test_a_pattern_that_may_take_long_or_is_none_is_refused(pattern: str) -> None:
    """5.2.33: PostgreSQL would run some of them."""
    with pytest.raises(Malformed):
        check_pattern(pattern, "idPattern")


WORDS = st.text(
    st.sampled_from("aZ09_.:;,|()[]{}\"'=!<>~*+^$\\/#%- \n\0\u202e\U0001f600"),
    max_size=60,
)


@given(
    name=st.sampled_from(
        ["q", "idPattern", "scopeQ", "type", "id", "orderBy", "georel", "csf", "attrs"]
    ),
    text=WORDS,
)
def test_any_words_are_understood_or_refused(name: str, text: str) -> None:
    said = {"type": "Vehicle", name: text}
    if name == "georel":
        said |= {"geometry": "Point", "coordinates": "[0,0]"}
    with suppress(CityError, Problem):
        read_selection(said, CORE)
