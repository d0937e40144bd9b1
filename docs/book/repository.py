"""A preprocessor of mdBook for a book that lives in its repository.

A page that is nothing but a link to a file outside the book, such as `[CONTRIBUTING.md](../CONTRIBUTING.md)`, becomes that
file. Links to such a file, wherever they stand, lead to its page. What else lies outside the book is only named, or linked if
`address` in book.toml says where the repository's files can be read, such as "https://host/owner/name/blob/main".
"""

import json
import posixpath
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOK = "docs"
ONLY_A_LINK = re.compile(r"\s*\[[^\]]*\]\(([^)\s]+)\)\s*")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *(```|~~~)")


def chapters(items):
    for item in items:
        chapter = item.get("Chapter") if isinstance(item, dict) else None
        if chapter:
            yield chapter
            yield from chapters(chapter["sub_items"])


def inside(path):
    """The path from the book's folder, or None if it lies outside."""
    return posixpath.relpath(path, BOOK) if path.startswith(f"{BOOK}/") else None


def led(link, home, page, pages, address):
    """The link as it should stand in the chapter `page`, whose text lies in the file `home` of the repository."""
    image, words, target = link.groups()
    if re.match(r"[a-z]+:|#|//", target):
        return link.group()
    path, mark, anchor = target.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(home), path))
    there = pages.get(path) or inside(path)
    if there:
        # mdBook makes index.html of README.md, and leaves links to it as they are.
        there = re.sub(r"(^|/)README\.md$", r"\1index.md", there)
        return f"{image}[{words}]({posixpath.relpath(there, posixpath.dirname(page) or '.')}{mark}{anchor})"
    if address:
        return f"{image}[{words}]({address.rstrip('/')}/{path}{mark}{anchor})"
    return words if path in words else f"{words} (`{path}` in the repository)"


def rewritten(text, home, page, pages, address):
    lines, fenced = [], False
    paragraphs = re.split(r"(^ *(?:```|~~~).*?^ *(?:```|~~~) *$)", text, flags=re.MULTILINE | re.DOTALL)
    for paragraph in paragraphs:
        fenced = FENCE.match(paragraph) is not None
        lines.append(paragraph if fenced else LINK.sub(lambda link: led(link, home, page, pages, address), paragraph))
    return "".join(lines)


def main():
    if len(sys.argv) > 1 and sys.argv[1] == "supports":
        return
    context, book = json.load(sys.stdin)
    settings = context["config"].get("preprocessor", {}).get("repository", {})
    found = [chapter for chapter in chapters(book.get("items") or book.get("sections")) if chapter.get("source_path")]
    homes = {}
    for chapter in found:
        page = chapter["source_path"]
        only = ONLY_A_LINK.fullmatch(chapter["content"])
        home = posixpath.normpath(posixpath.join(BOOK, posixpath.dirname(page), only.group(1))) if only else f"{BOOK}/{page}"
        homes[page] = home
        if only:
            chapter["content"] = (ROOT / home).read_text(encoding="utf-8")
    pages = {home: page for page, home in homes.items() if inside(home) is None}
    for chapter in found:
        page = chapter["source_path"]
        chapter["content"] = rewritten(chapter["content"], homes[page], page, pages, settings.get("address"))
    json.dump(book, sys.stdout)


main()
