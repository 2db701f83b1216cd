"""Coloured ink: seals and stamps lie over the black print of a head; without their colours it can be read."""

from __future__ import annotations

from typing import Any

COLOURED = 30  # how far apart the three colours of a pixel are that is no grey
SHARE = 0.001  # of the pixels of a head: less is no stamp
LIGHTER = 1.6  # times the lightest of a coloured pixel's colours: ink alone becomes paper, print under it stays dark


def remove_colour(picture: Any) -> Any | None:
    """A grey PIL picture in which coloured ink is paper and black stays; None without such ink."""
    from PIL import ImageChops

    red, green, blue = picture.convert("RGB").split()
    light = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    dark = ImageChops.darker(ImageChops.darker(red, green), blue)
    apart = ImageChops.subtract(light, dark)
    counts = apart.histogram()
    if sum(counts[COLOURED:]) <= SHARE * sum(counts):
        return None
    light.paste(light.point(lambda value: min(255, int(value * LIGHTER))), mask=apart.point(_is_coloured))
    return light


def _is_coloured(value: int) -> int:
    return 255 if value >= COLOURED else 0
