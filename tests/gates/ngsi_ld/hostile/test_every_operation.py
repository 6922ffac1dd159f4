"""Every operation of the API by what its own OpenAPI lets machines make up.

HYPOTHESIS_PROFILE=wild asks ten times as much of each.
"""

import asyncio
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, reject
from hypothesis import settings as examples
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.errors import UnsupportedSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mesto.gates.ngsi_ld import application
from mesto.gates.ngsi_ld.described.document import described
from tests.conftest import Server
from tests.gates.ngsi_ld.hostile.conftest import PATIENCE_S, put_car, sound

pytestmark = pytest.mark.anyio

load_all_checks()
CHECKS = [
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
API = schemathesis.openapi.from_dict(
    {
        **described(application.tables),
        "security": [],
    }  # the key comes with every request
)
OPERATIONS = [found.ok() for found in API.get_all_operations()]
CAR = "urn:ngsi-ld:Vehicle:1"
NAMED = [{}, {"id": CAR, "name": "speed"}]  #: as it comes, and what there is


async def test_no_request_brings_an_operation_down(
    server: Server, api: httpx.AsyncClient
) -> None:
    """5.5.2 and 6.3.2: what cannot be done is refused, in the words of the standard.

    One server does for all of them, since most of a server's time goes into its start.
    """
    for operation in OPERATIONS:
        await put_car(api, CAR)  # what came before may have taken it away
        await asyncio.to_thread(_ask, server, operation)


@st.composite
def cases(draw: st.DrawFn, operation: Any) -> Case:
    """Draw a request that is right, or wrong in a way that can be made up."""
    mode = draw(st.sampled_from(list(GenerationMode)))
    try:
        return draw(operation.as_strategy(generation_mode=mode))
    except UnsupportedSchema:  # what is not of the schema cannot always be drawn
        reject()


def _ask(server: Server, operation: Any) -> None:
    """Ask what may be made up of an operation, half of it of what is there."""

    @examples(
        max_examples=max(1, examples.default.max_examples // 20),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(operation), named=st.sampled_from(NAMED))
    def ask(case: Case, named: dict[str, str]) -> None:
        given_ = case.path_parameters or {}
        case.path_parameters = {**given_, **{n: named[n] for n in given_ if n in named}}
        answer = case.call(
            base_url=server.url, headers=server.headers, timeout=PATIENCE_S
        )
        case.validate_response(answer, checks=CHECKS)
        sound(answer, case.as_curl_command())

    ask()


async def test_the_api_says_what_it_offers(api: httpx.AsyncClient) -> None:
    said = (await api.get("/openapi.json")).json()
    assert said["paths"].keys() >= {"/ngsi-ld/v1/entities", "/ngsi-ld/v1/types/{id}"}
    assert "5.6.1" in said["paths"]["/ngsi-ld/v1/entities"]["post"]["description"]
