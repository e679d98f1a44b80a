"""Which modules and methods a script names: what it uses, whatever the script is called.

The words of Python stand alone; those of any other language have its name in front
("ruby:Magick::Image.capture"), so that no script is taken for one of another language.
"""

import re
from collections.abc import Iterator

# three quotes twice: what stands between them is text, not code
_LONG_TEXTS = re.compile(
    r'"""[^\\]*?(?:\\.[^\\]*?)*?(?:"""|\Z)|\'\'\'[^\\]*?(?:\\.[^\\]*?)*?(?:\'\'\'|\Z)', re.DOTALL
)
_COMMENTS = re.compile(r"^[ \t]*#.*", re.MULTILINE)
_DEEPEST = 8
_FIRST = r"(?:^|[;:])[ \t]*"
_IMPORT = re.compile(_FIRST + r"import[ \t]+([\w., \t]+)", re.MULTILINE)
_FROM = re.compile(
    _FIRST + r"from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\(([\w,\s]+)\)|([\w, \t]+))", re.MULTILINE
)
_METHOD = re.compile(r"\.[ \t]*([A-Za-z_]\w*)[ \t]*\((?:[ \t]*(\d*)[ \t]*[,)])?")
_OF_A_RESULT = re.compile(r"\.[ \t]*([A-Za-z_]\w*)[ \t]*\([ \t]*\)(?=[ \t]*\.[ \t]*([A-Za-z_]\w*)[ \t]*\()")

# a text or a comment that is never closed goes to the end: each letter is looked at once
_TEXTS = r'"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?'
_HASHES = rf"(?ms)({_TEXTS})|^=[A-Za-z](?:.*?^=(?:cut|end)\b[^\n]*|.*)|(?:^|(?<=\s))#[^\n]*"
_SLASHES = rf"(?s)({_TEXTS})|//[^\n]*|/\*(?:.*?\*/|.*)"
_DASHES = rf"(?s)({_TEXTS})|--\[\[(?:.*?\]\]|.*)|--[^\n]*"
_COMMENTS_IN = {
    language: re.compile(pattern)
    for language, pattern in {
        "perl": _HASHES,
        "ruby": _HASHES,
        "javascript": _SLASHES,
        "java": _SLASHES,
        "lua": _DASHES,
    }.items()
}
_ANY_TEXT = re.compile(_TEXTS, re.DOTALL)
_NEEDED = re.compile(r"\b(?:require|import|from)\b[ \t]*\(?[ \t]*[\"']([^\"'\n]{1,80})[\"']")
_QUALIFIED = re.compile(r"\b[A-Za-z_]\w*(?:(?:::|\.)[A-Za-z_]\w*)+")
_CALLED = re.compile(r"(?:\.|->|:)[ \t]*([A-Za-z_]\w*)")


def words_in(language: str, text: str) -> frozenset[str]:
    """Return what code in `language` ("python", "ruby", ...) names; nothing for a language that is not known."""
    if language == "python":
        return script_words(text)
    if language not in _COMMENTS_IN:
        return frozenset()
    code = _COMMENTS_IN[language].sub(lambda found: found[1] or " ", text)
    bare = _ANY_TEXT.sub('""', code)
    qualified = {word for name in _QUALIFIED.findall(bare) for word in _with_parents(name)}
    called = {f".{method}" for method in _CALLED.findall(bare)}
    return frozenset(f"{language}:{word}" for word in {*_NEEDED.findall(code), *qualified, *called})


def script_words(text: str) -> frozenset[str]:
    """Return the modules that Python code imports ("PIL.ImageGrab") and the methods it calls (".grab").

    A call with nothing or a plain number first is told too (".grabWindow(0)"), and a call
    on what another returns (".desktop().winId").
    """
    code = _COMMENTS.sub("", _LONG_TEXTS.sub('""', text))
    calls = [(call[1], call[2]) for call in _METHOD.finditer(code)]
    methods = {f".{method}" for method, _ in calls}
    plain = {f".{method}({first})" for method, first in calls if first is not None}
    chained = {f".{first}().{then}" for first, then in _OF_A_RESULT.findall(code)}
    return frozenset({*_modules(code), *methods, *plain, *chained})


def _modules(code: str) -> Iterator[str]:
    for names in _IMPORT.findall(code):
        for name in _names(names):
            yield from _with_parents(name)
    for module, in_brackets, plain in _FROM.findall(code):
        yield from _with_parents(module)
        for name in _names(in_brackets or plain):
            yield f"{module}.{name}"


def _names(listed: str) -> Iterator[str]:
    """The names in "a, b as c"."""
    for part in listed.split(","):
        words = part.split()
        if words:
            yield words[0]


def _with_parents(module: str) -> Iterator[str]:
    parts = module.split(".", _DEEPEST)[:_DEEPEST]
    return (".".join(parts[: count + 1]) for count in range(len(parts)))
