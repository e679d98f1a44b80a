from tests.ui.application.house import guarding, house

__all__ = ["guarding", "house"]
