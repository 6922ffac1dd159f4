"""What the screens of waste collection may ask, part by part. A table."""

from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers

PARTS: tuple[Answers, ...] = ()

ANSWERS: Answers = {
    verb: [answer for part in PARTS for answer in part.get(verb, ())] for verb in Verb
}
