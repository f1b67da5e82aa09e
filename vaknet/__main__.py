"""`python -m vaknet` is the vaknet command line."""

from vaknet.interfaces.commands import main

main()
