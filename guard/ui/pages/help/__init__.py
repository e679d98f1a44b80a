"""The Help page: what to do now, who helps, and what the law of a place says."""
