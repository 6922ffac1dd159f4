import httpx
import pytest

from mesto.web import static

pytestmark = pytest.mark.anyio


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A console, built."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>mesto</title>")
    (tmp_path / "assets" / "index-C0ffee.js").write_text("export {}\n" * 200)
    monkeypatch.setattr(static, "BUILT", tmp_path)


@pytest.fixture
async def visitor(server):
    async with httpx.AsyncClient(base_url=server.url) as opened:
        yield opened


@pytest.mark.usefixtures("built")
async def test_the_console_needs_no_key_and_loads_nothing_from_elsewhere(visitor):
    for path in ("/", "/?lang=cs", "/alarms"):
        page = await visitor.get(path)
        assert "<title>mesto" in page.text
        assert page.headers["cache-control"] == "no-cache"
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["x-content-type-options"] == "nosniff"
    again = await visitor.get("/", headers={"if-none-match": page.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("built")
async def test_a_hashed_file_is_kept_for_ever_and_compressed(visitor):
    script = await visitor.get("/assets/index-C0ffee.js")
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-encoding"] == "gzip"
    assert script.text.startswith("export {}")
    assert script.headers["content-type"].startswith("text/javascript")
    assert (await visitor.get("/assets/gone.js")).status_code == 404


@pytest.mark.usefixtures("built")
async def test_no_path_leads_out_of_the_folder(visitor):
    page = await visitor.get("/%2e%2e/%2e%2e/etc/passwd")
    assert "<title>mesto" in page.text
