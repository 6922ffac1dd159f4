from tests.web.people.conftest import admin, somebody

__all__ = ["admin", "somebody"]
