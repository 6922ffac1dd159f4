"""Pictures of work orders, made harmless before they are kept."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from mesto.kernel.errors import Malformed

MOST_PIXELS = 50_000_000  #: of what is sent
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")


def harmless(sent: bytes, longest_side: int) -> bytes:
    """Return a picture as JPEG, upright, without its metadata: place, camera, time.

    longest_side: pixels; what is larger is made smaller

    Raises Malformed for what is no picture, or too large a one.
    """
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Malformed(f"a picture has at most {MOST_PIXELS} pixels")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest_side, longest_side))
            written = io.BytesIO()
            _on_white(upright).save(written, "JPEG", quality=QUALITY)
    except Image.DecompressionBombError as error:
        raise Malformed(f"a picture has at most {MOST_PIXELS} pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Malformed("this is no JPEG, PNG or WebP picture") from error
    return written.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Lay what can be seen through on white: JPEG knows no such thing."""
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGBA", with_alpha.size, "white")
    return Image.alpha_composite(paper, with_alpha).convert("RGB")
