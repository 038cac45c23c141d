"""`python -m meldcode`: the same program, for where the script is not on the path."""

from meldcode.cli import main

if __name__ == "__main__":
    main()
