"""Inputs of ledgers to try things on."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from mesto.domains.lighting.energy.inputs import (
    Inputs,
    MonthFacts,
    OldMonth,
    Site,
    SiteMonth,
)
from mesto.domains.lighting.energy.nights import Burning, Dark
from mesto.domains.lighting.energy.terms import FACTORS, OldLamps, Powers, Tolerances
from mesto.operations.calendars.sun import Spot

ZONE = ZoneInfo("Europe/Prague")
SPOT = Spot(49.2, 16.6, ZONE)
WINTER_H = {"2026-01": 470.0, "2026-02": 390.0, "2026-03": 365.0}


def dark(first=date(2026, 1, 1), end=date(2026, 4, 1)):
    return Dark(Burning(), first, end, SPOT)


def months(**more):
    return [
        MonthFacts(
            **{
                "month": name,
                "days": 30.0,
                "dark_h": dark_h,
                "full_h": 0.7 * dark_h,
                "light_h": 720 - dark_h,
                "baseline_price": 0.2,
                "actual_price": 0.2,
                **more,
            }
        )
        for name, dark_h in WINTER_H.items()
    ]


def site(number=1, *, lamps=100, watts=40.0, kwh=None, covered=1.0):
    """A cabinet whose meter read so much a dark hour; None: it has no meter."""
    told = [
        SiteMonth() if kwh is None else SiteMonth(kwh * dark_h * covered, covered)
        for dark_h in WINTER_H.values()
    ]
    return Site(
        urn=f"urn:ngsi-ld:StreetlightControlCabinet:{number}",
        name=f"RVO {number}",
        district="Centre",
        lamps=lamps,
        rated_w=lamps * watts,
        meter="" if kwh is None else "cabinet",
        months=told,
    )


def powers(lamps=100, watts=100.0, **more):
    return Powers(lamps=[OldLamps(lamps, watts)], **more)


def inputs(**more):
    usual = Inputs(
        currency="EUR",
        months=months(),
        sites=[site(kwh=2.8)],
        tolerances=Tolerances(),
        standby_w=0.5,
        factor=FACTORS["Europe/Prague"],
        baseline=powers(),
        old_months=[],
        dark_year_h=4100.0,
        changed_lamps=0,
    )
    return msgspec.structs.replace(usual, **more)


def old_months(kwh_a_dark_h=10.0, count=12):
    """Months of a baseline, on a line through nothing."""
    dark_h = [250.0 + 30 * abs(6 - number) for number in range(1, count + 1)]
    return [
        OldMonth(f"2024-{number:02}", 30.0, hours, kwh_a_dark_h * hours)
        for number, hours in enumerate(dark_h, 1)
    ]
