"""What a text for people must be: short sentences, plain words, nothing explicit, no blame, no shouting."""

import re

_SENTENCE = re.compile(r"(?<=[.?;:])\s+")
_EXPLICIT = re.compile(
    r"\b(porn\w*|nud(e|es|ity)|naked|genital\w*|penis|vagina\w*|breasts?|dick\w*|masturb\w*|orgasm\w*)\b",
    re.IGNORECASE,
)
_CALLS_IT_ALLOWED = re.compile(
    r"\b(it is|it's|this is|that is|is|are|perfectly|completely) (legal|lawful|allowed|permitted|fine to|safe)\b"
    r"|\byou (may|can) (legally|record|share)\b|\byou are safe\b",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"\byou should(n't| not)? have\b|\byour (own )?fault\b|\bshame on\b|\bnaive\b|\bstupid\b", re.IGNORECASE
)
_VOWELS = re.compile(r"[aeiouy]+")


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`; a colon or semicolon ends one as well."""
    return [part for part in _SENTENCE.split(text.strip()) if part]


def faults(text: str, *, words: int) -> list[str]:
    """Return what is wrong with `text`, of which no sentence may have more than `words` words."""
    found = [f"long: {each}" for each in sentences(text) if len(each.split()) > words]
    for name, pattern in (("explicit", _EXPLICIT), ("allowed", _CALLS_IT_ALLOWED), ("blame", _BLAME)):
        if match := pattern.search(text):
            found.append(f"{name}: {match.group()}")
    if "!" in text:
        found.append("an exclamation mark")
    if text != text.strip() or "  " in text:
        found.append("stray spaces")
    return found


def reading_ease(text: str) -> float:
    """Return Flesch's reading ease, roughly: 100 is very easy, below 50 is hard."""
    plain = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(_VOWELS.findall(re.sub(r"e$", "", word.lower())))) for word in plain)
    return 206.835 - 1.015 * len(plain) / len(sentences(text)) - 84.6 * syllables / len(plain)
