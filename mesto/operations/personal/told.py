"""How a person is reached, what it was told, and which reports it had made."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from mesto.operations.personal.about import About


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody said it is reached; a browser has an agent and no address."""

    mail: str = ""
    phone: str = ""
    preferences: Mapping[str, Any] = {}  # as the console wrote them
    agent: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Something somebody was told, or is to be."""

    told_at: datetime
    channel: str
    state: str  #: of the message; empty: it waits
    notice: Mapping[str, Any]  # whatever a notice says


class AskedFor(msgspec.Struct, frozen=True, kw_only=True):
    """A report somebody had made, of the days [first, end)."""

    report: str
    first: date
    end: date
    asked_at: datetime


def reached_by(login: str) -> About[Reached]:
    """Ask how somebody is reached."""
    return About((login,), Reached, REACHED)


def told_to(name: str) -> About[Told]:
    """Ask what somebody was told, by its name in the ledger; the first comes first."""
    return About((name,), Told, TOLD)


def asked_for_by(name: str) -> About[AskedFor]:
    """Ask which reports somebody wanted at once, by its name in the ledger."""
    return About((name,), AskedFor, ASKED_FOR)


REACHED = """
    select jsonb_build_object(
               'mail', mail, 'phone', phone, 'preferences', preferences) as one
      from contact where login = $1
     union all
    select jsonb_build_object('agent', agent) from browser where login = $1
"""
TOLD = """
    select jsonb_build_object(
               'told_at', n.told_at, 'channel', d.channel,
               'state', coalesce(m.state, ''), 'notice', n.content) as one
      from delivery d
      join notice n on n.id = d.notice
      left join message m on m.id = d.message
     where d.recipient = $1
     order by d.number
"""
ASKED_FOR = """
    select jsonb_build_object(
               'report', report, 'first', first, 'end', "end",
               'asked_at', asked_at) as one
      from report_run where asked_by = $1 order by asked_at
"""
