"""Turns LaTeX projects into PDFs; knows processes, not resumes."""
