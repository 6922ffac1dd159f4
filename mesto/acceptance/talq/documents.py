"""What we write to a gateway: programmes, calendars, groups, loggers, commands."""

from collections.abc import Sequence

from mesto.acceptance.talq.session import Plain, Session


def device(address: str) -> Plain:
    """Refer to a device."""
    return {"resource": "devices", "address": address}


def command(percent: int, **more: object) -> Plain:
    """Write a command to dim."""
    return {"state": {"name": "LevelState", "value": percent}, **more}


def override(reference: Plain, target: Plain | None) -> Plain:
    """Write an override; without a command it ends the one there is."""
    told: Plain = {"addresses": [reference]}
    return told if target is None else {**told, "targetCommand": target}


def programme(session: Session, name: str, steps: Sequence[tuple[str, int]]) -> Plain:
    """Write a programme of fixed times, active all day.

    steps: local time hh:mm:ss and level in percent
    """
    return {
        "type": "ControlProgramOne",
        "id": name,
        "ownerCMS": session.client,
        "activePeriods": [],
        "fixedTimeControls": [
            {"startTime": at, "command": command(percent)}
            for at, percent in sorted(steps)
        ],
    }


def calendar(session: Session, name: str, used: str) -> Plain:
    """Write a calendar of one programme."""
    return {"id": name, "ownerCMS": session.client, "defaultProgram": used, "rules": []}


def group(session: Session, name: str, members: Sequence[Plain]) -> Plain:
    """Write a group."""
    return {"address": name, "ownerCMS": session.client, "members": list(members)}


def event_logger(session: Session, name: str, events: Sequence[str]) -> Plain:
    """Write a logger that reports some events of our lamp at once."""
    recording = {
        "type": "EventRecordingMode",
        "sourceEvents": {"whiteList": list(events)},
    }
    return _logger(session, name, recording)


def sampling_logger(
    session: Session, name: str, attributes: Sequence[str], begin: str
) -> Plain:
    """Write a logger that samples attributes of our lamp's monitor every second."""
    wished = [{"name": one} for one in attributes]
    recording = {
        "type": "PeriodicRecordingMode",
        "content": [
            {"function": {"functionType": "LampMonitorFunction", "attributes": wished}}
        ],
        "samplingProfiles": [{"samplingStartTime": begin, "samplingPeriod": "PT1S"}],
    }
    return _logger(session, name, recording)


def _logger(session: Session, name: str, recording: Plain) -> Plain:
    return {
        "address": name,
        "ownerCMS": session.client,
        "sourceAddresses": {"whiteList": [device(session.address)]},
        "recordingMode": recording,
        "reportingMode": {"type": "ImmediateReportingMode", "delay": 0},
    }
