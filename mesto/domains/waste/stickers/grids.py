"""How stickers lie on the sheets that shops sell. Pure."""

from typing import Final, Literal, NamedTuple, TypeAlias

Size: TypeAlias = Literal["small", "medium", "large"]


class Grid(NamedTuple):
    """How stickers lie on a sheet."""

    columns: int
    rows: int
    margin_mm: float  #: above and below


#: Common sheets of labels: 70 × 37 mm, 105 × 74 mm and 210 × 148.5 mm.
GRIDS: Final[dict[Size, Grid]] = {
    "small": Grid(3, 8, 0.5),
    "medium": Grid(2, 4, 0.5),
    "large": Grid(1, 2, 0.0),
}
