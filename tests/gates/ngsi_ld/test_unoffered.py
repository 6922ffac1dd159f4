import httpx
import pytest

pytestmark = pytest.mark.anyio


async def test_what_is_not_offered_yet_is_read_and_then_refused(
    api: httpx.AsyncClient,
) -> None:
    subscription = {"type": "Subscription", "entities": [{"type": "Lamp"}]}
    text = {"Content-Type": "text/plain"}
    odd = {"Accept": "image/png"}
    assert (
        await api.post("/csourceSubscriptions", json=subscription)
    ).status_code == 422
    assert (await api.post("/csourceSubscriptions", headers=text)).status_code == 415
    assert (await api.get("/csourceSubscriptions", headers=odd)).status_code == 406
    assert (await api.delete("/csourceSubscriptions/urn:x:1")).status_code == 422
    assert (await api.get("/csourceSubscriptions?colour=red")).status_code == 400
