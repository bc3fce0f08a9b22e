"""``python -m scenario_cli`` and the ``scenario`` script."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly from the first import on."""
    try:
        from scenario_cli.cli.app import app

        app(prog_name="scenario")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
