"""What insights over ten years of notes cost: beside one year's, and beside the aim."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from guard.vault.journal.entry import Entry
from guard.vault.journal.journal import Journal
from guard.wellbeing import insight, insights
from guard.wellbeing.insight import Insights
from guard.wellbeing.notebook import Diary, Notebook
from tests.support.ten_years import DAYS, TODAY, YEARS, All, ten_years

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

AIM_SECONDS = 0.3
RATIO_LIMIT = 2.0
"""Ten years may cost at most twice ten times one year: the work grows with the notes and no faster."""


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    return ten_years(tmp_path_factory.mktemp("ten") / "journal.db", bytes(32))


def best(work: Callable[[], object], rounds: int = 7) -> float:
    """Return the least seconds of work; what else runs on the machine is not ours."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def test_ten_years_of_notes_make_insights_in_time(
    journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = Notebook(journal, Entry, All, lambda: "n")
    wording = insight.load()
    diary = notebook.diary()
    assert len(diary.sessions) + len(diary.moods) + len(diary.offline) == DAYS * 5

    def look(notes: Diary, days: int | None) -> Insights:
        return insights.look(TODAY, notes.sessions, notes.moods, notes.offline, wording, days=days)

    year = notebook.diary(TODAY - timedelta(days=DAYS // YEARS - 1))
    assert all(each.enough for each in look(diary, None).every)
    reading = best(notebook.diary, 3)
    whole, half_year, one_year = (
        best(lambda: look(diary, None)),
        best(lambda: look(diary, 182)),
        best(lambda: look(year, None)),
    )
    page = best(lambda: look(notebook.diary(TODAY - timedelta(days=182)), 182))
    ratio = whole / one_year / YEARS
    with capsys.disabled():
        print(  # noqa: T201 - a bench tells its figures
            f"\ninsights of {DAYS * 5} notes of ten years: {whole * 1e3:.0f} ms of work (aim {AIM_SECONDS * 1e3:.0f}), "
            f"{ratio:.2f} times ten times one year's; of half a year out of ten: {half_year * 1e3:.0f} ms; "
            f"reading ten years from the journal: {reading * 1e3:.0f} ms; the page as it opens (half a year, read and told): {page * 1e3:.0f} ms"
        )
    journal.close()
    assert whole <= AIM_SECONDS
    assert page <= AIM_SECONDS
    assert ratio <= RATIO_LIMIT
