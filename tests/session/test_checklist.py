import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.errors import DataFileError
from guard.session import checklist
from guard.session.checklist import Answer, Checklist, Fact, Item, Reply, answer_of, judge

SHIPPED = checklist.load()
MUSTS = [item for item in SHIPPED.items if item.need == "must"]
ADVICE = [item for item in SHIPPED.items if item.need == "advice"]
YES = Reply(Answer.YES)


def good_reply(item: Item) -> Reply:
    return Reply(picks=(item.options[0],)) if item.kind == "pick" else YES


ALL_GOOD = {item.id: good_reply(item) for item in MUSTS}


def test_the_must_items_are_exactly_the_gate() -> None:
    assert {item.id for item in MUSTS} == {
        "age.me",
        "age.everyone",
        "consent.clear-yes",
        "consent.free-choice",
        "boundaries.limit",
        "boundaries.stop-signal",
        "boundaries.aftercare",
    }
    picks = {item.id: item.own_words for item in MUSTS if item.kind == "pick"}
    assert set(picks) == {"boundaries.limit", "boundaries.stop-signal", "boundaries.aftercare"}
    assert picks["boundaries.limit"]
    assert picks["boundaries.stop-signal"]


def test_the_advice_that_answers_itself() -> None:
    assert {item.fact: item.text for item in SHIPPED.items if item.fact} == {
        "capture.no-recorder": "No recorder is running on this computer.",
        "capture.nothing-shared": "Nothing is sharing this screen.",
        "capture.no-remote-host": "Nobody can see or control this computer from elsewhere.",
    }
    assert 8 <= len(ADVICE) <= 14


def test_the_groups_are_whole() -> None:
    grouped = SHIPPED.by_group()
    assert [group.id for group in grouped] == ["consent", "boundaries", "privacy", "age", "content"]
    assert all(grouped.values())
    assert list(itertools.chain.from_iterable(grouped.values())) == sorted(
        SHIPPED.items, key=lambda item: [group.id for group in SHIPPED.groups].index(item.group)
    )
    assert next(group.title for group in SHIPPED.groups if group.id == "age") == "Age and law"


def test_the_words_are_short_and_calm() -> None:
    for item in SHIPPED.items:
        assert 0 < len(item.text) <= 110, item.id
        for text in (item.text, item.why, *item.options):
            assert "!" not in text
            assert text == text.strip() != ""
    for group in SHIPPED.groups:
        assert "!" not in group.title + group.intro
        assert group.intro


def test_a_said_age_is_called_what_it_is() -> None:
    assert "not proof" in SHIPPED.item("age.everyone").why


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        SHIPPED.item("age.none")


def test_nothing_is_answered_beforehand() -> None:
    verdict = judge(SHIPPED, {}, {})
    assert not verdict.open
    assert list(verdict.missing) == [item.id for item in MUSTS]
    assert verdict.refused == verdict.not_sure == ()
    assert list(verdict.advice_open) == [item.id for item in ADVICE]


def test_all_musts_open_the_gate_without_any_advice() -> None:
    verdict = judge(SHIPPED, ALL_GOOD, {})
    assert verdict.open
    assert (verdict.missing, verdict.refused, verdict.not_sure) == ((), (), ())
    assert list(verdict.advice_open) == [item.id for item in ADVICE]


@pytest.mark.parametrize("item", MUSTS, ids=lambda item: item.id)
@pytest.mark.parametrize(
    ("answer", "place"),
    [(Answer.UNANSWERED, "missing"), (Answer.NO, "refused"), (Answer.NOT_SURE, "not_sure")],
)
def test_any_must_without_a_yes_keeps_the_gate_shut(item: Item, answer: Answer, place: str) -> None:
    picks = (item.options[0],) if item.options and answer is not Answer.UNANSWERED else ()
    verdict = judge(SHIPPED, ALL_GOOD | {item.id: Reply(answer, picks)}, {})
    assert not verdict.open
    assert getattr(verdict, place) == (item.id,)


@pytest.mark.parametrize("picks", [(), ("",), ("  ",)])
@pytest.mark.parametrize("answer", [Answer.UNANSWERED, Answer.YES])
def test_a_pick_without_a_pick_is_missing(picks: tuple[str, ...], answer: Answer) -> None:
    verdict = judge(SHIPPED, ALL_GOOD | {"boundaries.limit": Reply(answer, picks)}, {})
    assert verdict.missing == ("boundaries.limit",)


def test_own_words_count_only_where_there_is_room_for_them() -> None:
    own = Reply(picks=("my own limit",))
    assert judge(SHIPPED, ALL_GOOD | {"boundaries.limit": own}, {}).open
    strict = Item(id="a.b", group="a", text="t", why="w", need="must", kind="pick", options=["x"])
    assert answer_of(strict, own) is Answer.UNANSWERED
    assert answer_of(strict, Reply(picks=("x",))) is Answer.YES


def test_own_words_stay_out_of_logs() -> None:
    assert "my own limit" not in repr(Reply(picks=("my own limit",)))


