"""Start the app with a rule engine in place of the trained model: `serve.py PORT`.

Everything else is the app as it is shipped, configuration included.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def serve(port: int) -> None:
    """Run the server until the process is ended."""
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    from streamlit.web import cli

    from seqgpt_core import SeqGPT
    from tests.contract_rules import contract_model

    model = contract_model()
    SeqGPT.load = classmethod(lambda cls, *given, **options: model)  # type: ignore[method-assign, assignment]
    sys.argv = ["streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    cli.main()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
