"""What the screens of electromobility may ask, part by part. A table."""

from mesto.domains.emobility.adhoc.answers import ANSWERS as AD_HOC
from mesto.domains.emobility.business.answers import ANSWERS as BUSINESS
from mesto.domains.emobility.campaigns.answers import ANSWERS as CAMPAIGNS
from mesto.domains.emobility.cards.answers import ANSWERS as CARDS
from mesto.domains.emobility.faults.answers import ANSWERS as FAULTS
from mesto.domains.emobility.inventory.answers import ANSWERS as INVENTORY
from mesto.domains.emobility.keeping.answers import ANSWERS as KEEPING
from mesto.domains.emobility.logs.answers import ANSWERS as LOGS
from mesto.domains.emobility.receipts.answers import ANSWERS as RECEIPTS
from mesto.domains.emobility.savings.answers import ANSWERS as SAVINGS
from mesto.domains.emobility.siting.answers import ANSWERS as SITING
from mesto.domains.emobility.stations.answers import ANSWERS as STATIONS
from mesto.domains.emobility.uptime.answers import ANSWERS as UPTIME
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers

PARTS: tuple[Answers, ...] = (
    AD_HOC,
    BUSINESS,
    CAMPAIGNS,
    CARDS,
    FAULTS,
    INVENTORY,
    RECEIPTS,
    KEEPING,
    LOGS,
    SAVINGS,
    SITING,
    STATIONS,
    UPTIME,
)

ANSWERS: Answers = {
    verb: [answer for part in PARTS for answer in part.get(verb, ())] for verb in Verb
}
