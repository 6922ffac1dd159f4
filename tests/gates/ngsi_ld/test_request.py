import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import pytest

from mesto.gates.ngsi_ld.context import CORE, CORE_URL
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.gate import Router, refuse
from mesto.gates.ngsi_ld.problem import (
    AlreadyExists,
    BadRequestData,
    Conflict,
    ContentTooLarge,
    InvalidRequest,
    LdContextNotAvailable,
    LengthRequired,
    MethodNotAllowed,
    NonexistentTenant,
    NotAcceptable,
    OperationNotSupported,
    Problem,
    ResourceNotFound,
    TooComplexQuery,
    TooManyResults,
    UnsupportedMediaType,
    as_problem,
)
from mesto.gates.ngsi_ld.request import (
    GEO_JSON,
    JSON,
    LD_JSON,
    MERGE_PATCH,
    Request,
    Response,
    Route,
    context_link,
)
from mesto.kernel.errors import Unavailable

if TYPE_CHECKING:
    from mesto.kernel.city import City

pytestmark = pytest.mark.anyio


def request(
    query: str = "",
    *parts: bytes,
    headers: Mapping[str, str] | None = None,
    method: str = "POST",
) -> Request:
    waiting = list(parts)

    async def receive() -> Mapping[str, Any]:
        return {"body": waiting.pop(0), "more_body": bool(waiting)}

    return Request(
        city=cast("City", None),
        contexts=ContextStore(),
        method=method,
        path="/ngsi-ld/v1/entities",
        query=query,
        headers=headers or {},
        receive=receive,
    )


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/ld+json", LD_JSON),
        ("application/ld+json, application/json", JSON),
        ("application/json;q=0.5, application/ld+json;q=0.8", LD_JSON),
        ("text/html, application/geo+json;q=0.1", GEO_JSON),
        ("application/json;q=0, */*", LD_JSON),
    ],
)
async def test_the_best_accepted_media_type_is_chosen(
    accept: str | None, answered: str
) -> None:
    """6.3.4."""
    headers = {} if accept is None else {"accept": accept}
    assert request(headers=headers).accepted(JSON, LD_JSON, GEO_JSON) == answered


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "", "x;q=y"])
async def test_what_cannot_be_produced_is_not_acceptable(accept: str) -> None:
    """6.3.4."""
    with pytest.raises(NotAcceptable):
        request(headers={"accept": accept}).accepted(JSON)


async def test_the_context_is_found_among_links() -> None:
    """6.3.5."""
    other = '<https://example.org/a,b>; rel="next"'
    link = context_link("https://example.org/terms.jsonld")
    asked = request(headers={"link": f"{other}, {link}"})
    assert asked.linked_context() == "https://example.org/terms.jsonld"
    assert request(headers={"link": other}).linked_context() is None
    with pytest.raises(BadRequestData):
        request(headers={"link": f"{link}, {link}"}).linked_context()


async def test_the_context_of_a_body_is_where_its_media_type_has_it() -> None:
    """6.3.5: in application/ld+json in the body alone, otherwise in the Link header."""
    ld = {"content-type": LD_JSON, "content-length": "9"}
    whole = b'{"@context": "%s", "a": 1}' % CORE_URL.encode()
    payload, context = await request("", whole, headers=ld).read()
    assert (payload, context) == ({"a": 1}, CORE)
    link = {"link": context_link(CORE_URL)}
    for body, headers in (
        (b'{"a": 1}', ld),
        (whole, ld | link),
        (whole, ld | {"content-type": JSON}),
    ):
        with pytest.raises(BadRequestData, match="@context"):
            await request("", body, headers=headers).read()


async def test_an_answer_carries_its_context_where_its_media_type_has_it() -> None:
    """6.3.5 and 6.3.6; `Prefer: body=json` keeps a GeoJSON free of it."""

    async def answered(accepted: str, **headers: str) -> tuple[Any, bool]:
        asked = request(headers=headers)
        answer = await asked.answer([{"a": 1}], CORE, accepted=accepted)
        said = dict(answer.headers)
        assert said["Content-Type"] == accepted
        return json.loads(answer.body), context_link(CORE_URL) == said.get("Link")

    plain, told = [{"a": 1}], [{"a": 1, "@context": CORE_URL}]
    assert await answered(JSON) == (plain, True)
    assert await answered(LD_JSON) == (told, False)
    assert await answered(GEO_JSON) == (told, True)
    assert await answered(GEO_JSON, prefer="body=json") == (plain, True)


