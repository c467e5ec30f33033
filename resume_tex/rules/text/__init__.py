"""Deterministic analysis of a sentence: tokens, numbers, verbs, outcomes; knows nothing of resumes or rules."""