@pytest.mark.parametrize(
    ("reply", "fact", "still_open"),
    [
        (None, Answer.YES, False),
        (None, Answer.NO, True),
        (None, Answer.NOT_SURE, True),
        (Answer.YES, Answer.NO, True),
        (Answer.NO, Answer.YES, False),
        (Answer.YES, Answer.NOT_SURE, False),
        (Answer.NOT_SURE, Answer.NOT_SURE, True),
        (Answer.YES, None, False),
    ],
)
def test_a_fact_answers_its_own_advice(reply: Answer | None, fact: Answer | None, still_open: bool) -> None:  # noqa: FBT001 - a table's column
    replies = {"privacy.no-recorder": Reply(reply)} if reply else {}
    facts = {"capture.no-recorder": Fact(fact, "seen by a sensor")} if fact else {}
    verdict = judge(SHIPPED, replies, facts)
    assert ("privacy.no-recorder" in verdict.advice_open) is still_open
    assert "privacy.nothing-shared" in verdict.advice_open


def test_no_fact_ever_answers_a_must() -> None:
    item = Item(id="a.b", group="a", text="t", why="w", need="must", fact="f")
    for name in ("f", "a.b", ""):
        assert not judge(Checklist((), (item,)), {}, {name: Fact(Answer.YES, "")}).open


def test_a_checklist_without_musts_opens_nothing() -> None:
    assert not judge(Checklist((), ()), {}, {}).open


replies = st.builds(
    Reply,
    st.sampled_from(Answer),
    st.lists(st.sampled_from(["", " ", "Sleep", "No faces", "The word stop", "own"]), max_size=2).map(tuple),
)
names = st.sampled_from(
    [item.id for item in SHIPPED.items] + [item.fact for item in SHIPPED.items] + ["other"]
)


@settings(deadline=None)
@given(
    st.dictionaries(names, replies, max_size=25),
    st.dictionaries(names, st.builds(Fact, st.sampled_from(Answer), st.text()), max_size=25),
)
def test_open_means_a_yes_of_a_person_to_every_must(
    given_replies: dict[str, Reply], facts: dict[str, Fact]
) -> None:
    verdict = judge(SHIPPED, given_replies, facts)
    assert verdict.open is not bool(verdict.missing or verdict.refused or verdict.not_sure)
    assert verdict == judge(SHIPPED, given_replies, {name: facts[name] for name in reversed(facts)})
    for item in MUSTS:
        reply = given_replies.get(item.id, Reply())
        refuses = reply.answer in {Answer.NO, Answer.NOT_SURE}
        empty = (
            not any(pick.strip() for pick in reply.picks)
            if item.kind == "pick"
            else reply.answer is not Answer.YES
        )
        assert not (verdict.open and (refuses or empty))
    assert judge(SHIPPED, given_replies, {}).open is verdict.open


GROUP = '[[group]]\nid = "a"\ntitle = "A"\nintro = "i"\n'
ITEM = '[[item]]\nid = "a.one"\ngroup = "a"\ntext = "t"\nwhy = "w"\nneed = "advice"\n'


def loaded(tmp_path: Path, *texts: str) -> Checklist:
    files = []
    for number, text in enumerate(texts):
        files.append(tmp_path / f"{number}.toml")
        files[-1].write_text(text)
    return checklist.load(files)


def test_a_small_checklist_loads_also_when_its_group_stands_in_a_later_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, ITEM, GROUP).item("a.one").kind == "yes"


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        (GROUP + GROUP, "line 6, field “group 2, id”", "another group"),
        (GROUP + ITEM + ITEM, "line 12, field “item 2, id”", "another item"),
        (ITEM, "line 3, field “item 1, group”", "no group “a”"),
        (GROUP + ITEM.replace("a.one", "one"), "line 6, field “item 1, id”", "begin with “a.”"),
        (GROUP + ITEM + 'kind = "pick"\n', "line 5, field “item 1, options”", "nothing to pick"),
        (GROUP + ITEM + 'options = ["x"]\n', "line 11, field “item 1, options”", "only a pick"),
        (GROUP + ITEM + "own_words = true\n", "line 11, field “item 1, own_words”", "only a pick"),
        (GROUP + ITEM + 'kind = "pick"\noptions = ["x", "x"]\n', "line 12, field “item 1, options”", "twice"),
        (
            GROUP + ITEM.replace("advice", "must") + 'fact = "f"\n',
            "line 11, field “item 1, fact”",
            "by a person",
        ),
        (
            GROUP + ITEM + 'kind = "pick"\noptions = ["x"]\nfact = "f"\n',
            "line 13, field “item 1, fact”",
            "cannot pick",
        ),
        (
            GROUP + ITEM + 'fact = "f"\n' + ITEM.replace("one", "two") + 'fact = "f"\n',
            "line 18, field “item 2, fact”",
            "another item is answered",
        ),
        (GROUP + ITEM.replace('"advice"', '"maybe"'), "line 10, field “item 1, need”", "maybe"),
        (GROUP + ITEM + 'shout = "x"\n', "line 11, field “item 1, shout”", "unknown field"),
        (GROUP + ITEM.replace('text = "t"\n', ""), "line 5, field “item 1, text”", "missing required"),
        (GROUP + ITEM.replace('text = "t"', "text = 3"), "line 8, field “item 1, text”", "Expected `str`"),
        (GROUP + ITEM.replace('why = "w"', "why = "), "line 9, field “why”", "Invalid value"),
    ],
)
def test_a_broken_file_is_named_with_line_and_field(tmp_path: Path, text: str, where: str, says: str) -> None:
    with pytest.raises(DataFileError) as error:
        loaded(tmp_path, text)
    assert where in error.value.sentence
    assert says in error.value.sentence
    assert error.value.sentence.count("\n") == 0
