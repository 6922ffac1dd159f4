"""What an asset belongs to, and what belongs to it, as trees people can read. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mesto.kernel.plugin import Verdict
from mesto.kernel.question.links import Kin, Link
from mesto.web.assets import Assets
from mesto.web.tiles import RANKS, STATUSES

DEEPEST = 6  #: steps from an asset
MOST_BESIDE = 12  #: targets of one relationship that are shown

Branch = dict[str, object]


def next_urns(
    known: Mapping[str, Kin], fresh: Iterable[Kin], *, first: bool
) -> set[str]:
    """Return what is to be read next.

    first: fresh is where we began; beyond it lists are not followed
    """
    found: set[str] = set()
    for kin in fresh:
        for urns in kin.links.values():
            if first or len(urns) == 1:
                found.update(urns[:MOST_BESIDE])
    return found - known.keys()


@dataclass(frozen=True, kw_only=True)
class Ancestry:
    """What an asset leads to, step by step.

    cause: URN of what explains how the asset is; it is marked, with the way to it
    """

    known: Mapping[str, Kin]
    assets: Assets
    cause: str = ""

    def of(self, kin: Kin, seen: frozenset[str] = frozenset()) -> list[Branch]:
        """Return the branches of an entity.

        seen: URNs that are on the way already

        What is reached by a longer way is not shown by the shorter one: a lamp hangs on
        its feeder, and on its cabinet through that. Beyond the first step only what
        leads to one thing is followed; the others of a list are no cause.
        """
        first = not seen
        seen = seen | {kin.urn}
        branches: list[Branch] = []
        for name, urns in sorted(kin.links.items()):
            if not first and len(urns) > 1:
                continue
            branches += [
                self._branch(name, urn, seen)
                for urn in urns[:MOST_BESIDE]
                if urn not in seen and not self._leads_otherwise(kin, urn)
            ]
            if len(urns) > MOST_BESIDE:
                branches.append({"relation": name, "more": len(urns) - MOST_BESIDE})
        return branches

    def _branch(self, name: str, urn: str, seen: frozenset[str]) -> Branch:
        kin = self.known.get(urn)
        further = self.of(kin, seen) if kin and len(seen) < DEEPEST else []
        explains = urn == self.cause
        return {
            "relation": name,
            **member(urn, kin, self.assets),
            "explains": explains,
            "on_the_way": explains or any(one.get("on_the_way") for one in further),
            "leads_to": further,
        }

    def _leads_otherwise(self, kin: Kin, urn: str) -> bool:
        """Tell whether another target of an entity leads to `urn` too."""
        others = {one for urns in kin.links.values() for one in urns} - {urn}
        seen = {kin.urn}
        while others:
            here = others.pop()
            seen.add(here)
            links = self.known[here].links if here in self.known else {}
            single = {urns[0] for urns in links.values() if len(urns) == 1}
            if urn in single:
                return True
            others |= single - seen
        return False


def member(urn: str, kin: Kin | None, assets: Assets) -> Branch:
    """Describe one entity of a tree; one that is not known by its URN alone."""
    row = None if kin is None else assets.row(kin.id)
    title: object = urn.rpartition(":")[2]
    if row is not None:
        title = assets.names[row]
    elif kin is not None and isinstance(kin.name, str | Mapping) and kin.name:
        title = kin.name
    return {
        "urn": urn,
        "id": None if kin is None else kin.id,
        "type": kin.types[0] if kin and kin.types else None,
        "title": title,
        "layer": None if row is None else int(assets.table["layer"][row]),
        "status": None if row is None else int(assets.table["status"][row]),
    }


@dataclass(frozen=True, kw_only=True)
class Following:
    """What leads to an asset.

    urn: of the asset; what is as it is because of it is counted
    """

    urn: str
    assets: Assets
    verdicts: Mapping[int, Verdict]

    def groups(self, links: Sequence[Link]) -> list[Branch]:
        """Group links by relationship and type, the worst and largest first."""
        groups: dict[tuple[str, str], list[Link]] = {}
        for link in links:
            kind = link.types[0] if link.types else ""
            groups.setdefault((link.attribute, kind), []).append(link)
        shown = [
            {"relation": name, "type": kind, **self._tallied(members)}
            for (name, kind), members in groups.items()
        ]
        return sorted(shown, key=_worst_and_largest)

    def worst_first(self, links: Iterable[Link]) -> list[Link]:
        """Sort links by how what they come from is, the worst first, then by name."""
        return sorted(links, key=self._badness)

    def _badness(self, link: Link) -> tuple[int, str]:
        row = self.assets.row(link.id)
        if row is None:
            return (1, link.urn)
        return (-int(RANKS[self.assets.table["status"][row]]), self.assets.names[row])

    def _tallied(self, members: Sequence[Link]) -> Branch:
        rows = [row for m in members if (row := self.assets.row(m.id)) is not None]
        table = self.assets.table[rows]
        counts = np.bincount(table["status"], minlength=len(STATUSES))
        worst = max(np.flatnonzero(counts), key=RANKS.__getitem__, default=None)
        verdicts = (self.verdicts.get(row) for row in rows)
        return {
            "layer": int(table["layer"][0]) if rows else None,
            "count": len(members),
            "status": counts,
            "worst": None if worst is None else int(worst),
            "because": sum(one is not None and one.by == self.urn for one in verdicts),
        }


def _worst_and_largest(group: Branch) -> tuple[int, int]:
    worst, count = group["worst"], group["count"]
    assert isinstance(count, int)
    return (-int(RANKS[worst]) if isinstance(worst, int) else 1, -count)
