"""The directive `.. attention-lab:: mechanism` with the element's attributes as options."""

from html import escape

from docutils import nodes
from docutils.parsers.rst import Directive, directives


class AttentionLab(Directive):
    optional_arguments = 1
    option_spec = {name: directives.unchanged for name in ("state", "view", "controls", "lang", "theme")}

    def run(self):
        attributes = {"lab": self.arguments[0] if self.arguments else "mechanism", **self.options}
        text = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
        return [nodes.raw("", f"<attention-lab {text}></attention-lab>", format="html")]


def setup(app):
    app.add_js_file("attention-lab/attention-lab.js", type="module")
    app.add_directive("attention-lab", AttentionLab)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
