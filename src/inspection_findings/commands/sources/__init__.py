"""Where what is read comes from: files and folders, patterns, lists, stores such as S3, standard input."""
