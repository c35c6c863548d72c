import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "My course"
extensions = ["attention_lab"]
html_static_path = ["_static"]
