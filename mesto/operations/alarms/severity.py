"""How bad an alarm is, in the words of the Smart Data Model. Pure."""

from collections.abc import Mapping

#: By status: warning, critical, offline, maintenance.
SEVERITY: Mapping[int, str] = {1: "medium", 2: "critical", 3: "low", 4: "informational"}
