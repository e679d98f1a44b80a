"""Everything this room reads from `resources/`, in one place."""

from dataclasses import dataclass

from guard.wellbeing import balance, feelings, grounding, insight, prompts
from guard.wellbeing.balance import Activity, PauseWords
from guard.wellbeing.feelings import Feelings
from guard.wellbeing.grounding import Grounding
from guard.wellbeing.insight import Wording
from guard.wellbeing.prompts import Prompts


@dataclass(frozen=True, slots=True)
class Library:
    """Questions, words for a mood, exercises, things to do, and what insights and pauses say."""

    prompts: Prompts
    feelings: Feelings
    grounding: Grounding
    activities: tuple[Activity, ...]
    pause: PauseWords
    wording: Wording


def load() -> Library:
    """Read everything. Raises `DataFileError`."""
    return Library(
        prompts.load(),
        feelings.load(),
        grounding.load(),
        balance.activities(),
        balance.pause_words(),
        insight.load(),
    )
