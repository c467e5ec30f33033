"""A resume as plain text, Markdown, HTML, pictures and JSON Resume: one generator each, all from the same view of it."""
