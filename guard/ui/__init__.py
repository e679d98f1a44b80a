"""Qt, and nothing but Qt: tray, pages, alerts, curtain."""
