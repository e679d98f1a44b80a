"""Taking all notes along, as a text for people or as JSON. The file is not encrypted, and says so before."""

import json
from pathlib import Path

from PySide6.QtWidgets import QWidget

from guard import durable
from guard.errors import GuardError
from guard.ui.notes import NotesDesk
from guard.ui.pages.settings.files import PathField
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card


class ExportCard(Card):
    """Writes one file, whole or not at all, readable by its owner only."""

    def __init__(self, desk: NotesDesk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Take the notes along"), parent=parent)
        self._desk = desk
        self._asked: Path | None = None
        self.target = PathField(
            self.tr("File to write, such as notes.txt or notes.json"),
            save=True,
            kinds=self.tr("Text (*.txt);;JSON (*.json)"),
            usual="notes.txt",
        )
        self.go = buttons.quiet(self.tr("Write the file"))
        self.go.clicked.connect(self._write)
        self.target.changed.connect(self._named)
        self.target.entered.connect(self._write)
        self.says = text.hint("")
        self.body.addWidget(
            text.hint(
                self.tr(
                    "The file is not encrypted: anybody who gets it can read it. A backup in the settings is encrypted."
                )
            )
        )
        row = Bending()
        row.row.addWidget(self.target, 1)
        row.row.addWidget(self.go)
        self.body.addWidget(row)
        self.body.addWidget(self.says)
        self._named()

    def _named(self) -> None:
        self._asked = None
        self.go.setText(self.tr("Write the file"))
        self.go.setEnabled(self.target.path is not None)
        self._say("")

    def _say(self, words: str) -> None:
        self.says.setText(words)
        self.says.setVisible(bool(words))

    def _write(self) -> None:
        path = self.target.path
        if path is None:
            return
        sure = self._asked == path

        def work() -> bool:
            if not self._desk.notes.has_notebook():
                raise GuardError(self.tr("There are no notes yet, so nothing was written."))
            try:
                if path.exists() and not sure:
                    return False
                durable.write(path, self._content(path))
            except OSError as error:
                raise GuardError(
                    self.tr("The file could not be written ({why}). Your notes are as they were.").format(
                        why=error.strerror or type(error).__name__
                    )
                ) from error
            return True

        def done(written: bool) -> None:  # noqa: FBT001 - what `work` answers
            self.go.setEnabled(True)
            if not written:
                self._asked = path
                self.go.setText(self.tr("Replace it"))
                self._say(self.tr("There is a file of that name already."))
                return
            self.target.clear()
            self._say(self.tr("Written: {path}").format(path=path))

        self.go.setEnabled(False)
        self._say(self.tr("One moment…"))
        self._desk.worker.run(work, done, self._refused)

    def _refused(self, error: GuardError) -> None:
        self.go.setEnabled(True)
        self._say(error.sentence)

    def _content(self, path: Path) -> bytes:
        notebook, library = self._desk.notebook(), self._desk.library()
        if path.suffix.lower() == ".json":
            rows = list(notebook.export())
            return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()
        texts = {
            **library.prompts.texts,
            **library.feelings.texts,
            **{one.id: one.name for one in library.activities},
        }
        return notebook.export_text(texts).encode()
