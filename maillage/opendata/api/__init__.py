"""Knows the API's routers, one subject a module: `router = ninja.Router(tags=[…])`, plugged in `maillage/web/api/door.py`.

- Texts of the document are French strings in `gettext_noop(…)` (summary=, description=, Query(description=)): `web/api/document.py` translates them.
- A router refuses by raising `maillage.base.problems.Problem`, its texts in `gettext`.
- Paths have no trailing slash. Only published data; contacts of named persons never.
"""
