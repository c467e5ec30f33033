"""`python -m resume_tex`."""

from resume_tex.cli.app import main

main()
