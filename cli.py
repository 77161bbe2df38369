"""`python cli.py …` from a checkout is the same as the installed command `pledge …`."""

from sim.commands import main

if __name__ == "__main__":
    main()
