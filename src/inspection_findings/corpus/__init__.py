"""The labelled data: records, splits and the dataset that training reads."""
