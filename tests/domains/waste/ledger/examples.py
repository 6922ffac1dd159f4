"""Months and prices for the ledger's tests."""

from mesto.domains.waste.ledger.saving import Facts, Prices
from mesto.domains.waste.ledger.terms import Kept, Terms

PRICES = Prices(
    currency="CZK", km=25.0, hour=600.0, litres_per_km=0.5, co2_kg_per_litre=2.5
)


def a_month(month, km=3_000.0, hours=150.0, **given):
    usual = {"month": month, "days": 30.0, "containers": 300.0, "km": km}
    return Kept(**{**usual, "hours": hours, **given})


def months(year, *km, **given):
    return [
        a_month(f"{year}-{number:02}", one, one / 20, **given)
        for number, one in enumerate(km, start=1)
    ]


def facts(before, now, *, costs=0.0, **terms):
    return Facts(
        terms=Terms(baseline=before, **terms), prices=PRICES, now=now, costs=costs
    )
