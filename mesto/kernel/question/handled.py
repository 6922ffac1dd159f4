"""What people did about alarms, as it stands beside them.

It is said of an Alert entity; an alarm names its own, or has that of what explains it.
An Alert that a rule raises again and again tells of one time after the other: what was
done in another one is not read.
"""

from datetime import UTC, datetime
from typing import Final, NamedTuple

import orjson

from mesto.kernel.question import Row

ALERT = "Alert"  #: the entity type
#: Attributes of an Alert that tell what people did (TMF642, 6.2.1, and our own words).
ACK_STATE, COMMENT = "ackState", "comment"
ASSIGNED_TO, SHELVED_UNTIL = "assignedTo", "shelvedUntil"
ACKNOWLEDGED, UNACKNOWLEDGED = "acknowledged", "unacknowledged"
#: Whether a rule's Alert holds (TMF642).
STATE, RAISED, CLEARED = "state", "raised", "cleared"
#: Since when a rule's Alert holds, and about what (TMF642; Smart Data Models).
RAISED_TIME, ALERT_SOURCE = "alarmRaisedTime", "alertSource"

DONE: Final = (ACK_STATE, COMMENT, ASSIGNED_TO, SHELVED_UNTIL)


class Handled(NamedTuple):
    """What people did about an alarm."""

    acknowledged: bool
    by: str  #: who acknowledged it or did something else: the source
    at: datetime
    comment: str  #: the last one
    assigned: str = ""  #: person:LOGIN, crew:NAME or duty:NAME; empty: to nobody
    shelved_until: datetime | None = None  #: nobody is told of it before


#: Present instances `p` of an Alert that are about alarm `a`.
_OF_THIS_TIME = f"""
    p.dataset = '' and not p.deleted
    and (a.type <> '{ALERT}'
         or p.observed_at between a.opened_at and coalesce(a.ended_at, 'infinity'))
"""


def handled_by(alert: str) -> str:
    """Return the join that reads what was done; `HANDLED_COLUMNS` are its columns.

    alert: what numbers the Alert, in SQL, beside an alarm `a`
    """
    names = ", ".join(f"'{name}'" for name in DONE)
    first = f"t.name <> '{ACK_STATE}', p.observed_at desc"
    return f"""
      left join lateral (
          select jsonb_object_agg(t.name, p.value) as done,
                 (array_agg(s.name order by {first}))[1] as done_by,
                 (array_agg(p.observed_at order by {first}))[1] as done_at
            from attribute t
            join present p on p.entity = {alert} and p.attribute = t.id
                          and {_OF_THIS_TIME}
            join source s on s.id = p.source
           where t.name in ({names})
      ) h on true
    """


HANDLED_COLUMNS = "h.done, h.done_by, h.done_at"

#: Whether a rule's Alert holds, where alarm `a` is one; null for all others.
STATE_COLUMN = f"""
    (select p.value #>> '{{}}' from present p
      where a.type = '{ALERT}' and p.entity = a.entity
        and p.attribute = (select id from attribute where name = '{STATE}')
        and p.dataset = '' and not p.deleted) as state
"""


def _said(alert: str, attribute: str, condition: str) -> str:
    return f"""exists (
        select from present p
         where p.entity = {alert} and {_OF_THIS_TIME}
           and p.attribute = (select id from attribute where name = '{attribute}')
           and {condition})"""


def is_shelved(alert: str) -> str:
    """Return the condition that an alarm is shelved now.

    Moments are compared as texts, since whatever was said must not break a list.
    """
    now = """to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS')"""
    return _said(
        alert,
        SHELVED_UNTIL,
        rf"""p.value #>> '{{}}' ~ '^\d{{4}}-\d\d-\d\dT'
             and p.value #>> '{{}}' collate "C" > {now}""",
    )


def is_acknowledged(alert: str) -> str:
    """Return the condition that somebody acknowledged an alarm."""
    return _said(alert, ACK_STATE, f"p.value #>> '{{}}' = '{ACKNOWLEDGED}'")


def is_assigned(alert: str, to: str) -> str:
    """Return the condition that an alarm is assigned to somebody, or to anybody.

    to: number of the argument; empty: to anybody
    """
    wanted = f"= {to}" if to else "<> ''"
    return _said(alert, ASSIGNED_TO, f"p.value #>> '{{}}' {wanted}")


def read_handled(row: Row) -> Handled | None:
    """Read what people did; None where they did nothing."""
    if row["done"] is None:
        return None
    done = orjson.loads(row["done"])
    return Handled(
        acknowledged=done.get(ACK_STATE) == ACKNOWLEDGED,
        by=row["done_by"],
        at=row["done_at"],
        comment=str(done.get(COMMENT) or ""),
        assigned=str(done.get(ASSIGNED_TO) or ""),
        shelved_until=_moment(done.get(SHELVED_UNTIL)),
    )


def _moment(said: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
