from contextlib import contextmanager

PHRASE = "correct horse battery"


class Person:
    """Somebody at a browser, signed in with an account."""

    def __init__(self, server, login, http):
        self.login, self.http = login, http
        self.api = f"/api/{server.city.name}"

    async def ask(self, method, path, body=None):
        return await self.http.request(method, f"{self.api}/{path}", json=body)

    @contextmanager
    def by_clock(self, clock):
        """Ask from a device whose clock shows this."""
        self.http.headers["device-time"] = getattr(clock, "isoformat", lambda: clock)()
        yield
        del self.http.headers["device-time"]

    async def read(self, path):
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()
