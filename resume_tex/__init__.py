"""Resumes as one YAML file: checked, typeset with LaTeX."""
