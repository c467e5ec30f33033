"""A resume over time: what a revision looked like, what changed between two, what was sent to whom."""
