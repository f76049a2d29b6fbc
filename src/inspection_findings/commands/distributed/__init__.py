"""Work given to the workers of a Dask cluster: on other machines, or started here for one command.

`crew` is what commands import. Nothing of Dask is loaded before somebody asks for workers.
"""
