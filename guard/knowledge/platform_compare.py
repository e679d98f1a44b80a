"""How do two platforms compare? Row by row, in plain words; there is no score over all. Pure.

Comparing the other way round gives the same rows with the two sides swapped and the same verdicts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guard.knowledge.platforms import Answered, Platform


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison. `better` is the id of the platform that does better, "" for none."""

    topic: str
    title: str
    first: str
    second: str
    verdict: str
    better: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    """How answers of one kind are said and ranked; an answer without a rank cannot be compared."""

    words: Mapping[str, str]
    ranks: Mapping[str, int]
    equal: Mapping[int, str]
    more: str


_ENCRYPTED = _Scale(
    words={
        "yes": "End-to-end encrypted.",
        "opt-in": "End-to-end encrypted once it is switched on.",
        "partly": "End-to-end encrypted in some cases.",
        "no": "Not end-to-end encrypted.",
        "not-offered": "Not offered.",
        "unknown": "Not known.",
    },
    ranks={"yes": 2, "opt-in": 1, "partly": 1, "no": 0},
    equal={
        2: "Both are end-to-end encrypted without a further step.",
        1: "Neither protects everything from the start; the notes say when it does.",
        0: "Neither is end-to-end encrypted, so whoever runs it can read or hear along.",
    },
    more="{name} protects more here.",
)
_NEEDED = _Scale(
    words={
        "needed": "Needed.",
        "either": "A phone number or an e-mail address.",
        "optional": "Can be given, need not be.",
        "no": "Not asked for.",
        "unknown": "Not known.",
    },
    ranks={"no": 3, "optional": 2, "either": 1, "needed": 0},
    equal=dict.fromkeys(range(4), "Both ask the same."),
    more="{name} asks for less.",
)
_ANSWERS = {"yes": "Yes.", "partly": "In part.", "no": "No.", "unknown": "Not known."}
_OFFERED = _Scale(
    words=_ANSWERS,
    ranks={"yes": 2, "partly": 1, "no": 0},
    equal={2: "Both offer this.", 1: "Both offer this in part.", 0: "Neither offers this."},
    more="{name} offers more here.",
)
_TOLD = _Scale(
    words=_ANSWERS,
    ranks=_OFFERED.ranks,
    equal={
        2: "Both tell, but no notice sees a second phone.",
        1: "Both tell or prevent it in some cases only, and neither sees a second phone.",
        0: "Neither tells: assume that whatever is shown can be kept.",
    },
    more="{name} tells or prevents more, but nothing sees a second phone.",
)


@dataclass(frozen=True, slots=True)
class _Topic:
    id: str
    title: str
    scale: _Scale
    answer: Callable[[Platform], str | Answered]


_TOPICS = (
    _Topic("text", "Messages", _ENCRYPTED, lambda platform: platform.text),
    _Topic("voice", "Voice calls", _ENCRYPTED, lambda platform: platform.voice),
    _Topic("video", "Video calls", _ENCRYPTED, lambda platform: platform.video),
    _Topic("group-text", "Messages in groups", _ENCRYPTED, lambda platform: platform.group_text),
    _Topic("group-call", "Calls in groups", _ENCRYPTED, lambda platform: platform.group_call),
    _Topic("phone", "Phone number", _NEEDED, lambda platform: platform.phone),
    _Topic("email", "E-mail address", _NEEDED, lambda platform: platform.email),
    _Topic("real-name", "Real name", _NEEDED, lambda platform: platform.real_name),
    _Topic("screenshots", "Screenshots noticed", _TOLD, lambda platform: platform.screenshots),
    _Topic("recordings", "Recordings noticed", _TOLD, lambda platform: platform.recordings),
    _Topic("disappearing", "Disappearing messages", _OFFERED, lambda platform: platform.disappearing),
    _Topic("view-once", "View-once pictures", _OFFERED, lambda platform: platform.view_once),
)
_UNRANKED: tuple[tuple[str, str, Callable[[Platform], str]], ...] = (
    ("encryption", "What encryption covers", lambda platform: platform.encryption),
    ("sign-up", "What signing up takes", lambda platform: platform.sign_up),
    ("metadata", "What is kept beside the words", lambda platform: platform.metadata),
    ("backup", "What a backup or export leaves", lambda platform: platform.backup),
)


def compare(first: Platform, second: Platform) -> tuple[Row, ...]:
    """Return the rows for two platforms. Where one has closed down there is only the row that says so."""
    pair = first, second
    status = _status(pair)
    if any(each.status == "retired" for each in pair):
        return (status,)
    ranked = tuple(_row(topic, pair) for topic in _TOPICS)
    read = "This has no order of better or worse: read both."
    unranked = tuple(Row(topic, title, said(first), said(second), read) for topic, title, said in _UNRANKED)
    return (status, *ranked, *unranked)


def _status(pair: tuple[Platform, Platform]) -> Row:
    closed = [each for each in pair if each.status == "retired"]
    weaker = [each for each in pair if each.status == "downgraded"]
    if closed:
        verdict = f"Closed down: {_names(closed)}. There is nothing left to compare."
    elif weaker:
        verdict = f"Changed for the worse: {_names(weaker)}. The note says how."
    else:
        verdict = "Both can be used."
    first, second = (each.status_note or "In use." for each in pair)
    return Row("status", "Can it be used", first, second, verdict)


def _row(topic: _Topic, pair: tuple[Platform, Platform]) -> Row:
    found = [topic.answer(each) for each in pair]
    answers = [each.answer if isinstance(each, Answered) else each for each in found]
    first, second = (
        f"{topic.scale.words[answer]} {each.note}"
        if isinstance(each, Answered)
        else topic.scale.words[answer]
        for answer, each in zip(answers, found, strict=True)
    )
    verdict, better = _verdict(topic.scale, pair, answers)
    return Row(topic.id, topic.title, first, second, verdict, better)


def _verdict(scale: _Scale, pair: tuple[Platform, Platform], answers: list[str]) -> tuple[str, str]:
    """Return what to say of two answers, and the id of the better platform or nothing."""
    unknown = [each for each, answer in zip(pair, answers, strict=True) if answer == "unknown"]
    if unknown:
        return f"Guard cannot tell for {_names(unknown)}.", ""
    offering = [each for each, answer in zip(pair, answers, strict=True) if answer != "not-offered"]
    if not offering:
        return "Neither offers this.", ""
    if len(offering) == 1:
        return f"Only {offering[0].name} offers this.", ""
    first, second = (scale.ranks[answer] for answer in answers)
    if first == second:
        return scale.equal[first], ""
    better = pair[0] if first > second else pair[1]
    return scale.more.format(name=better.name), better.id


def _names(platforms: list[Platform]) -> str:
    return " and ".join(sorted({each.name for each in platforms}, key=str.casefold))
