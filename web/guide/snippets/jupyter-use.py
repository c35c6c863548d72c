import numpy as np

from attention_lab import AttentionLab

rng = np.random.default_rng(1)
q, k, v = (rng.normal(size=(rows, 4)) for rows in (3, 5, 5))

AttentionLab(view="stages", matrices={"q": q.tolist(), "k": k.tolist(), "v": v.tolist()})
