"""Knows how a template of ours that names an undefined variable is found out."""

import sys
from pathlib import Path
from types import FrameType

OURS = Path(__file__).parents[1] / "maillage"


class UndefinedVariable(str):
    """Django's `string_if_invalid`: raises inside our templates, stays silent in those of other packages."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, name: object) -> str:
        template = template_being_rendered(sys._getframe(1))
        if template and Path(template).is_relative_to(OURS):
            raise AssertionError(f"Undefined variable {name} in {template}")
        return ""


def template_being_rendered(frame: FrameType | None) -> str:
    """Name of the file of the innermost template node, walking up the stack."""
    while frame is not None:
        node = frame.f_locals.get("self") if frame.f_code.co_name in {"render", "render_annotated"} else None
        if origin := getattr(node, "origin", None):
            return str(origin.name)
        frame = frame.f_back
    return ""
