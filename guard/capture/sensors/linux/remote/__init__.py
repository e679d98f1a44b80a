"""Who is connected to this desktop from another computer."""
