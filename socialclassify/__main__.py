"""``python -m socialclassify`` is the command ``socialclassify``."""

from socialclassify.cli import main

main()
