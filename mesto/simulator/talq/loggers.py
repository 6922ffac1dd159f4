"""Loggers: they record what a CMS asked for, and keep it until the CMS has it.

Source: TALQ 2.7.1, schemas LoggerConfig, …RecordingMode, …ReportingMode, LogReport.
"""

import math
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final, NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

from mesto.simulator.talq import contract
from mesto.simulator.talq.lamp import Happening
from mesto.simulator.talq.words import Plain, moment, named, seconds

MOST_WAITING: Final = 20_000  #: entries; beyond it the oldest are lost
MOST_TOGETHER: Final = 500  #: entries of one report
VENDOR_PERIOD_S: Final = 900.0  #: how often we tell what nobody gave a time for
RARELY: Final = 5  #: pauses between tries after the retries are used up
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNIT_S = (86_400, 3600, 60, 1)


class Wish(NamedTuple):
    """Attributes of a function that are wished for."""

    identifier: str
    type: str
    scope: str
    thresholds: dict[str, float] | None  #: percent, by attribute; None: every one

    def fits(self, function: Plain) -> bool:
        """Tell whether a function of a device is meant."""
        return bool(function["id"] == self.identifier or function["type"] == self.type)


class Logger:
    """One logger with what waits to be reported."""

    def __init__(self, config: Plain, at_s: float, zone: ZoneInfo) -> None:
        """Begin to record."""
        self.config = config
        self.waiting: deque[Plain] = deque(maxlen=MOST_WAITING)
        self.due_s = math.inf
        self._leaving: list[Plain] = []  #: in a report that is on its way
        self._request = ""
        self._tries = 0
        self._zone = zone
        self._last: dict[tuple[str, str, str], object] = {}
        self._samples = list(_samples(config["recordingMode"], at_s))

    def wants(self, event: str) -> bool:
        """Tell whether an event is recorded."""
        recording = self.config.get("recordingMode", {})
        if recording.get("type") != "EventRecordingMode":
            return False
        events = recording["sourceEvents"]
        if "whiteList" not in events:
            return "blackList" in events and event not in events["blackList"]
        return event in events["whiteList"] and event not in events.get("blackList", ())

    def hear(self, happening: Happening) -> None:
        """Record an event."""
        entry: Plain = {"data": _event(happening)}
        if happening.ref:
            entry["cmsRefId"] = happening.ref
        self._record([entry], happening.at_s)

    def sample(
        self, at_s: float, devices: Callable[[], Sequence[Plain]], *, now: bool = False
    ) -> None:
        """Record what is due of what devices show; everything when asked for `now`."""
        due = [one for one in self._samples if one[0] <= at_s]
        if not due and not now:
            return
        self._samples = [one for one in self._samples if one[0] > at_s]
        for next_s, period_s, end_s in due:
            after_s = next_s + period_s * (math.floor((at_s - next_s) / period_s) + 1)
            if after_s <= end_s:
                self._samples.append((after_s, period_s, end_s))
        entries = [
            {"data": data}
            for device in devices()
            for data in self._seen(device, at_s, whole=now)
        ]
        self._record(entries, at_s)

    def report(self) -> tuple[str, Plain]:
        """Return a LogReport of what waited longest, and the name of the request.

        What is tried again is the same report with the same name.
        """
        if not self._leaving:
            while self.waiting and len(self._leaving) < MOST_TOGETHER:
                self._leaving.append(self.waiting.popleft())
            self._request = str(uuid4())
        return self._request, self._written(self._leaving)

    def told(self, at_s: float) -> None:
        """Forget what the CMS has; the rest is due at once."""
        self._leaving, self._tries = [], 0
        self.due_s = at_s if self.waiting else math.inf

    def failed(self, at_s: float, retry_s: float) -> None:
        """Try again later; after the retries it may have, less often."""
        self._tries += 1
        retries = self.config.get("reportingMode", {}).get("numberOfRetries", 3)
        pauses = 1 if self._tries <= retries else RARELY
        self.due_s = at_s + pauses * retry_s

    def take(self, at_s: float, devices: Callable[[], Sequence[Plain]]) -> Plain:
        """Return a LogReport that was asked for: what shows now, and what waits."""
        self.sample(at_s, devices, now=True)
        entries = self.unreported
        self.waiting.clear()
        self._leaving = []
        return self._written(entries)

    @property
    def unreported(self) -> Sequence[Plain]:
        """Return all entries which the CMS has not taken yet, the oldest first."""
        return [*self._leaving, *self.waiting]

    def inherit(self, older: "Logger", at_s: float) -> None:
        """Take over what an older one of the name has not reported yet."""
        self.waiting.extend(older.unreported)
        self.due_s = at_s if self.waiting else math.inf

    def _written(self, entries: Sequence[Plain]) -> Plain:
        return {"address": self.config["address"], "entries": list(entries)}

    def _record(self, entries: Sequence[Plain], at_s: float) -> None:
        if not entries:
            return
        self.waiting.extend(entries)
        if self.due_s == math.inf:
            self.due_s = self._report_at(at_s)

    def _report_at(self, at_s: float) -> float:
        mode = self.config.get("reportingMode", {})
        if mode.get("type") != "ScheduledReportingMode":
            return at_s + float(mode.get("delay", 0))
        now = datetime.fromtimestamp(at_s, self._zone)
        times = [_on(now, time.fromisoformat(one)) for one in mode["times"]]
        return min(times, default=math.inf)

    def _seen(self, device: Plain, at_s: float, *, whole: bool) -> Iterator[Plain]:
        """Yield an entry for each attribute wished for that has changed enough."""
        wishes = list(_wishes(self.config.get("recordingMode", {})))
        for function in device.get("functions", ()):
            for wish in wishes:
                if not wish.fits(function):
                    continue
                for name, value in named(function):
                    scope = contract.scope(function["type"], name)
                    if wish.scope and scope != wish.scope:
                        continue
                    if wish.thresholds is not None and name not in wish.thresholds:
                        continue
                    least = (wish.thresholds or {}).get(name, -1.0)
                    key = device["address"], function["id"], name
                    if whole or _changed(self._last.get(key), value["value"], least):
                        self._last[key] = value["value"]
                        yield {
                            "type": "AttributeLogData",
                            "srcAddress": f"{device['address']}/{function['id']}",
                            "timestamp": moment(at_s),
                            "attributeName": name,
                            "attributeValue": value,
                        }


