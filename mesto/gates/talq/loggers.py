"""What a gateway is asked to record and report by itself. Pure.

Source: TALQ 2.7.1, LoggerConfig, PeriodicRecordingMode, EventRecordingMode.
"""

from collections.abc import Mapping
from typing import Any, Final

from mesto.gates.talq.settings import Logger

PREFIX: Final = "mesto-"  #: before the names of what is ours
ALL: Final = "*"
#: Sampling is counted from here, so that a logger written again samples on.
ANCHOR: Final = "2024-01-01T00:00:00Z"
RETRIES: Final = 10_000  #: while the city is away


def logger_configs(
    loggers: Mapping[str, Logger | None], owner: str
) -> list[dict[str, Any]]:
    """Write loggers for a gateway; they record on all devices. None is none.

    owner: the address of the CMS
    """
    return [_config(name, logger, owner) for name, logger in loggers.items() if logger]


def _config(name: str, logger: Logger, owner: str) -> dict[str, Any]:
    return {
        "address": f"{PREFIX}{name}",
        "ownerCMS": owner,
        "sourceAddresses": {"blackList": []},
        "recordingMode": _events(logger) if logger.events else _attributes(logger),
        "reportingMode": {
            "type": "ImmediateReportingMode",
            "delay": logger.delay_s,
            "numberOfRetries": RETRIES,
        },
    }


def _events(logger: Logger) -> dict[str, Any]:
    """Write which events; a list of what is not wanted, where it is empty, is all."""
    wanted = {"blackList": []} if ALL in logger.events else {"whiteList": logger.events}
    return {"type": "EventRecordingMode", "sourceEvents": wanted}


def _attributes(logger: Logger) -> dict[str, Any]:
    function: dict[str, Any] = {"functionType": logger.function}
    content: dict[str, Any] = {"function": function}
    if logger.attributes:
        function["attributes"] = [{"name": one} for one in logger.attributes]
    else:
        content["attributeScope"] = "measurement"
    return {
        "type": "PeriodicRecordingMode",
        "content": [content],
        "samplingProfiles": [
            {"samplingStartTime": ANCHOR, "samplingPeriod": f"PT{logger.every_s}S"}
        ],
    }
