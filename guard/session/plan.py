"""The plan of a session: who I am here, where we talk, how long, how often we ask each other."""

from dataclasses import dataclass, field

MINUTE = 60.0
CHECK_IN_SECONDS = 20 * MINUTE
LEAST_CHECK_IN, MOST_CHECK_IN = 5 * MINUTE, 60 * MINUTE
LEAST_LENGTH, MOST_LENGTH = 5 * MINUTE, 12 * 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Expectation:
    """A capture that is meant to happen in this session: catalogue id or executable, and kind."""

    program: str
    kind: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who I am here, where we talk, and which captures belong to it. A pseudonym stays out of logs.

    `check_in`: seconds of live time between two check-ins, 5 to 60 minutes; the first comes after half
    of it. `length`: planned live seconds, 5 minutes to 12 hours; 0 leaves the end open. Raises `ValueError`.
    """

    profile_id: str
    profile_name: str = field(repr=False)
    platform_id: str
    expected: tuple[Expectation, ...] = ()
    check_in: float = CHECK_IN_SECONDS
    length: float = 0.0

    def __post_init__(self) -> None:
        if not LEAST_CHECK_IN <= self.check_in <= MOST_CHECK_IN:
            raise ValueError("check-ins come every 5 to 60 minutes")
        if self.length and not LEAST_LENGTH <= self.length <= MOST_LENGTH:
            raise ValueError("a planned length is 5 minutes to 12 hours, or 0")

    @property
    def extension(self) -> float:
        """How many seconds the one extension is good for."""
        return self.length / 2
