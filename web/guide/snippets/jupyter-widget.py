from pathlib import Path

import anywidget
import traitlets


class AttentionLab(anywidget.AnyWidget):
    _esm = next(Path("attention-lab/element").glob("attention-lab-anywidget-*.js"))
    lab = traitlets.Unicode("mechanism").tag(sync=True)
    state = traitlets.Unicode("").tag(sync=True)
    view = traitlets.Unicode("").tag(sync=True)
    controls = traitlets.Unicode("").tag(sync=True)
    lang = traitlets.Unicode("").tag(sync=True)
    theme = traitlets.Unicode("").tag(sync=True)
    matrices = traitlets.Dict().tag(sync=True)
