"""The command tree: signatures and help only; each body hands over to the module that does the work.

Nothing here imports more than typer, so that `ua --help` costs what typer costs.
"""
