"""Packages of data: a gateway says what it has, fetches what it shall have.

What is in them nobody else knows; here it is the gateway's own software.

Source: TALQ 2.7.1, schemas DataPackage and sDataPackageEvents.
"""

from collections.abc import Iterator, Sequence

from mesto.simulator.talq.lamp import Happening
from mesto.simulator.talq.refusal import RefusalError
from mesto.simulator.talq.words import Plain

SOFTWARE = "gateway-software"  #: the only package there is
FIRST = "2.7.1-sim"
TAKES_S = 1.0  #: to fetch and to install


class Packages:
    """The packages of one gateway."""

    def __init__(self) -> None:
        """Have what it was sold with."""
        self._installed: dict[str, Plain] = {
            SOFTWARE: {"packageId": SOFTWARE, "releaseId": FIRST, "ownerCMS": ""}
        }
        self._coming: list[tuple[float, Plain]] = []

    @property
    def installed(self) -> list[Plain]:
        """Return what it has."""
        return list(self._installed.values())

    def upgrade(self, packages: Sequence[Plain], at_s: float) -> None:
        """Begin to fetch others. Raises RefusalError, and fetches none."""
        for one in packages:
            if one["packageId"] not in self._installed:
                raise RefusalError(
                    "resourceNotFound",
                    f"there is no package {one['packageId']}",
                    resource="data-packages",
                    address=one["packageId"],
                )
        self._coming += [(at_s + TAKES_S, one) for one in packages]

    def step(self, at_s: float, device: str) -> Iterator[Happening]:
        """Install what has come, and yield how it went.

        device: which tells of it
        """
        ready = [one for due_s, one in self._coming if due_s <= at_s]
        self._coming = [each for each in self._coming if each[0] > at_s]
        for one in ready:
            fetched = one.get("downloadUri", "").startswith(("http://", "https://"))
            events = ["packageDownloaded", "releaseChanged"]
            for event in events if fetched else ["packageChangeFailure"]:
                yield Happening(device, "gateway", event, at_s)
            if fetched:
                self._installed[one["packageId"]] = one
