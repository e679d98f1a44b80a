"""What every fact carries: where it was read, on which day, and until when it counts as fresh."""

from datetime import date
from typing import Annotated, Literal

import msgspec

Https = Annotated[str, msgspec.Meta(pattern=r"^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/\S*)?$")]
Words = Annotated[str, msgspec.Meta(min_length=1)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Dated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact with its source.

    `source`: the words of the link, `url`: where it leads, `reviewed`: the day it was last
    compared with the source, `review_after`: the last day on which it counts as fresh.
    `confidence`: "high" was read in the source itself or on an official page, "medium" in
    at least two copies or summaries.
    """

    source: Words
    url: Https
    reviewed: date
    review_after: date
    confidence: Literal["high", "medium"]

    def __post_init__(self) -> None:
        """Refuse a review that is due before the last one."""
        if self.review_after <= self.reviewed:
            raise ValueError("review_after is not later than reviewed")

    def overdue(self, today: date) -> bool:
        """Tell whether the fact needs another look before somebody leans on it."""
        return today > self.review_after
