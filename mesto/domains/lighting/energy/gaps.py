"""What the data does not tell, said rather than hidden. Pure."""

from collections.abc import Iterator

from mesto.domains.lighting.energy.baseline import unexplained
from mesto.domains.lighting.energy.counter import stretches
from mesto.domains.lighting.energy.evidence import Evidence, most_kw
from mesto.domains.lighting.energy.inputs import About, Gap, Inputs, Site
from mesto.domains.lighting.energy.terms import FEWEST_MONTHS, Powers

HEARD = 0.98  #: of the dark hours: a meter that told so much was not silent
UNCLEAR = 0.01  #: of the lamps: fewer than nobody wrote down are no gap


def gaps_of(inputs: Inputs, evidence: Evidence) -> Iterator[Gap]:
    """Yield what is not told of a period."""
    for site in inputs.sites:
        yield from _of_meter(site, evidence)
    yield from _of_inventory(inputs, evidence)
    powerless = sum(one.powerless for one in evidence.groups)
    if powerless:
        yield Gap("powerless", powerless)
    unpriced = sum(one.baseline_price is None for one in inputs.months)
    if unpriced:
        yield Gap("prices", unpriced)
    stated = inputs.baseline is None or isinstance(inputs.baseline, Powers)
    if not stated and len(inputs.old_months) < FEWEST_MONTHS:
        yield Gap("baseline", len(inputs.old_months))


def _of_meter(site: Site, evidence: Evidence) -> Iterator[Gap]:
    if not site.meter:
        if site.lamps:
            yield Gap("unmetered", site.lamps, site.name)
        return
    covered = sum(one.covered for one in site.months) / len(site.months)
    if covered < HEARD:
        yield Gap("silent", 1 - covered, site.name)
    readings = evidence.readings.get(site.urn, ())
    odd: dict[About, int] = {}
    for one in stretches(readings, most_kw(site.rated_w)):
        if one.how != "read":
            odd[one.how] = odd.get(one.how, 0) + 1
    for about, times in odd.items():
        yield Gap(about, times, site.name)


def _of_inventory(inputs: Inputs, evidence: Evidence) -> Iterator[Gap]:
    share = unexplained(inputs)
    if share > UNCLEAR:
        yield Gap("inventory", share)
    if not evidence.groups:
        yield Gap("inventory", 1.0)
