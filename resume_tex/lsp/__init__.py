"""The language server: what `check` says, and what the models know, at every keystroke in an editor."""
