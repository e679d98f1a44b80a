"""The encrypted journal: private notes in one SQLCipher file, and what keeps that file whole.

It stores typed, dated entries whose bodies it never looks into. It must never write
anything readable to the disk, never take a missing or damaged file for an empty one, and
never say "saved" before the disk has it.

What deleting cannot reach: cells that an SSD or a file system has set apart, snapshots and
backups made by other programs, and copies that were exported.
"""
