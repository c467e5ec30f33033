"""The page that opens a project on Overleaf: a form with the project in it, which the user sends, or not.

It runs no script, loads nothing, and can send to Overleaf only. See https://www.overleaf.com/devs for the form's fields.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

MAGIC: Final = b"<!doctype html>\n<!-- resume-tex: opens a resume on Overleaf -->\n"
"""How such a page begins; a file that begins otherwise is somebody's own."""
SITE: Final = "https://www.overleaf.com"
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:4em auto;padding:0 1em;color:#1a1a1a;background:#fff}"
    "button{font:inherit;font-weight:600;padding:.6em 1.2em;border:0;border-radius:.3em;color:#fff;background:#1d3f72;cursor:pointer}"
    "button:focus-visible{outline:3px solid #8aa9d6;outline-offset:2px}h1{font-size:1.4em}"
)
_PAGE: Final = """\
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>{title} on Overleaf</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Open {title} on Overleaf</h1>
<p>Nothing has been sent yet. The button sends the project ({size} kB, {files} files) to www.overleaf.com, which makes a new
project of it in your account; sign in there first.</p>
<form action="{site}/docs" method="post">
<input type="hidden" name="snip_uri" value="data:application/zip;base64,{data}">
<input type="hidden" name="engine" value="{engine}">
<input type="hidden" name="main_document" value="main.tex">
<button type="submit">Open on Overleaf</button>
</form>
</main>
</body>
</html>
"""


def overleaf_page(archive: bytes, *, title: str, engine: str, files: int) -> bytes:
    """Return the page.

    Args:
        archive: The project as a zip file.
        title: What the project is called.
        engine: The TeX engine, by Overleaf's name for it.
        files: How many files are in the project.
    """
    style = b64encode(sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; form-action {SITE}; base-uri 'none'"
    page = _PAGE.format(
        policy=policy,
        title=escape(title, quote=True),
        style=_STYLE,
        size=-(-len(archive) // 1000),
        files=files,
        site=SITE,
        data=b64encode(archive).decode(),
        engine=escape(engine, quote=True),
    )
    return MAGIC + page.encode("utf-8", "replace")
