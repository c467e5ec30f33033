"""What a finished PDF says to machines: its text, where each field stands in it, what that means for the layout."""
