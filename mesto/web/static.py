"""Files: the built console, and base maps by parts."""

from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from mesto.kernel.errors import NotFound
from mesto.web.answers import gzip, is_known, takes_gzip

BUILT = Path(__file__).parent / "static"  #: where the console is built to
HASHED = "assets"  #: the folder whose file names change with their content
IMMUTABLE = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"

#: A page of ours loads nothing from elsewhere and is framed by nobody. What is told
#: with every answer is added at the door (`mesto.rim.browsers`).
SECURITY = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(self)",
}

#: What is worth compressing, and how large a file may be for that.
TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")
LARGEST_TEXT_BYTES = 4 * 2**20


def serve_page(request: Request) -> Response:
    """Hand out a file of the console; every other path is its start page.

    Raises NotFound where the console was not built.
    """
    path = request.url.path.lstrip("/")
    file = _file_at(path)
    if file is None:
        if path.startswith(f"{HASHED}/"):
            raise NotFound(f"there is no file {path}")
        file = BUILT / "index.html"
    if not file.is_file():
        raise NotFound("the console is not built; see README, Building the console")
    hashed = file.parent.name == HASHED
    kind = guess_type(file.name)[0] or "application/octet-stream"
    keep = IMMUTABLE if hashed else ALWAYS_ASK
    response = serve(request, file, kind=kind, cache_control=keep)
    response.headers.update(SECURITY)
    return response


def _file_at(path: str) -> Path | None:
    """Return the file of the console at a path, if there is one."""
    try:
        file = (BUILT / path).resolve()
        return file if file.is_relative_to(BUILT) and file.is_file() else None
    except (OSError, ValueError):  # no file can have such a name
        return None


def serve(request: Request, file: Path, *, kind: str, cache_control: str) -> Response:
    """Hand out a file, compressed, in part or not at all, as the caller wants it."""
    stat = file.stat()
    tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    headers = {"etag": tag, "cache-control": cache_control, "vary": "accept-encoding"}
    if is_known(request, tag):
        return Response(None, 304, headers)
    text = kind.startswith(TEXTS) and stat.st_size < LARGEST_TEXT_BYTES
    if text and takes_gzip(request) and "range" not in request.headers:
        headers["content-encoding"] = "gzip"
        body = _compressed(file, stat.st_mtime_ns)
        return Response(body, headers=headers, media_type=kind)
    return FileResponse(file, headers=headers, media_type=kind, stat_result=stat)


@lru_cache(64)
def _compressed(file: Path, _written_at: int) -> bytes:
    return gzip(file.read_bytes(), level=9)
