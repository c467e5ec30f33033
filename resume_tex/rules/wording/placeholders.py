"""What templates leave behind: lorem ipsum, bracketed blanks, TODO, example addresses."""

from __future__ import annotations

import re

from resume_tex.rules.field_texts import OWN_WORDS, FieldText, Kind
from resume_tex.rules.lazy_pattern import LazyPattern

_BLANK = (
    r"\s*(?:your |the |insert |add |enter |my |job |project |team |product |previous |current )*"
    r"(?P<{0}>company|employer|name|first name|last name|full name|title|position|role|date|dates|month|year|city|location|"
    r"university|school|degree|number|percentage|amount|metric|tool|tools|technology|technologies|product|project|team|skills?|"
    r"description|phone|e-?mail|industry)(?: here| name| [xyz])?\s*"
)
_ENTITY_TOKENS = frozenset(
    {
        "NUMBER",
        "DATE",
        "NAME",
        "CITY",
        "LOCATION",
        "EMAIL",
        "PHONE",
        "PRODUCT",
        "TITLE",
        "YEAR",
        "MONTH",
        "TEAM",
        "ROLE",
    }
)
"""Tokens that language models put in place of words; in capitals they are meant."""
_ANYWHERE = LazyPattern(
    r"\blorem ipsum\b|\bdolor sit amet\b"
    r"|\b(?-i:FIXME|TBD|TBC|XXX)\b(?![-\w])"
    r"|(?-i:\bTODO\b)(?! ?-?(?:apps?|lists?|comments?|items?|MVC|markers?|tasks?|tracker|management|manager)\b|s\b|[’'])"
    r"|(?-i:(?<![\w.%])\$?[XY]{1,3}(?:\.[XY]+)?%)"
    r"|(?-i:(?<!\w)\$[XY]{1,3}[KMB]?\b(?!\w))"
    rf"|\[{_BLANK.format('square')}\](?!\()|<{_BLANK.format('angle')}>|\{{\{{?{_BLANK.format('curly')}\}}?\}}|_{{4,}}"
    r"|\b(?-i:Your (?:Full |First |Last )?Name)\b|(?-i:\bYour (?:Company|Job Title|University|City)\b)|\byour (?:company|title|university) here\b"
    r"|\b(?:insert|enter|add) (?:your|a|the)? ?(?:text|name|description|summary|bullet|achievement)s? here\b",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"lorem|dolor|fixme|tbd|tbc|xxx|todo|[xy]%|\$[xy]|[\[<{]|____|your |insert |enter |add ", re.IGNORECASE
)
_WHOLE = LazyPattern(
    r"(?:your|first|full|last|company|employer|university|school|job|project|degree|course|skill)[ _-](?:full[ _-])?(?:name|title)|"
    r"(?:your|my) (?:e-?mail|phone|city|address|company|university|summary|title|url|website)|firstname lastname|first last|name surname|"
    r"n/a|xxx+|todo|tbd|tba|placeholder|(?:some )?text here|\?+|…|\.\.\.|-+|"
    r"(?:skill|keyword|bullet|highlight|achievement|responsibility|accomplishment) ?(?:\d|one|two|three)",
    re.IGNORECASE,
)
_EXAMPLE_HOST = LazyPattern(
    r"(?:\A|//|@)(?:www\.)?(?:example\.(?:com|org|net|edu)|your-?(?:site|domain|website|name|company|blog)\.\w+|domain\.(?:com|tld)|"
    r"yourname\.\w+|mysite\.com)(?=\Z|[/:?#])|\b(?:linkedin\.com/in|github\.com)/(?:your-?(?:name|username|profile|handle)|username|<\w+>)(?=\Z|[/?#])",
    re.IGNORECASE,
)
_MAILBOX = LazyPattern(
    r"\A(?:your[._-]?(?:name|e?mail)|name|you|first\.last|firstname\.lastname|e?mail)@", re.IGNORECASE
)
_CODE = re.compile(r"`+[^`]*`+")
_LINK_TARGET = re.compile(r"\]\(([^()\s]*)\)")


def placeholder_in(field: FieldText) -> str:
    """Return the words of a field that a template has left there, or an empty string."""
    text = field.text.strip()
    if not text:
        return ""
    if field.kind is Kind.ADDRESS or field.kind is Kind.CONTACT:
        found = _EXAMPLE_HOST.search(text) or _MAILBOX.match(text)
        if found:
            return text
    elif (target := next((t for t in _LINK_TARGET.findall(text) if _EXAMPLE_HOST.search(t)), "")) != "":
        return target
    if field.kind is not Kind.QUOTE and _is_whole(field, text):
        return text
    if field.kind is Kind.ADDRESS or not _HINT.search(text):
        return ""
    for found in _ANYWHERE.finditer(_CODE.sub(lambda code: " " * len(code[0]), text)):
        if not any(value in _ENTITY_TOKENS for value in found.groupdict().values()):
            return found[0]
    return ""


def _is_whole(field: FieldText, text: str) -> bool:
    """Tell whether the field holds nothing but a template's word; a keyword may be `N/A` or `x` in earnest."""
    if len(text) > 40:
        return False
    return (
        _WHOLE.fullmatch(text) is not None
        and (field.kind not in {Kind.KEYWORD} or len(text) > 3)
        and field.kind in _FILLED
    )


_FILLED = OWN_WORDS | {Kind.TITLE, Kind.NAME, Kind.CONTACT, Kind.KEYWORD}
