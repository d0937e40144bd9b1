"""The book is built by mdBook, and its links lead somewhere."""

import sys
import unittest

from common import ROOT, Folder, run, tool


class Book(Folder):
    def test_it_is_built_and_its_links_lead_somewhere(self):
        run(tool("mdbook"), "build", "docs", "--dest-dir", self.folder / "book", cwd=ROOT)
        told = run(sys.executable, ROOT / "docs/book/links.py", self.folder / "book")
        self.assertIn("lead somewhere", told)
        page = (self.folder / "book/security.html").read_text(encoding="utf-8")
        self.assertIn("Report a harmful rule", page)
        self.assertNotIn("../SECURITY", page)

    def test_a_link_that_leads_nowhere_is_told(self):
        self.write("book/index.html", '<a href="nowhere.html">x</a>')
        self.assertIn("nowhere.html", run(sys.executable, ROOT / "docs/book/links.py", self.folder / "book", code=1))


if __name__ == "__main__":
    unittest.main()