def applies(config: Plain, address: str, inside: Callable[[Plain], set[str]]) -> bool:
    """Tell whether a logger minds a device.

    inside: returns the devices which a reference means
    """
    sources = config.get("sourceAddresses", {})
    white, black = sources.get("whiteList"), sources.get("blackList")
    if any(address in inside(one) for one in black or ()):
        return False
    if white is None:
        return black is not None
    return any(address in inside(one) for one in white)


def _event(happening: Happening) -> Plain:
    data: Plain = {
        "srcAddress": f"{happening.device}/{happening.function}",
        "timestamp": moment(happening.at_s),
        "eventType": happening.event,
    }
    if happening.command is not None:
        data |= {"type": "StateChangeEventLogData", "command": happening.command}
        data["state"] = happening.state
    else:
        data["type"] = "EventLogData"
        if happening.starts is not None:
            data["startEndFlag"] = happening.starts
    return data


def _samples(recording: Plain, at_s: float) -> Iterator[tuple[float, float, float]]:
    """Yield the next moment, the period and the end of each profile, seconds."""
    if recording.get("type") == "VendorRecordingMode":
        yield at_s, VENDOR_PERIOD_S, math.inf
    for one in recording.get("samplingProfiles", ()):
        end = one.get("samplingEndTime")
        end_s = seconds(end) if end else math.inf
        start_s, period_s = seconds(one["samplingStartTime"]), _period_s(one)
        if start_s < at_s and math.isfinite(period_s):
            start_s += period_s * math.ceil((at_s - start_s) / period_s)
        if start_s <= end_s:
            yield start_s, period_s, end_s


def _period_s(profile: Plain) -> float:
    """Read an ISO 8601 duration; endless where there is one sample only."""
    found = _DURATION.match(profile.get("samplingPeriod", "P"))
    parts = found.groups() if found else ()
    whole = sum(
        int(part or 0) * unit for part, unit in zip(parts, _UNIT_S, strict=False)
    )
    return float(whole) or 1e12


def _wishes(recording: Plain) -> Iterator[Wish]:
    for one in recording.get("content", ()):
        function = one["function"]
        thresholds = function.get("attributes")
        yield Wish(
            function.get("functionId", ""),
            function.get("functionType", ""),
            one.get("attributeScope", ""),
            None
            if thresholds is None
            else {
                each["name"]: float(each.get("onChangeThreshold", -1))
                for each in thresholds
            },
        )


def _changed(before: object, value: object, least_percent: float) -> bool:
    """Tell whether a value is to be told; without a threshold every one is."""
    if least_percent < 0 or before is None:
        return True
    if isinstance(before, int | float) and isinstance(value, int | float):
        base = abs(before) or 1.0
        return 100 * abs(value - before) / base > least_percent
    return before != value


def _on(now: datetime, at: time) -> float:
    """Return when the clock shows a time next; one with a zone is of that zone."""
    here = now.astimezone(at.tzinfo) if at.tzinfo else now
    then = here.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return (then if then > here else then + timedelta(days=1)).timestamp()
