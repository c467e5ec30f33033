"""Write a software bill of materials: CycloneDX 1.6 in JSON, of what is installed to run resume-tex. The same bytes every time.

python scripts/sbom.py > sbom.json
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from typing import Any

from components import Component, closure, direct

_SPDX_ID = re.compile(r"[A-Za-z0-9.+-]+")


def sbom() -> dict[str, Any]:
    """Return the bill."""
    components = closure(direct())
    name, version = "resume-tex", metadata.version("resume-tex")
    top = f"pkg:pypi/{name}@{version}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": top, "name": name, "version": version, "purl": top, "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_component(component) for component in components.values()],
        "dependencies": [
            {"ref": top, "dependsOn": [_purl(components[name]) for name in direct() if name in components]},
            *(
                {"ref": _purl(one), "dependsOn": [_purl(components[name]) for name in one.needs if name in components]}
                for one in components.values()
            ),
        ],
    }  # fmt: skip


def _purl(component: Component) -> str:
    return f"pkg:pypi/{component.name}@{component.version}"


def _component(component: Component) -> dict[str, Any]:
    simple = _SPDX_ID.fullmatch(component.licence) is not None
    licence: dict[str, Any] = {"license": {"id": component.licence}} if simple else {"expression": component.licence}
    if not simple and not re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", component.licence):
        licence = {"license": {"name": component.licence}}
    return {
        "type": "library", "bom-ref": _purl(component), "name": component.name, "version": component.version,
        "description": component.summary, "licenses": [licence], "purl": _purl(component),
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(sbom(), indent=2, ensure_ascii=False) + "\n")
