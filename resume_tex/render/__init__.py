"""A resume and a theme to LaTeX text; runs nothing."""
