"""Pictures of work orders: made harmless, and kept by the digest of what was sent."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from mesto.kernel.errors import Malformed
from mesto.kernel.question import Question, Row

KIND = "image/jpeg"
LONGEST_SIDE = 2560  #: pixels
MOST_PIXELS = 50_000_000  #: of what is sent
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")


def cleaned(sent: bytes, longest_side: int = LONGEST_SIDE) -> bytes:
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


@dataclass(frozen=True, kw_only=True)
class KeepPicture(Question[None]):
    """Keep a picture; one that is there stays."""

    digest: str
    content: bytes

    sql = """
        insert into work_picture (digest, content) values ($1, $2)
            on conflict (digest) do nothing
    """

    def arguments(self) -> Sequence[object]:
        """Return the key and the picture."""
        return (bytes.fromhex(self.digest), self.content)

    def answer(self, rows: Sequence[Row]) -> None:
        """Return nothing."""


@dataclass(frozen=True, kw_only=True)
class PictureOf(Question[bytes | None]):
    """A picture; None where there is none."""

    digest: str

    sql = "select content from work_picture where digest = $1"

    def arguments(self) -> Sequence[object]:
        """Return the key."""
        return (bytes.fromhex(self.digest),)

    def answer(self, rows: Sequence[Row]) -> bytes | None:
        """Read the only row."""
        return rows[0]["content"] if rows else None
