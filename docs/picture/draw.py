"""Draws docs/terminal.svg: what `askwell check` prints, in colour, as it is.

    python3 docs/picture/draw.py ASKWELL            draws the picture
    python3 docs/picture/draw.py ASKWELL --check    says whether the picture is still true

ASKWELL is the program, such as target/debug/askwell. Only Python's own library is needed.
"""

import html
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PICTURE = HERE.parent / "terminal.svg"
FORM = "about-you.njk"

COLUMNS = 102  # a line that is longer goes on in the next, as in a terminal
WIDE, HIGH, MARGIN, TOP = 8.4, 20, 16, 44
BACK, FORE = "#16181d", "#e6e6e6"
COLOURS = {31: "#ff8a80", 33: "#ffd166", 36: "#5fd7e0", 9: "#ff8a80", 11: "#ffd166", 10: "#9be28f", 12: "#8ab4ff", 14: "#5fd7e0"}


def printed(askwell):
    """What the terminal gets, and the exit code."""
    program = str(pathlib.Path(askwell).resolve())
    run = subprocess.run([program, "check", "--color", "always", FORM], cwd=HERE, stdout=subprocess.PIPE, encoding="utf-8")
    if run.returncode != 1:
        sys.exit(f"{FORM} should have a finding of level error, but the exit code is {run.returncode}")
    return run.stdout


def cells(text):
    """Rows of characters, each with its colour and weight."""
    rows, row, colour, bold = [], [], FORE, False
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        if part.startswith("\x1b["):
            codes = [int(code or 0) for code in part[2:-1].split(";")]
            if codes[:2] == [38, 5]:
                colour = COLOURS[codes[2]]
            elif codes == [0]:
                colour, bold = FORE, False
            elif codes == [1]:
                bold = True
            else:
                colour = COLOURS[codes[0]]
            continue
        for character in part:
            if character == "\n" or len(row) == COLUMNS:
                rows.append(row)
                row = []
            if character != "\n":
                row.append((character, colour, bold))
    return rows + [row] if row else rows


def runs(row):
    """Neighbours that look the same, with the column where they start; space between them is left out."""
    start = 0
    while start < len(row):
        end = start
        while end < len(row) and row[end][1:] == row[start][1:]:
            end += 1
        text = "".join(character for character, _, _ in row[start:end])
        if text.strip():
            lead = len(text) - len(text.lstrip())
            yield start + lead, text.strip(), row[start][1], row[start][2]
        start = end


def drawn(text):
    """The picture."""
    rows = [[(character, "#9be28f", True) for character in f"$ askwell check {FORM}"], []] + cells(text)
    width, height = COLUMNS * WIDE + 2 * MARGIN, TOP + len(rows) * HIGH + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" aria-labelledby="title">',
        '<title id="title">askwell checks a form in a terminal</title>',
        f'<rect width="100%" height="100%" rx="8" fill="{BACK}"/>',
    ]
    for number, colour in enumerate(["#ff5f57", "#febc2e", "#28c840"]):
        lines.append(f'<circle cx="{MARGIN + 6 + 20 * number}" cy="18" r="6" fill="{colour}"/>')
    lines.append(
        '<g xml:space="preserve" font-size="14" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', \'Liberation Mono\', monospace">'
    )
    for number, row in enumerate(rows):
        for column, words, colour, bold in runs(row):
            weight = ' font-weight="bold"' if bold else ""
            x, y, length = MARGIN + column * WIDE, TOP + number * HIGH + 6, len(words) * WIDE
            lines.append(
                f'<text x="{x:g}" y="{y:g}" fill="{colour}"{weight} textLength="{length:g}" lengthAdjust="spacingAndGlyphs">{html.escape(words)}</text>'
            )
    return "\n".join(lines + ["</g>", "</svg>", ""])


def main(askwell, *options):
    picture = drawn(printed(askwell))
    if "--check" not in options:
        PICTURE.write_text(picture, encoding="utf-8")
    elif PICTURE.read_text(encoding="utf-8") != picture:
        sys.exit("docs/terminal.svg no longer shows what askwell prints. Draw it again: see CONTRIBUTING.md")


if __name__ == "__main__":
    main(*sys.argv[1:])
