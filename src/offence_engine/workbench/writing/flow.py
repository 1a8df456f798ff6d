"""Collections in brackets and quoted text in canonical form: `{a: b, c: [d, "e, f"]}`."""

from __future__ import annotations

from offence_engine.workbench.writing.lines import Leaf


def requoted(text: str, style: str) -> str:
    """Quoted text between `"` where that needs no escapes; else as written."""
    if style == "'" and '"' not in text and "\\" not in text and "''" not in text:
        return f'"{text[1:-1]}"'
    return text


def flow_text(leaf: Leaf, text: str) -> list[tuple[int, str]]:
    """The lines of a collection in brackets, each with its depth: 0 for the first and for what closes it.

    Where it was broken into lines, it is broken still; `text` is the whole file.
    """
    out: list[tuple[int, str]] = []
    line, depth, line_depth = "", 0, 0
    scalars = {start: (end, style) for start, end, style in leaf.scalars if end > start}
    at, stop = leaf.start, leaf.start + len(leaf.text)
    while at < stop:
        letter = text[at]
        if at in scalars:
            end, style = scalars[at]
            first, *more = requoted(text[at:end], style).split("\n")
            line += first
            for piece in more:
                out.append((line_depth, line.rstrip()))
                line, line_depth = piece.strip(), depth
            at = end
            continue
        if letter in "{[":
            line += letter
            depth += 1
        elif letter in "}]":
            depth -= 1
            bare = line.rstrip()
            if not bare and out:
                line_depth = depth
            line = bare.removesuffix(",") + letter
        elif letter in ",:":
            line = line.rstrip() + letter + " "
        elif letter == "#":
            end = text.find("\n", at)
            line = (line.rstrip() + "  " if line.strip() else "") + text[at:end].rstrip()
            at = end
            continue
        elif letter == "\n":
            if line.strip() or not out or out[-1][1]:
                out.append((line_depth, line.rstrip()))
            line, line_depth = "", depth
        at += 1
    out.append((line_depth, line.rstrip()))
    return out
