"""Resumes as one YAML file: checked as a hiring manager reads them, typeset with LaTeX."""

__version__ = "0.1.0"
