"""Packages of data that the CMS hands on, blindly."""

from uuid import uuid4

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Inapplicable, text
from mesto.acceptance.talq.session import Session

REFUSED = (404, 422)


async def packages(session: Session) -> None:
    """Prove that installed packages are listed, and unknown ones refused."""
    services = [one["name"] for one in await session.must("getServices")]
    if "DataPackageService" not in services:
        raise Inapplicable(reasons.NOT_OFFERED, what="DataPackageService")
    await session.must("getDataPackages")
    strange = {
        "packageId": str(uuid4()),
        "releaseId": "1",
        "ownerCMS": session.client,
        "downloadUri": "https://example.org/nothing",
    }
    await session.must("upgradeDataPackages", [strange], status=REFUSED)


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="K8",
        clause="Gateway API: GET and PUT /data-packages; DataPackageService",
        title=text(
            "Lists its packages of data, and refuses unknown ones",
            "Vypíše své datové balíky a neznámé odmítne",
            "Vypíše svoje dátové balíky a neznáme odmietne",
            "Navodi svoje pakete podataka i odbija nepoznate",
        ),
        tries=packages,
    ),
)
