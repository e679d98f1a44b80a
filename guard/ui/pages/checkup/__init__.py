"""Check-up: is this computer set up privately, and what is there to do?"""
