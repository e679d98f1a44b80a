"""The warning that something records or shares this computer: its words, and its card on the screens."""
