"""The pass that reads posts in machine code; each module does what one beside this folder defines."""
