"""Is this computer set up privately? Reads, fixes on request, reads again, and puts back what was there."""
