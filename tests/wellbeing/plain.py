"""Measures how plain a text reads, and finds what must not stand in one."""

import re

MIN_EASE = 50.0
"""For one text: "plain English" begins at 60 for whole pages; in a line or two, one long word costs 10 to 20."""
MIN_MEAN_EASE = 80.0
"""For all texts of a file: "easy to read, conversational English"."""
MAX_WORDS = 20
"""In a sentence."""

EXPLICIT = (
    "sex", "sexy", "sexual", "sexually", "nude", "nudes", "naked", "porn", "erotic", "orgasm", "climax", "genital", "genitals",
    "breast", "breasts", "penis", "vagina", "masturbate", "horny", "aroused", "arousal", "kink", "fetish", "intercourse",
    "strip", "undress", "undressed", "lust", "sext", "sexting", "explicit", "bdsm",
)  # fmt: skip
BLAME = (
    "should have", "you should", "why did", "why didn", "your fault", "you failed", "failed", "you must", "at last you",
    "too much", "too often", "too long", "bad habit", "shame on", "guilty", "ought", "how could you", "excuse", "weak of you",
    "lazy", "waste", "wasted", "disappoint", "you need to", "you have to", "never again", "admit",
)  # fmt: skip
DIAGNOSIS = (
    "addict", "addiction", "addicted", "depressed", "depression", "disorder", "diagnosis", "symptom", "symptoms", "patholog",
    "compulsive", "compulsion", "trauma", "traumatic", "narcissist", "toxic", "anxiety", "patient", "unhealthy", "clinical",
    "therapy", "treatment", "dependency", "obsessed", "obsession", "abnormal", "normal", "risk", "relapse", "withdrawal",
    "burnout", "insomnia", "mental",
)  # fmt: skip
CAUSES = (
    "because", "cause", "causes", "caused", "leads to", "led to", "due to", "makes you", "made you", "results in", "improves",
    "improve", "thanks to", "helps you", "harms", "effect", "affects", "so that", "therefore",
)  # fmt: skip
CONTEST = (
    "streak", "score", "goal", "level", "points", "achievement", "badge", "record", "rank", "percentile", "well done", "keep it up",
    "target", "reward", "congratulations", "success", "progress",
)  # fmt: skip


def syllables(word: str) -> int:
    """Count the syllables of an English word, as near as the rules of thumb come."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 1
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"([^aeiouyl]|[aeiouy]l)e$", word) or re.search(r"[^aeiouydt]ed$|[^aeiouycgsxz]es$", word):
        groups -= 1  # a silent e: smile, asked, takes
    if re.search(r"(ia|io|eo|ua|iet|ying|uou)", word) and not re.search(
        r"(tion|sion|cial|gua|qua|iou)", word
    ):
        groups += 1
    return max(1, groups)


def sentences(text: str) -> list[list[str]]:
    parts = re.split(r"[.?:;]+(?:\s|$)", text)
    return [words for part in parts if (words := re.findall(r"[A-Za-z][A-Za-z'-]*|\d+", part))]


def ease(text: str) -> float:
    """Return the Flesch reading ease: 206.835 less 1.015 per word of a sentence and 84.6 per syllable of a word."""
    said = sentences(text)
    words = [word for sentence in said for word in sentence]
    return 206.835 - 1.015 * len(words) / len(said) - 84.6 * sum(map(syllables, words)) / len(words)


def found(text: str, banned: tuple[str, ...]) -> list[str]:
    """Return which of the banned words and phrases stand in `text`, as whole words."""
    return [phrase for phrase in banned if re.search(rf"\b{re.escape(phrase)}\b", text.lower())]
