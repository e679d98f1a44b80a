"""Notes for taking along: values for JSON, or a text that people can read."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from guard.wellbeing.entries import Body, Liked, Mood, Note, Offline, Person, Plan, Reflection, SessionNote

ABOUT = "Private notes. Not a record of consent."
_DATED = (SessionNote, Mood, Reflection, Offline, Plan)


def portable(row: Mapping[str, object]) -> dict[str, object]:
    """Return an exported entry without the journal's own time, which means nothing for a note."""
    return {name: value for name, value in row.items() if name != "at"}


def as_text(notes: Iterable[tuple[str, Note[Body] | None]], texts: Mapping[str, str]) -> str:
    """Return all notes as text, by day; `texts` says what ids mean."""
    every = list(notes)
    read = [note for _, note in every if note is not None]
    lines = [ABOUT, ""]
    dated = sorted((note for note in read if isinstance(note.body, _DATED)), key=lambda note: note.day)
    for day, some in groupby(dated, key=lambda note: note.day):
        lines += [day.isoformat(), *(f"  {_line(note.body, texts)}" for note in some), ""]
    for title, shape in (("People to turn to", Person), ("Things I like", Liked)):
        own = [f"  {_line(note.body, texts)}" for note in read if isinstance(note.body, shape)]
        lines += [title, *own, ""] if own else []
    if hidden := len(every) - len(read):
        lines += [f"Notes that this Guard cannot read, and left out here: {hidden}", ""]
    return "\n".join(lines)


def _line(body: Body, texts: Mapping[str, str]) -> str:
    return " ".join(_words(body, texts).split())


def _words(body: Body, texts: Mapping[str, str]) -> str:
    told = ""
    match body:
        case SessionNote():
            told = _session(body)
        case Mood():
            word = f", {texts.get(body.word, body.word)}" if body.word else ""
            told = f"Mood ({body.when.value}): energy {body.energy:+d}, pleasantness {body.pleasantness:+d}{word}"
        case Reflection():
            told = f"{texts.get(body.prompt, body.prompt)} {_answer(body, texts)}"
        case Offline():
            did = ", ".join(texts.get(each, each) for each in body.activities)
            told = f"Good time offline: {body.minutes} min, enough sleep: {_said(body.sleep_ok)}"
            told += f", {did}" if did else ""
        case Plan():
            instead = f", instead: {texts.get(body.instead, body.instead)}" if body.instead else ""
            told = f"Planned: not tonight{instead}"
        case Person():
            told = ", ".join(part for part in (body.name, body.reach, body.when) if part)
        case Liked():
            told = body.words or texts.get(body.activity, body.activity)
    return told


def _session(note: SessionNote) -> str:
    parts = [
        f"Session of about {note.live} min",
        f"planned {note.planned} min" if note.planned else "",
        "made longer once" if note.extended else "",
        f"ended: {note.end.value}",
        f"check-ins {note.answered} of {note.asked}" if note.asked else "",
        "after 23:00" if note.late else "",
        f"limits kept: {_said(note.limits_kept)}",
    ]
    return ", ".join(part for part in parts if part)


def _answer(body: Reflection, texts: Mapping[str, str]) -> str:
    if body.step is not None:
        return f"{body.step} of 5"
    return body.text or texts.get(f"{body.prompt}={body.choice}", body.choice) or "(skipped)"


def _said(word: str) -> str:
    return word.replace("-", " ")
