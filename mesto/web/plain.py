"""A page for anybody: few bytes, in their language, dark where they like it dark."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.municipality import nearest
from mesto.web.answers import answer_tagged
from mesto.web.static import SECURITY

KEPT: Final = "public, max-age=300"
NOT_KEPT: Final = "no-store"  #: of pages that are for one only
HTML: Final = "text/html; charset=utf-8"

STYLE: Final = """
:root{color-scheme:light dark;--bg:#eef1f4;--top:#fff;--text:#14202b;--soft:#465563;
--line:#566370;--accent:#0b62c4;--on:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#10161c;--top:#1a222b;--text:#e8edf2;
--soft:#aab6c2;--line:#8494a3;--accent:#7ab8ff;--on:#0b1622}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:640px;padding:16px;font:16px/1.5 system-ui,sans-serif;
background:var(--bg);color:var(--text)}
h1{font-size:24px;margin:8px 0}h2{font-size:18px;margin:24px 0 8px}p{margin:8px 0}
form{display:flex;gap:8px;flex-wrap:wrap;margin:16px 0}label{flex:1 1 100%}
input:not([type=radio]){flex:1 1 200px;min-width:0;min-height:44px;
padding:8px 12px;font:inherit;color:inherit;background:var(--top);
border:1px solid var(--line);border-radius:8px}
button,.button{display:inline-block;min-height:44px;padding:9px 16px;font:inherit;
font-weight:600;color:var(--on);background:var(--accent);border:0;border-radius:8px;
text-decoration:none;cursor:pointer}
button.quiet{color:var(--text);background:none;border:1px solid var(--line)}
fieldset{flex:1 1 100%;margin:0;padding:0;border:0}legend{padding:0}
fieldset label{display:flex;gap:8px;align-items:center;min-height:44px}
input[type=radio]{width:20px;height:20px;margin:0;accent-color:var(--accent)}
[hidden]{display:none!important}
ul{list-style:none;margin:0;padding:0}
li{margin:8px 0;padding:12px 16px;background:var(--top);border-radius:12px}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:16px 0}
dt{color:var(--soft)}dd{margin:0}.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14px}
th,td{padding:6px 8px;text-align:left;border-bottom:1px solid var(--line)}
td{font-variant-numeric:tabular-nums}
li b{display:block}.soft{color:var(--soft)}a{color:var(--accent)}
a.button{color:var(--on)}nav a{display:inline-block;padding:10px 12px 10px 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
@media print{:root{color-scheme:light;--bg:#fff;--top:#fff;--text:#000;--soft:#333}
body{max-width:none;padding:0;font-size:11pt}form,nav,.button{display:none}
table{font-size:9pt}.wide{overflow:visible}}
"""

_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
_POLICY = SECURITY["content-security-policy"] + f"; style-src 'sha256-{_STYLE_HASH}'"


def language_of(request: Request, usual: str) -> str:
    """Return the language somebody asks for, else their browser's, else the usual.

    One that nobody here speaks is passed over; where none is left it is English.
    """
    asked = request.query_params.get("language", "")
    accepted = _accepted(request.headers.get("accept-language", ""))
    return next(filter(None, map(nearest, (asked, *accepted, usual))), "en")


def _accepted(header: str) -> list[str]:
    """Return the languages of an Accept-Language, the most wanted first.

    Source: RFC 9110, 12.5.4; a weight of 0 is one that is not wanted.
    """
    weighed = [
        (float(found["weight"] or 1), found["tag"]) for found in _WISH.finditer(header)
    ]
    ordered = sorted(weighed, key=lambda one: -one[0])
    return [tag for weight, tag in ordered if weight > 0]


_WISH = re.compile(
    r"(?:^|,)\s*(?P<tag>[\w-]+)\s*(?:;\s*q=(?P<weight>[01](?:\.\d{0,3})?))?(?=\s*(?:,|$))",
    re.ASCII | re.IGNORECASE,
)


def answer_page(
    request: Request,
    *,
    title: str,
    language: str,
    body: str,
    keep: str = KEPT,
) -> Response:
    """Answer with a page; `body` is HTML that is escaped already.

    keep: for how long others may keep it, as Cache-Control says it
    """
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )
    answer = answer_tagged(request, page.encode(), HTML, keep)
    answer.headers.update({**SECURITY, "content-security-policy": _POLICY})
    answer.headers["vary"] = "accept-encoding, accept-language"
    return answer
