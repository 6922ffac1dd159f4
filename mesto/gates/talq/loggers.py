"""What a gateway is asked to record and report by itself. Pure.

Source: TALQ 2.7.1, LoggerConfig, PeriodicRecordingMode, EventRecordingMode.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mesto.gates.talq.settings import Logger

PREFIX: Final = "mesto-"  #: before the names of what is ours
#: Before the name of a logger's twin, which records the same. A gateway forgets what it
#: gives to who asks, and cannot be told what was lost on the way. The other of the two
#: has it still: it is asked once what the first gave is committed.
TWIN: Final = "mesto2-"
ALL: Final = "*"
#: Sampling is counted from here, so that a logger written again samples on.
ANCHOR: Final = "2024-01-01T00:00:00Z"
OPTIONAL: Final = frozenset({"PeriodicRecordingMode", "ScheduledReportingMode"})
RETRIES: Final = 10_000  #: while the city is away


def logger_configs(
    loggers: Mapping[str, Logger | None],
    owner: str,
    prefixes: Sequence[str] = (PREFIX,),
) -> list[dict[str, Any]]:
    """Write loggers for a gateway; they record on all devices. None is none.

    owner: the address of the CMS
    prefixes: one of each logger is written with each
    """
    return [
        _config(prefix + name, logger, owner)
        for name, logger in loggers.items()
        if logger
        for prefix in prefixes
    ]


def keeps(there: object, wanted: object) -> bool:
    """Tell whether a gateway has what is wanted, whatever it says beside."""
    if isinstance(wanted, Mapping):
        return isinstance(there, Mapping) and all(
            name in there and keeps(there[name], one) for name, one in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(there, list)
            and len(there) == len(wanted)
            and all(map(keeps, there, wanted))
        )
    return there == wanted


def lacking(config: Mapping[str, Any], collects: Mapping[str, Any]) -> list[str]:
    """Return what a logger needs that a gateway does not know, of what it may not.

    collects: its DataCollectService; who says nothing is taken to know all modes

    Source: TALQ 2.7.1, DataCollectService.
    """
    recording = config["recordingMode"]
    modes = {recording["type"], config["reportingMode"]["type"]} & OPTIONAL
    known = set(collects.get("supportedModes", modes))
    periods = {str(one["name"]) for one in recording.get("activePeriods", ())}
    if collects.get("recordingActivePeriodsSupported"):
        known |= set(collects.get("supportedTypes", periods))
    return sorted((modes | periods) - known)


def _config(address: str, logger: Logger, owner: str) -> dict[str, Any]:
    recording = _recording(logger)
    if logger.active:
        recording["activePeriods"] = [dict(one) for one in logger.active]
    return {
        "address": address,
        "ownerCMS": owner,
        "sourceAddresses": {"blackList": []},
        "recordingMode": recording,
        "reportingMode": {**_reporting(logger), "numberOfRetries": RETRIES},
    }


def _recording(logger: Logger) -> dict[str, Any]:
    if logger.vendor:
        content = {"content": [_content(logger)]} if logger.function else {}
        return {"type": "VendorRecordingMode", **content}
    return _events(logger) if logger.events else _attributes(logger)


def _reporting(logger: Logger) -> dict[str, Any]:
    if logger.report_at:
        times = [f"{one}:00" for one in logger.report_at]
        return {"type": "ScheduledReportingMode", "times": times}
    return {"type": "ImmediateReportingMode", "delay": logger.delay_s}


def _events(logger: Logger) -> dict[str, Any]:
    """Write which events; a list of what is not wanted, where it is empty, is all."""
    wanted = {"blackList": []} if ALL in logger.events else {"whiteList": logger.events}
    return {"type": "EventRecordingMode", "sourceEvents": wanted}


def _attributes(logger: Logger) -> dict[str, Any]:
    return {
        "type": "PeriodicRecordingMode",
        "content": [_content(logger)],
        "samplingProfiles": [
            {"samplingStartTime": ANCHOR, "samplingPeriod": f"PT{logger.every_s}S"}
        ],
    }


def _content(logger: Logger) -> dict[str, Any]:
    """Write which attributes of which function; every measurement where none is."""
    function: dict[str, Any] = {"functionType": logger.function}
    if not logger.attributes:
        return {"function": function, "attributeScope": "measurement"}
    attributes = [{"name": one} for one in logger.attributes]
    return {"function": {**function, "attributes": attributes}}
