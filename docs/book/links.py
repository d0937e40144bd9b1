"""Says which links of a book that mdBook built lead nowhere: `python3 docs/book/links.py target/book`."""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, and the places in it that a link can lead to."""

    def __init__(self, text):
        super().__init__()
        self.links, self.places = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.places.update(attributes[name] for name in ("id", "name") if attributes.get(name))
        self.links += [attributes[name] for name in ("href", "src") if attributes.get(name)]


def main():
    top = Path(sys.argv[1]).resolve()
    # The page for what is not found, and the whole book on one page, repeat the links of others from where they stand.
    paths = [path for path in sorted(top.rglob("*.html")) if path.name not in ("404.html", "print.html", "toc.html")]
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in paths}
    if not pages:
        sys.exit(f"There is no book in {top}.")
    lost = 0
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                why = "is not there"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
                why = "has no such place"
            else:
                continue
            lost += 1
            print(f"{path.relative_to(top)}: {link}: {why}", file=sys.stderr)
    if lost:
        sys.exit(1)
    print(f"{sum(len(page.links) for page in pages.values())} links on {len(pages)} pages lead somewhere.")


main()
