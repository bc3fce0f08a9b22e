"""``python -m scenario_cli`` and the ``scenario`` script."""

import gc
import os
import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly from the first import on."""
    # Looking for pydantic's plugins reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Starting threads for linear algebra costs a third of the processor time of a short command.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What imports make stays: going through it for garbage at every 700 objects takes a fiftieth of
    # the instructions of a short command.
    gc.set_threshold(100_000, *gc.get_threshold()[1:])
    try:
        from scenario_cli.cli.app import app
        from scenario_cli.cli.completion import answer_shell

        answer_shell()
        app(prog_name="scenario")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        # The process ends and gives all back at once: looking through everything for garbage before
        # that takes a sixth of a short command's time. Whoever writes a file closes it.
        gc.freeze()


if __name__ == "__main__":
    main()
