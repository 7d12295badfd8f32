"""The Content-Security-Policy of the pages, and the few lines of code that it lets stand in them.

Everything else comes from files of the book. No address of another host is in it, so a page that
somebody managed to alter could still not send or fetch anything. In a ``meta`` element, because
the book is read from disk and from servers whose headers its authors do not set.
"""

import base64
import hashlib

# Before the first paint: a reader's dark page must not flash white.
FIRST_SCRIPT = (
    'var mode="auto";try{mode=localStorage.getItem("mode")||mode}catch(e){}'
    "document.documentElement.dataset.mode=mode;"
    'document.documentElement.dataset.theme=mode!=="auto"?mode:'
    'matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";'
)
# The page for unknown addresses is served at any depth; the last of the site's own folders in the
# address tells where it begins: the folder that holds the site may have the name of one.
LOST_SCRIPT = (
    "var path=location.pathname,found=path.match("
    r"/^(.*\/)(?:book|notebooks|pdf|_downloads|_exhibits|_images|_static)\//),"
    'root=found?found[1]:path.slice(0,path.lastIndexOf("/")+1);'
    'document.querySelectorAll("a[data-page]").forEach(function(link){'
    'link.setAttribute("href",root+link.dataset.page)});'
)
LOST_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.05rem/1.6 system-ui,sans-serif;margin:0;background:#fff;color:#1b1b1b}"
    "main{max-width:38rem;margin:10vh auto;padding:0 1.2rem}"
    ".book{color:#5a5a5a}a{color:#0b57b0}li{margin:.5rem 0}"
    "a:focus-visible{outline:3px solid currentColor;outline-offset:3px}"
    "@media(prefers-color-scheme:dark){body{background:#121212;color:#e6e6e6}"
    ".book{color:#b0b0b0}a{color:#8ab8f5}}"
)


def digest(text: str) -> str:
    """Source expression of a policy that allows exactly this script or style."""
    made = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{made}'"


def policy(**allowed: str) -> str:
    """A policy that refuses everything but what is named: ``policy(img_src="'self'")``."""
    closed = {"base_uri": "'none'", "default_src": "'none'", "form_action": "'self'"}
    named = {**closed, **allowed}
    return "; ".join(f"{name.replace('_', '-')} {named[name]}" for name in sorted(named))


PAGE = policy(
    script_src=f"'self' {digest(FIRST_SCRIPT)}",
    style_src="'self'",
    img_src="'self'",
    font_src="'self'",
    # Nothing on a page asks for anything; tools that check a site ask for its robots.txt.
    connect_src="'self'",
)
LOST = policy(
    script_src=digest(LOST_SCRIPT),
    style_src=digest(LOST_STYLE),
    img_src="data:",
)
