"""The questions as data, and how a few are chosen."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard import resources
from guard.errors import DataFileError
from guard.wellbeing import prompts
from guard.wellbeing.choosing import MOST, REST_DAYS, Occasion, choose, occasion
from guard.wellbeing.coding import decode, encode
from guard.wellbeing.entries import End, Note, Reflection
from guard.wellbeing.prompts import Choice, Prompt, Scale, Words
from tests.support.chance import seeded
from tests.wellbeing.helpers import TODAY, session

EVERY = prompts.load().every
GOOD = Occasion(End.FINISHED)


def ids(chosen: Sequence[Prompt]) -> list[str]:
    return [prompt.id for prompt in chosen]


def asked(days_ago: int, *prompt_ids: str) -> list[Note[Reflection]]:
    day = TODAY - timedelta(days=days_ago)
    return [Note(f"r{each}", day, "s1", Reflection(prompt=each)) for each in prompt_ids]


def test_there_are_many_questions_in_every_group() -> None:
    assert len(EVERY) >= 110
    groups = Counter(prompt.group.id for prompt in EVERY)
    assert set(groups) == {"realism", "attachment", "balance", "consent", "privacy", "body", "joy"}
    assert min(groups.values()) >= 15


def test_each_can_be_answered_in_each_way_and_kept() -> None:
    assert {type(prompt.answers) for prompt in EVERY} == {Scale, Choice, Words}
    for prompt in EVERY:
        answers = [Reflection(prompt=prompt.id, step=3), Reflection(prompt=prompt.id, text="a line")]
        if isinstance(prompt.answers, Choice):
            assert len({option.id for option in prompt.answers.options}) == len(prompt.answers.options)
            answers += [Reflection(prompt=prompt.id, choice=option.id) for option in prompt.answers.options]
        assert all(decode(Reflection, encode(answer)) == answer for answer in answers)
        assert all(answer.answered for answer in answers)
        assert not Reflection(prompt=prompt.id).answered


def test_a_question_reads_as_its_answers_need_it() -> None:
    for prompt in EVERY:
        if isinstance(prompt.answers, Scale) and prompt.answers.id == "agree":
            assert prompt.text.endswith("."), f"{prompt.id} is agreed to"
        else:
            assert prompt.text.endswith("?"), f"{prompt.id} is answered"
        assert prompt.why.endswith(".")


def test_no_question_and_no_answer_is_there_twice_or_for_nothing() -> None:
    assert len({prompt.text for prompt in EVERY}) == len({prompt.why for prompt in EVERY}) == len(EVERY)
    text = (resources.root() / "prompts" / "answers.toml").read_text(encoding="utf-8")
    assert all(
        f'id = "{known}"' in text for known in {*(p.answers.id for p in EVERY), *(p.group.id for p in EVERY)}
    )
    declared = Counter(line for line in text.splitlines() if line.startswith("id = "))
    assert len(declared) == len({p.answers.id for p in EVERY}) + len({p.group.id for p in EVERY})


def test_a_question_is_found_by_its_id() -> None:
    every = prompts.load()
    found = every.get("joy.smile")
    assert found is not None
    assert every.texts["joy.smile"] == found.text
    assert every.get("of.tomorrow") is None


@pytest.mark.parametrize("end", [end for end in End if end.hard])
def test_after_a_hard_end_nothing_is_asked(end: End) -> None:
    assert choose(EVERY, Occasion(end), (), TODAY, seeded(1), words=True) == ()
    assert choose(EVERY, Occasion(end, next_day=True), (), TODAY, seeded(1), words=True) == ()


ENDS = st.sampled_from([end for end in End if not end.hard])
OCCASIONS = st.builds(Occasion, ENDS, st.booleans(), st.booleans(), st.booleans(), st.booleans())
HISTORY = st.lists(
    st.builds(lambda prompt, ago: asked(ago, prompt.id)[0], st.sampled_from(EVERY), st.integers(-20, 60)),
    max_size=120,
)


@settings(deadline=None)
@given(OCCASIONS, HISTORY, st.randoms(), st.booleans(), st.integers(-1, 9))
def test_what_is_asked_keeps_every_rule(
    now: Occasion,
    history: list[Note[Reflection]],
    random: Random,
    words: bool,  # noqa: FBT001 - drawn
    most: int,
) -> None:
    chosen = choose(EVERY, now, history, TODAY, random, words=words, most=most)
    assert len(chosen) <= max(0, min(most, MOST))
    recent = {note.body.prompt for note in history if abs((TODAY - note.day).days) < REST_DAYS}
    assert not recent & set(ids(chosen))
    assert len({prompt.group.id for prompt in chosen}) == len(chosen)
    assert sum(isinstance(prompt.answers, Words) for prompt in chosen) <= words
    for prompt in chosen:
        assert prompt.suits <= now.facts if prompt.suits else not now.next_day


def test_three_are_asked_after_an_ordinary_session() -> None:
    for seed in range(50):
        assert len(choose(EVERY, GOOD, (), TODAY, seeded(seed))) == 3


@pytest.mark.parametrize(
    ("now", "about"),
    [
        (Occasion(End.FINISHED, late=True), "balance.late"),
        (Occasion(End.TIME_UP, extended=True), "balance.longer"),
        (Occasion(End.FINISHED, unanswered=True), "consent.check-in"),
        (Occasion(End.SLEPT), "sudden-end"),
    ],
)
def test_what_was_special_is_asked_about_first_and_never_otherwise(now: Occasion, about: str) -> None:
    seen = {choose(EVERY, now, (), TODAY, seeded(seed), words=True)[0].id for seed in range(60)}
    assert any(about in each for each in seen)
    otherwise = {p.id for seed in range(60) for p in choose(EVERY, GOOD, (), TODAY, seeded(seed), words=True)}
    assert not any(about in each for each in otherwise)


def test_the_day_after_has_questions_of_its_own() -> None:
    chosen = choose(EVERY, Occasion(End.FINISHED, next_day=True), (), TODAY, seeded(1))
    assert len(chosen) == 3
    assert all("next-day" in prompt.suits for prompt in chosen)


def test_the_day_after_asks_nothing_made_for_the_evening() -> None:
    own = [prompt.id for prompt in EVERY if "next-day" in prompt.suits]
    assert choose(EVERY, Occasion(End.FINISHED, next_day=True), asked(1, *own), TODAY, seeded(1)) == ()


def test_at_most_one_is_for_own_words_and_none_unless_wanted() -> None:
    numbers = {
        wanted: {
            sum(
                isinstance(p.answers, Words)
                for p in choose(EVERY, GOOD, (), TODAY, seeded(seed), words=wanted)
            )
            for seed in range(200)
        }
        for wanted in (False, True)
    }
    assert numbers == {False: {0}, True: {0, 1}}


def test_what_was_asked_long_ago_comes_before_what_was_asked_lately() -> None:
    waiting = {"joy", "body", "privacy"}
    lately = asked(
        20, *(next(p.id for p in EVERY if p.group.id == g) for g in {p.group.id for p in EVERY} - waiting)
    )
    for seed in range(20):
        assert {p.group.id for p in choose(EVERY, GOOD, lately, TODAY, seeded(seed))} == waiting
    joys = [prompt for prompt in EVERY if prompt.group.id == "joy" and not prompt.suits]
    history = [note for number, p in enumerate(joys) for note in asked(20 + number, p.id)]
    for seed in range(20):
        assert choose(joys, GOOD, history, TODAY, seeded(seed), words=True) == (joys[-1],)


def test_the_14_days_end_on_the_14th() -> None:
    one = [prompt for prompt in EVERY if prompt.id == "joy.heard"]
    assert ids(choose(one, GOOD, asked(14, "joy.heard"), TODAY, seeded(1))) == ["joy.heard"]
    assert choose(one, GOOD, asked(13, "joy.heard"), TODAY, seeded(1)) == ()
    assert choose(one, GOOD, asked(-13, "joy.heard"), TODAY, seeded(1)) == ()


def test_a_year_of_evenings_rotates_through_all_and_never_repeats_within_14_days() -> None:
    random, history, seen = seeded(7), list[Note[Reflection]](), Counter[str]()
    start = date(2026, 1, 1)
    for number in range(365):
        day = start + timedelta(days=number)
        now = Occasion(
            End.FINISHED, late=number % 5 == 0, extended=number % 7 == 0, unanswered=number % 6 == 0
        )
        for prompt in choose(EVERY, now, history, day, random, words=True):
            history.append(Note(f"r{len(history)}", day, "s", Reflection(prompt=prompt.id)))
            seen[prompt.id] += 1
    gentle = {prompt.id for prompt in EVERY if not prompt.suits & {"next-day", "cut"}}
    assert set(seen) == gentle
    assert max(seen[each] for each in gentle) <= 365 // REST_DAYS + 1
    assert len(history) > 365 * 2.9


def test_the_occasion_is_read_from_the_sessions_note() -> None:
    note = session(1, asked=2, answered=1, late=True).body
    assert occasion(note) == Occasion(End.FINISHED, late=True, unanswered=True)
    assert occasion(note, next_day=True).facts == {"next-day"}


ANSWERS = '[[group]]\nid = "joy"\ntitle = "t"\n[[scale]]\nid = "agree"\nlow = "l"\nhigh = "h"\n'
PROMPT = '[[prompt]]\nid = "joy.a"\ntext = "t"\nwhy = "w"\nanswers = "agree"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ANSWERS + PROMPT + PROMPT, "“joy.a” is there already"),
        (ANSWERS + PROMPT.replace("joy.a", "woe.a"), "line 9, field “prompt 1, id”"),
        (ANSWERS + PROMPT.replace('"agree"', '"sure"'), "there are no such answers"),
        (ANSWERS + ANSWERS.partition("title")[0] + 'title = "x"', "“joy” is there already"),
        (ANSWERS + PROMPT + 'suits = ["weekends"]', "suits"),
        (ANSWERS + PROMPT + "more = 1", "more"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "prompts.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        prompts.load([file])
    assert says in error.value.sentence