async def test_a_body_is_in_a_media_type_that_its_method_takes() -> None:
    """6.3.4: merge-patch+json goes with PATCH."""
    patch = {"content-type": MERGE_PATCH, "content-length": "2"}
    assert await request("", b"{}", headers=patch, method="PATCH").read_json() == {}
    for kind in (MERGE_PATCH, "text/plain", ""):
        with pytest.raises(UnsupportedMediaType):
            await request("", b"{}", headers=patch | {"content-type": kind}).read_json()


async def test_a_body_comes_in_parts_and_has_a_length() -> None:
    """6.3.4."""
    plain = {"content-type": "application/json; charset=utf-8"}
    whole = request("", b'{"a"', b": 1}", headers={**plain, "transfer-encoding": "x"})
    assert await whole.read_json() == {"a": 1}
    with pytest.raises(LengthRequired):
        await request("", b"{}", headers=plain).read_json()
    with pytest.raises(ContentTooLarge):
        await request(
            "", b"{}", headers={**plain, "content-length": "9" * 9}
        ).read_json()


async def test_parameters_are_read_or_refused() -> None:
    """6.3.20."""
    asked = request("options=sysAttrs,concise&attrs=a&attrs=b&count=true")
    assert asked.options == {"sysAttrs", "concise"}
    assert asked.words("attrs") == ("a", "b")
    assert asked.flag("count")
    assert not asked.flag("details")
    with pytest.raises(InvalidRequest, match="count"):
        asked.refuse_unknown(frozenset({"attrs"}))
    with pytest.raises(BadRequestData):
        request("count=perhaps").flag("count")


async def test_a_path_leads_to_its_route_with_what_it_names() -> None:
    async def nothing(_: Request) -> Response:
        return Response(204)

    route = Route(nothing)
    router = Router(
        {"/entities": {"GET": route}},
        {"/entities/{}/attrs/{}": {"PUT": route}, "/entities/{}": {"PATCH": route}},
    )
    assert router.find("/entities", "GET") == (route, [])
    assert router.find("/entities/", "GET") == (route, [])
    assert router.find("/entities/urn:a%2Fb/attrs/c%20d", "PUT")[1] == [
        "urn:a/b",
        "c d",
    ]
    assert router.find("/entities/", "PATCH")[1] == [""]
    assert router.find("/entities//attrs/", "PUT")[1] == ["", ""]
    with pytest.raises(MethodNotAllowed) as refused:
        router.find("/entities", "PUT")
    assert refused.value.headers == {"Allow": "GET"}
    for path in ("/", "/none", "/entities/a/attrs", "/entities/{}/x", "/{}"):
        with pytest.raises(ResourceNotFound):
            router.find(path, "GET")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (InvalidRequest, 400),
        (BadRequestData, 400),
        (AlreadyExists, 409),
        (Conflict, 409),
        (OperationNotSupported, 422),
        (ResourceNotFound, 404),
        (TooComplexQuery, 403),
        (TooManyResults, 403),
        (LdContextNotAvailable, 503),
        (NonexistentTenant, 404),
    ],
)
async def test_each_kind_of_error_has_its_code_and_says_what_it_is(
    kind: type[Problem], code: int
) -> None:
    """5.5.2, 5.5.3, 6.3.2 and 6.3.3."""
    answer = refuse(kind("why it is so"))
    assert answer.status == code
    assert list(answer.headers) == [("Content-Type", JSON)]
    said = json.loads(answer.body)
    assert said.pop("title")
    assert said == {
        "type": f"https://uri.etsi.org/ngsi-ld/errors/{kind.__name__}",
        "status": code,
        "detail": "why it is so",
    }


async def test_a_busy_city_says_when_to_come_back() -> None:
    busy = as_problem(Unavailable("busy", retry_after_s=3, busy=True))
    assert (busy.status, busy.headers) == (429, {"Retry-After": "3"})
    down = as_problem(Unavailable("down"))
    assert (down.status, down.headers) == (503, {"Retry-After": "1"})
