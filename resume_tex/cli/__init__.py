"""The command line: options in, exit codes out. The only package that prints."""
