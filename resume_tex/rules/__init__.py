"""Quality rules: a resume to findings. Pure: reads no file but the package's data, prints nothing, knows no engine."""
