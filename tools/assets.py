"""The files of other people that the pages serve: copied from the npm packages to ``jili/web/static/vendor``.

    python -m tools.assets     (after ``npm ci``)

Only what pages use is copied; the icons that templates name become one sprite. Nothing is bundled or changed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "jili" / "web" / "static" / "vendor"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select.css",
    "tom-select/dist/js/tom-select.base.min.js": "tom-select.js",
    "echarts/dist/echarts.common.min.js": "echarts.js",
}
ICONS = "@tabler/icons/icons/outline"
NAMED = re.compile(r"""(?:\{% icon |icon=)["']([a-z0-9-]+)["']""")
"""Where templates and code name an icon: ``{% icon "users" %}``, ``icon="users"``."""


def main() -> int:
    if not PACKAGES.is_dir():
        print("没有 node_modules:请先运行 npm ci(make assets 会做)。", file=sys.stderr)
        return 1
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        text = (PACKAGES / source).read_text("utf-8")
        (VENDOR / name).write_text(re.sub(r"\n?/[/*][#@] sourceMappingURL=.*", "", text), "utf-8")
    (VENDOR / "icons.svg").write_text(sprite(named()), "utf-8")
    return 0


def named() -> list[str]:
    """The icons that templates and code name, in order."""
    files = [*ROOT.glob("jili/**/*.html"), *ROOT.glob("jili/**/*.py")]
    return sorted({name for file in files for name in NAMED.findall(file.read_text("utf-8"))})


def sprite(names: Iterable[str]) -> str:
    """One SVG with a symbol an icon. Raises FileNotFoundError for a name that is no icon."""
    symbols = []
    for name in names:
        drawing = (PACKAGES / ICONS / f"{name}.svg").read_text("utf-8")
        inner = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


if __name__ == "__main__":
    sys.exit(main())
