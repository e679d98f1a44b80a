"""Recovery for the worst day: a kit on paper, an encrypted mirror, backups, and drills that prove they open.

Everything here is standard: the kit is an `age` identity, the files are `age` files with a plain
tar inside. The kit's secret is never written to disk, passed as an argument or logged.
"""
