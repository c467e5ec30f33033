"""Colours that can be read on white: contrast as the Web Content Accessibility Guidelines 2.2 define it."""

from __future__ import annotations

LEAST = 4.5
"""Contrast of small text (WCAG 2.2, 1.4.3)."""
_STEP = 0.95


def readable(color: str) -> str:
    """Return a colour, RRGGBB, darkened as far as it takes to be read on white."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    while contrast(channels) < LEAST:
        channels = [channel * _STEP for channel in channels]
    return "".join(f"{int(channel * 255):02X}" for channel in channels)


def contrast(channels: list[float]) -> float:
    """Return the contrast of a colour with white: 1 for white, 21 for black."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
