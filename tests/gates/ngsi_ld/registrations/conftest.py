"""Somebody who is told, as of subscriptions."""

from tests.gates.ngsi_ld.subscriptions.conftest import listener

__all__ = ["listener"]
