"""A report as a PDF; what draws it takes 12 MB, and is read when one is printed."""

from mesto.operations.reports.document import Document

MEDIA_TYPE = "application/pdf"


def write_pdf(document: Document) -> bytes:
    """Write a report as a PDF."""
    from mesto.operations.reports.printed import printed  # noqa: PLC0415 - its size

    return printed(document)
