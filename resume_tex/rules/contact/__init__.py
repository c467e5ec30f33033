"""Rules about contact: what is missing, what is wrong, and what is nobody's business."""

from __future__ import annotations

from resume_tex.rules.base import Rule
from resume_tex.rules.contact.privacy import private
from resume_tex.rules.contact.reach import email, missing, phone, url

RULES: tuple[Rule, ...] = (missing, email, phone, private, url)
