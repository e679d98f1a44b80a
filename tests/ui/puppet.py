"""A real window program on a real display, told line by line what to do.

Each line on its standard input is Python; the value of an expression comes back as one
line of JSON. Names that stick: `app`, `theme`, and whatever a line assigns.
"""

import ast
import json
import os
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from guard.ui import theme


def main() -> int:
    app = QApplication(["guard-puppet"])
    app.setQuitOnLastWindowClosed(False)
    theme.apply(app)
    names: dict[str, object] = {"app": app, "theme": theme}
    waiting = bytearray()

    def hear() -> None:
        data = os.read(sys.stdin.fileno(), 65536)
        if not data:
            app.quit()
        waiting.extend(data)
        while b"\n" in waiting:
            line, _, rest = bytes(waiting).partition(b"\n")
            waiting[:] = rest
            print(json.dumps(answer(json.loads(line), names)), flush=True)  # noqa: T201 - the answer

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(hear)
    return app.exec()


def answer(code: str, names: dict[str, object]) -> object:
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<told>", "exec"), names)  # noqa: S102 - the test's own lines
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<asked>", "eval"), names)  # noqa: S307 - as above


if __name__ == "__main__":
    sys.exit(main())
