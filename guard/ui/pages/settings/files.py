"""Naming a file: a line to type or paste a path, and a button that lets one be chosen."""

from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from guard.ui.widgets import buttons
from guard.ui.widgets.arrange import Bending

_NOWHERE = "/dev/null/nowhere"


class PathField(QWidget):
    """A path. `save` chooses a file that need not exist."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self, name: str, *, save: bool, kinds: str = "", usual: str = "", parent: QWidget | None = None
    ) -> None:
        """`kinds` is a Qt name filter, `usual` the proposed file name; nothing is proposed before it is asked for."""
        super().__init__(parent)
        self._save, self._kinds, self._usual = save, kinds, usual
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(name)
        self.field.textChanged.connect(self.changed)
        self.field.returnPressed.connect(self.entered)
        self.browse = buttons.quiet(self.tr("Browse…"), "folder")
        self.browse.clicked.connect(self._open)
        row = Bending()
        row.row.addWidget(self.field, 1)
        row.row.addWidget(self.browse)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(row)
        self.setFocusProxy(self.field)

    @property
    def path(self) -> Path | None:
        """The path, with ~ for the home folder; None when none is given."""
        typed = self.field.text().strip()
        if not typed or "\0" in typed:
            return None
        try:
            path = Path(typed).expanduser()
        except RuntimeError:
            path = Path(typed)
        return path if path.is_absolute() else Path.home() / path

    def clear(self) -> None:
        """Name no file."""
        self.field.clear()

    def _open(self) -> None:
        # Qt's own dialog would write the last folders into a file of its own in the user's settings
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, _NOWHERE)
        dialog = QFileDialog(self.window(), "Guard", str(self.path or Path.home() / self._usual), self._kinds)
        dialog.setAcceptMode(
            QFileDialog.AcceptMode.AcceptSave if self._save else QFileDialog.AcceptMode.AcceptOpen
        )
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if self._save else QFileDialog.FileMode.ExistingFile)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the page asks, for typed paths as well
        if self._save and self._usual:
            dialog.selectFile(self._usual)
        dialog.fileSelected.connect(self.field.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
