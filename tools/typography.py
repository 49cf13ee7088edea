"""Knows French typography, and sets right the texts of the source: ’, and a narrow no-break space before ; : ? ! » and after «.

Usage: python tools/typography.py [FOLDER…]   (part of `make fix`)
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "maillage"
NARROW = "\u202f"
FUNCTIONS = re.compile(r"_|n?p?gettext(_lazy|_noop)?")
ENDS = r"(?=$|[\s\"'.,)<»\u202f…]|\\n)"
RULES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "’"),
    (re.compile(r"[ \u00a0]+(?=[;?!»])"), NARROW),
    (re.compile(rf"[ \u00a0]+(?=:{ENDS})"), NARROW),
    (re.compile(rf"(?<=[\w)\]’])(?<!&amp)(?<!&nbsp)(?=[?!;]+{ENDS})"), NARROW),
    (re.compile(rf"(?<=[\w)\]’])(?=:{ENDS})"), NARROW),
    (re.compile(r"«[ \u00a0]+"), f"«{NARROW}"),
    (re.compile(r"«(?=[^\s\u202f])"), f"«{NARROW}"),
    (re.compile(r"(?<=[^\s\u202f«])»"), f"{NARROW}»"),
]
IN_TEMPLATES = re.compile(
    r"""(?P<head>\{%-?\s*(?:translate|trans)\s+")(?P<one>[^"]*)(?=")"""
    r"""|(?P<open>\{%\s*blocktrans(?:late)?\b[^%]*%\})(?P<many>.*?)(?=\{%\s*endblocktrans)"""
    r"""|(?P<call>\b_\(")(?P<arg>[^"]*)(?="\))""",
    re.DOTALL,
)
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|%\(\w+\)s|\{\w*\}", re.DOTALL)


def set_right(text: str) -> str:
    """The text with French typography. Variables, tags and addresses inside are left alone."""
    holes = CODE.findall(text)
    words = CODE.sub("\ue000", text)  # a private letter stands for each hole
    words = words.replace("\ue000", "X\ue000X")
    for pattern, replacement in RULES:
        words = pattern.sub(replacement, words)
    parts = words.split("X\ue000X")
    return parts[0] + "".join(hole + part for hole, part in zip(holes, parts[1:], strict=True))


def set_template_right(source: str) -> str:
    def replace(found: re.Match[str]) -> str:
        head = found["head"] or found["open"] or found["call"]
        return head + set_right(found["one"] or found["many"] or found["arg"] or "")

    return IN_TEMPLATES.sub(replace, source)


def set_code_right(source: str) -> str:
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    code = b"".join(lines)
    for first, last in sorted(literals(ast.parse(source), starts), reverse=True):
        text = code[first:last].decode().replace("\\u202f", NARROW).replace("\\u00a0", NARROW)
        code = code[:first] + set_right(text).encode() + code[last:]
    return code.decode()


def literals(tree: ast.Module, starts: list[int]) -> Iterator[tuple[int, int]]:
    """Where the texts given to gettext stand, in bytes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and FUNCTIONS.fullmatch(name_of(node.func)):
            for text in node.args:
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.end_lineno and text.end_col_offset is not None:
                    yield starts[text.lineno - 1] + text.col_offset, starts[text.end_lineno - 1] + text.end_col_offset


def name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def main(folders: list[str]) -> int:
    places = [Path(folder).resolve() for folder in folders] or [PACKAGE]
    for file in sorted(file for place in places for kind in ("*.py", "templates/**/*.html", "templates/**/*.txt") for file in place.rglob(kind)):
        source = file.read_text(encoding="utf-8")
        right = set_code_right(source) if file.suffix == ".py" else set_template_right(source)
        if right != source:
            file.write_text(right, encoding="utf-8")
            print(file.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
