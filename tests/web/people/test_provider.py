"""Signing in at a real OpenID Connect provider, in its own process's thread."""

import re
from contextlib import asynccontextmanager

import httpx
import pytest
from oidc_provider_mock import run_server_in_thread

from tests.conftest import serving

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture
def provider():
    with run_server_in_thread(require_nonce=True) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def trusting(dsn, database, municipality, tmp_path):
    """Serve this test's municipality, and trust a provider."""

    def serve(issuer):
        told = {
            "oidc_issuer": issuer,
            "oidc_client": "mesto",
            "oidc_secret": "told to nobody",
        }
        return serving(dsn, database, municipality, tmp_path, **told)

    return serve


@asynccontextmanager
async def signing_in(server, subject):
    """Follow the links of a browser through the provider's own page."""
    async with httpx.AsyncClient(base_url=server.url) as browser:
        left = await browser.get("/api/session/provider")
        page = await browser.get(left.headers["location"])
        action = re.search(r'action="([^"]*)"', page.text)
        target = str(page.url.join(action[1])) if action else str(page.url)
        done = await browser.post(target, data={"sub": subject})
        yield browser, done.headers["location"]


async def test_who_the_provider_vouches_for_comes_in_with_its_roles(provider, trusting):
    async with trusting(provider) as server:
        city = server.city.name
        claims = {"email": "eva@town", "roles": [f"{city}:viewer"]}
        async with httpx.AsyncClient() as there:
            await there.put(f"{provider}/users/eva", json=claims)
        async with signing_in(server, "eva") as (browser, back):
            assert (await browser.get(back)).status_code == 200
            known = (await browser.get("/api/session")).json()
            assert known["person"]["login"] == "eva@town"
            assert known["person"]["roles"] == {city: ["viewer"]}
            assert (await browser.get(f"/api/{city}/map")).status_code == 200
            assert (await browser.get(f"/api/{city}/people")).status_code == 403
            assert (await browser.get(back)).status_code == 403


async def test_a_way_back_opens_no_other_browser(provider, trusting):
    async with (
        trusting(provider) as server,
        signing_in(server, "eva") as (_, back),
        httpx.AsyncClient(base_url=server.url) as other,
    ):
        assert (await other.get(back)).status_code == 403
        assert (await other.get("/api/session")).json()["person"] is None


async def test_without_a_provider_there_is_no_way_to_it(server):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        assert (await browser.get("/api/session/provider")).status_code == 404
