"""The sensors, one file a signal; each says what it can and cannot see.

A sensor runs as it must (its own thread, a callback), and only ever calls the
`Report` it was started with. It never decides what its signal means for the user.
"""
