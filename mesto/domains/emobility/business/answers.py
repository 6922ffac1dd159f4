"""What people ask of the business of charging."""

from typing import Final

from mesto.domains.emobility.business.kinds import KINDS
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers
from mesto.web.sorts import doors_of

#: Answers below /api/{city}/emobility, by what who asks has to be allowed.
ANSWERS: Final[Answers] = {
    Verb.SEE: doors_of(KINDS, Verb.SEE),
    Verb.RECORD: doors_of(KINDS, Verb.RECORD),
}
