"""Who is given the screen by a desktop portal, a desktop's own service or a wlroots compositor."""
