"""The search for good rounds, in a thread of the process that computes.

Imported only there. What it has found so far can be heard while it runs.
"""

import warnings
from collections.abc import Callable, Iterator
from queue import Queue
from threading import Thread
from time import perf_counter
from typing import Final, NamedTuple

from pyvrp import (
    CostEvaluator,
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    ProblemData,
    RandomNumberGenerator,
    Result,
    Solution,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    compute_neighbours,
)

from mesto.domains.waste.planning.problem import Effort

TELL_S: Final = 0.5  #: so often it says how far it is
#: A stop is tried beside so many of its nearest; where hours matter, the nearest are
#: often of no use.
NEIGHBOURS, NEIGHBOURS_OF_HOURS = 25, 50
#: Whether a step is taken is measured by what was found so many steps ago.
HISTORY: Final = 150
#: A search that finds nothing better in so many rounds and so many for each stop ends.
IDLE: Final = 20_000
IDLE_EACH: Final = 100


class Found(NamedTuple):
    """What a search has found so far.

    cost: of the best, in PyVRP's money, with the prizes it leaves; None: none that can
        be driven yet
    """

    share: float  #: of the time that is searched
    cost: int | None
    solution: Solution | None = None  #: the best; at the end


def search(
    data: ProblemData,
    effort: Effort,
    begin: Solution | None = None,
    *,
    clock: Callable[[], float] = perf_counter,
    patient: bool = False,
) -> Iterator[Found]:
    """Search for good rounds, and yield what is found, the solution at the end.

    begin: to start from; it is at least as good in the end
    clock: what `effort.seconds` are read from
    patient: it goes on to the end of its time, even if it finds nothing better for long
    """
    told: Queue[Found | Result | BaseException] = Queue()
    begun = clock()

    most = None if patient else IDLE + IDLE_EACH * data.num_clients

    def share() -> float:
        return min(1.0, (clock() - begun) / max(effort.seconds, 1e-9))

    def work() -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", PenaltyBoundWarning)
                told.put(_run(data, effort, begin, _Stop(share, most), told))
        except BaseException as failure:  # noqa: BLE001 - raised by who waits
            told.put(failure)

    Thread(target=work, daemon=True).start()
    while not isinstance(heard := told.get(), Result):
        if isinstance(heard, BaseException):
            raise heard
        yield heard
    best = heard.best
    yield Found(1.0, _cost(best), best)


class _Stop:
    """Ends a search when its time is over, or when it finds nothing better for long."""

    def __init__(self, share: Callable[[], float], most: int | None) -> None:
        """Take how much of the time is over, and how long nothing may be found."""
        self.share = share
        self._most = most
        self._best: float | None = None
        self._idle = 0

    def __call__(self, best_cost: float) -> bool:
        if self._best is None or best_cost < self._best:
            self._best, self._idle = best_cost, 0
        self._idle += 1
        if self._most is not None and self._idle > self._most:
            return True
        return self.share() >= 1


class _Telling(IteratedLocalSearchCallbacks):
    """Says now and then what the best is."""

    def __init__(
        self, stop: _Stop, told: "Queue[Found | Result | BaseException]"
    ) -> None:
        self._stop, self._told = stop, told
        self._next_s = perf_counter()

    def on_iteration(
        self,
        current: Solution,
        candidate: Solution,
        best: Solution,
        cost_evaluator: CostEvaluator,
    ) -> None:
        del current, candidate, cost_evaluator
        if perf_counter() >= self._next_s:
            self._next_s = perf_counter() + TELL_S
            self._told.put(Found(self._stop.share(), _cost(best)))


def _run(
    data: ProblemData,
    effort: Effort,
    begin: Solution | None,
    stop: _Stop,
    told: "Queue[Found | Result | BaseException]",
) -> Result:
    dice = RandomNumberGenerator(effort.seed)
    hours = any(one.tw_early for one in data.clients())
    neighbours = compute_neighbours(
        data,
        NeighbourhoodParams(
            num_neighbours=NEIGHBOURS_OF_HOURS if hours else NEIGHBOURS
        ),
    )
    local = LocalSearch(data, dice, neighbours, PerturbationManager())
    for operator in OPERATORS:
        if operator.supports(data):
            local.add_operator(operator(data))
    params = PenaltyParams()
    penalties = PenaltyManager(params.midpoint_penalties(data), params)
    dear = penalties.max_cost_evaluator()
    first = begin or Solution.make_random(data, dice)
    first = local(first, dear, exhaustive=True)
    if begin is not None and dear.penalised_cost(begin) < dear.penalised_cost(first):
        first = begin
    how = IteratedLocalSearchParams(
        history_length=HISTORY, callbacks=_Telling(stop, told)
    )
    return IteratedLocalSearch(data, penalties, local, first, how).run(
        stop, collect_stats=False, display=False
    )


def _cost(solution: Solution) -> int | None:
    if not solution.is_feasible():
        return None
    free = CostEvaluator([0] * len(solution.excess_load()), 0, 0)
    return free.cost(solution)
