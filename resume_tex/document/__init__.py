"""The document: YAML and resumes, positions, dates and inline markup. Knows nothing of LaTeX."""
