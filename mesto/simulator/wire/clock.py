"""Two clocks: the world's, which stamps messages, and the town's, often faster."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """A town's time that runs `speed` times as fast as the world's."""

    start_s: float  #: both clocks showed this, seconds since 1970
    speed: float

    def town_s(self, wall_s: float) -> float:
        """Return the town's time at a moment of the world."""
        return self.start_s + (wall_s - self.start_s) * self.speed

    def wall_s(self, town_s: float) -> float:
        """Return the moment of the world at a town's time."""
        return self.start_s + (town_s - self.start_s) / self.speed
