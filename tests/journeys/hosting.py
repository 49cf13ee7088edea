"""Knows a page of somebody else: served from another origin, under the strictest policy that still lets it embed an instance."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

POLICY = "default-src 'none'; script-src {instance}; connect-src {instance}; frame-src {instance}; style-src 'self'"
PAGE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mairie de Guéret</title>
<link rel="stylesheet" href="/style.css"></head>
<body><main><h1>Mairie de Guéret</h1><p>Être aidé avec le numérique.</p>
{embedded}
</main></body></html>"""
STYLE = """html { font-size: 62.5%; } body { margin: 0 auto; padding: 16px; max-width: 1100px; font: 1.6rem/1.5 sans-serif; color: #222; background: #fff; }
iframe { width: 100%; height: 900px; border: 0; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } a { color: #9cf; } }"""


@contextmanager
def hosted(instance: str, embedded: str, *, language: str = "fr", direction: str = "ltr", policy: str = POLICY) -> Iterator[str]:
    """The address of a page that embeds this, on another loopback port: another origin."""
    page = PAGE.format(embedded=embedded, language=language, direction=direction).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_style = self.path == "/style.css"
            body = STYLE.encode() if is_style else page
            self.send_response(200 if self.path in ("/", "/style.css") else 404)
            self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy.format(instance=instance))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by the library
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def component(instance: str, attributes: str, inside: str = "") -> str:
    """The lines that a webmaster copies."""
    plain = inside or f'<a href="{instance}/lieux/?ou=dep:23">Les lieux qui aident avec le numérique</a>'
    return f'<maillage-carte {attributes}>{plain}</maillage-carte>\n<script type="module" src="{instance}/integrer/maillage-carte.js"></script>'


def frame(instance: str, query: str) -> str:
    return f'<iframe src="{instance}/integrer/lieux/?{query}" title="Les lieux qui aident avec le numérique" loading="lazy"></iframe>'
