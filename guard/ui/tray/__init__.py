"""The icon in the notification area: the guard's state at a glance, and the few things to do from there."""
