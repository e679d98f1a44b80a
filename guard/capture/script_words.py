"""Which modules and methods a Python script names: what it uses, whatever the script is called."""

import re
from collections.abc import Iterator

# three quotes twice: what stands between them is text, not code
_LONG_TEXTS = re.compile(r'"""[^\\]*?(?:\\.[^\\]*?)*?"""|\'\'\'[^\\]*?(?:\\.[^\\]*?)*?\'\'\'', re.DOTALL)
_COMMENTS = re.compile(r"^[ \t]*#.*", re.MULTILINE)
_FIRST = r"(?:^|[;:])[ \t]*"
_IMPORT = re.compile(_FIRST + r"import[ \t]+([\w., \t]+)", re.MULTILINE)
_FROM = re.compile(
    _FIRST + r"from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\(([\w,\s]+)\)|([\w, \t]+))", re.MULTILINE
)
_METHOD = re.compile(r"\.[ \t]*([A-Za-z_]\w*)[ \t]*\(")


def script_words(text: str) -> frozenset[str]:
    """Return the modules that Python code imports ("PIL.ImageGrab") and the methods it calls (".grab")."""
    code = _COMMENTS.sub("", _LONG_TEXTS.sub('""', text))
    methods = {f".{method}" for method in _METHOD.findall(code)}
    return frozenset({*_modules(code), *methods})


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
    parts = module.split(".")
    return (".".join(parts[: count + 1]) for count in range(len(parts)))
