"""Coloured ink: seals and stamps lie over the black print of a head; without their colours it can be read."""

from __future__ import annotations

from typing import Any

COLOURED = 40  # how far apart the three colours of a pixel are that is no grey
SHARE = 0.001  # of the pixels of a head: less is no stamp


def remove_colour(picture: Any) -> Any | None:
    """A grey PIL picture in which coloured ink is as light as its lightest part, black stays; None without such ink."""
    from PIL import ImageChops

    red, green, blue = picture.convert("RGB").split()
    light = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    dark = ImageChops.darker(ImageChops.darker(red, green), blue)
    counts = ImageChops.subtract(light, dark).histogram()
    return light if sum(counts[COLOURED:]) > SHARE * sum(counts) else None
