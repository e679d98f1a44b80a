"""What the tray shows in each state; words that tell a bystander nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

MOST_NAMES = 4


class TrayState(StrEnum):
    """What the program is doing."""

    IDLE = "idle"
    PREPARING = "preparing"
    LIVE = "live"
    ALARM = "alarm"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: `id` is what `Tray.chosen` sends, empty for words alone."""

    id: str
    text: str
    enabled: bool = True
    separator: bool = False
    icon: str = ""


_LINE = Entry("", "", separator=True)


def entries(
    state: TrayState, *, window_visible: bool, session_live: bool, finding_names: Sequence[str] = ()
) -> list[Entry]:
    """Return the menu. Choices: window, prepare, stop, cover, quit."""
    menu = [Entry("", tooltip(state), enabled=False)]
    menu += [Entry("", name, enabled=False) for name in finding_names[:MOST_NAMES]]
    if len(finding_names) > MOST_NAMES:
        menu.append(
            Entry(
                "",
                translate("Tray", "and {count} more").format(count=len(finding_names) - MOST_NAMES),
                enabled=False,
            )
        )
    menu.append(_LINE)
    if session_live:
        menu.append(Entry("stop", translate("Tray", "Stop"), icon="stop"))
    menu.append(Entry("cover", translate("Tray", "Cover the screen"), icon="curtain"))
    if not session_live:
        menu.append(
            Entry("prepare", translate("Tray", "Prepare"), enabled=state != TrayState.PREPARING, icon="play")
        )
    menu.append(_LINE)
    menu.append(
        Entry(
            "window",
            translate("Tray", "Hide the window") if window_visible else translate("Tray", "Show the window"),
            icon="window",
        )
    )
    menu.append(Entry("quit", translate("Tray", "Quit Guard"), icon="quit"))
    return menu


def tooltip(state: TrayState) -> str:
    """Return the state in a few neutral words."""
    return {
        TrayState.IDLE: translate("Tray", "Guard"),
        TrayState.PREPARING: translate("Tray", "Guard: getting ready"),
        TrayState.LIVE: translate("Tray", "Guard: watching"),
        TrayState.ALARM: translate("Tray", "Guard: please look"),
        TrayState.PAUSED: translate("Tray", "Guard: paused"),
    }[state]
