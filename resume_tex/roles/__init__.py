"""Role profiles: what a role's pipeline, tools and measures are called; data that the rules read."""
