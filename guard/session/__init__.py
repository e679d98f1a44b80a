"""Prepare, gate, live, aftercare: one pure state machine and the checklist in front of it."""
