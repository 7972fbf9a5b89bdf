"""The program: `linkedin-auditor`, or `python -m auditor`."""

import signal

# While the program is loaded Ctrl-C just ends it: nothing is open, and Python would print where its
# files lie. `run` hears it again.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from auditor.cli.main import run  # noqa: E402  # after that

if __name__ == "__main__":
    run()
